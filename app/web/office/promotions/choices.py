"""What the editor of a promotion offers to choose from; what a rule names and the shop has no more stands there too."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from app.core.db.unit import ReadUnit
from app.core.texts import marked
from app.crm.labels import labels
from app.web.office.catalogue.listing import category_choices
from app.web.office.promotions.form import PromotionForm
from app.web.shared.habit_words import GROUP_WORDS
from app.web.shared.language import gettext, translated
from loyalty.program.store import program_of
from loyalty.promotions.stored import StoredPromotion, promotions
from warehouse.catalogue.categories import category_tree
from warehouse.catalogue.tags import all_tags

Choices = list[tuple[str, str]]
GONE_LABEL: Final = marked("a label that is gone")


def editor_choices(tx: ReadUnit, form: PromotionForm, stored: StoredPromotion | None) -> dict[str, Any]:
    """Pairs of value and words by the name of the field, and the tags there are."""
    tree = category_tree(tx)
    paths = {branch.id: branch.path for branch in tree}
    categories = [(paths[branch_id], name) for branch_id, name in category_choices(tree)]
    coupons = [(one.uid, one.name) for one in promotions(tx) if one.takes_series and one != stored]
    tiers = [(tier.name, tier.name) for tier in program_of(tx).rules.tiers]
    return {
        "categories": _with_gone(categories, form.chosen.get("categories", ())),
        "reward_categories": _with_gone(categories, form.chosen.get("reward_categories", ())),
        "tags": all_tags(tx),
        "tiers": _with_gone(tiers, form.chosen.get("tiers", ())),
        "segments": _with_gone(segment_choices(tx), form.chosen.get("segments", ()), GONE_LABEL),
        "coupons": _with_gone(coupons, [form.promotion] if form.promotion else []),
    }


def segment_choices(tx: ReadUnit) -> Choices:
    """The groups of customers that a promotion may be for: how they come, and labels."""
    ways = [(group.segment, translated(words)) for group, words in GROUP_WORDS.items()]
    return ways + [(label.segment, gettext("Label: %(name)s", name=label.name)) for label in labels(tx)]


def _with_gone(choices: Sequence[tuple[str, str]], chosen: Iterable[str], said: str = "") -> Choices:
    known = {value for value, _ in choices}
    gone = sorted(set(chosen) - known)
    return [*choices, *[(one, translated(said) if said else gettext("%(name)s (gone)", name=one)) for one in gone]]
