"""The families that rows of a table of products name: which variant a row is, and what it would make of a product."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, ShopError
from app.core.money import UnitPrice
from app.exchange.kind import Change, Columns, RowProblem, Verdict, Want
from warehouse.catalogue.attributes import Attribute, word_key
from warehouse.catalogue.families import FamilyData, FamilyView, create_family, families, families_named, variant_name
from warehouse.catalogue.family_prices import follow_planned_prices
from warehouse.catalogue.models import Product
from warehouse.catalogue.pledges import pledges_by_product
from warehouse.catalogue.prices import price_at
from warehouse.catalogue.products import product
from warehouse.catalogue.variants import (
    Values,
    first_variants,
    put_variants,
    variants_among,
    variants_of,
    with_values,
)

FAMILY: Final = "family"
_DEFAULTS: Final = ("tax", "unit", "category", "price")
"""What a new variant has as its family has it."""
_LIKE_THE_FIRST: Final = (
    Product.kind,
    Product.discountable,
    Product.stocked,
    Product.duration_minutes,
    Product.price_at_sale,
    Product.min_age,
    Product.earns,
    Product.is_marked,
)
"""What a new variant has as the first of its family has it."""


def variant_key(values: Mapping[str, Any]) -> str:
    """The form in which rows of one file are compared: two of them cannot be the same variant."""
    said = sorted(f"{word_key(name)}={word_key(value)}" for name, value in values["values"].items())
    return " ".join([word_key(values["family"]), *said])


class NamedFamilies:
    """The families of some rows as the books have them, and the variants among some products."""

    def __init__(self, tx: ReadUnit, wants: Iterable[Want]) -> None:
        ids = families_named(tx, [want.values["family"] for want in wants if "family" in want.values])
        self._views = families(tx, list(ids.values()))
        self._ids = ids
        self._variants: dict[int, tuple[int, Values]] = {
            product_id: (family_id, values)
            for family_id in ids.values()
            for product_id, values in variants_of(tx, family_id).items()
        }
        self._by_values = {
            (family_id, tuple(map(word_key, values))): product_id
            for product_id, (family_id, values) in self._variants.items()
        }
        firsts = first_variants(tx, ids.values())
        pledges = pledges_by_product(tx, firsts.values())
        rows = tx.execute(select(Product.id, *_LIKE_THE_FIRST).where(Product.id.in_(firsts.values())))
        likes = {row.id: {one.key: getattr(row, one.key) for one in _LIKE_THE_FIRST} for row in rows}
        self._likes = {
            family_id: likes[first] | ({"pledges": dict(pledges[first])} if pledges[first] else {})
            for family_id, first in firsts.items()
        }

    @property
    def product_ids(self) -> set[int]:
        """The products that are variants of these families."""
        return set(self._variants)

    def know(self, tx: ReadUnit, product_ids: Iterable[int]) -> None:
        """Looks up of which families these products are variants."""
        self._variants |= variants_among(tx, [one for one in product_ids if one not in self._variants])
        others = {family_id for family_id, _ in self._variants.values()} - self._views.keys()
        self._views |= families(tx, sorted(others))

    def named(self, name: str) -> FamilyView | None:
        """The family of a name."""
        return self._views.get(self._ids.get(word_key(name), 0))

    def of_product(self, product_id: int) -> tuple[FamilyView, Values] | None:
        """Of which family the product is which variant."""
        found = self._variants.get(product_id)
        return None if found is None else (self._views[found[0]], found[1])

    def like_first(self, values: dict[str, Any], of: FamilyView) -> None:
        """Adds what neither the row nor the family says, as the first variant has it."""
        like = self._likes.get(of.id, {})
        if values.get("kind", like.get("kind")) == like.get("kind"):
            for code, value in like.items():
                values.setdefault(code, value)

    def product_of(self, want: Want) -> int | None:
        """The product that is the variant a row names."""
        of = self.named(want.values["family"])
        if of is None or "values" not in want.values:
            return None
        said = {word_key(name): word_key(value) for name, value in want.values["values"].items()}
        return self._by_values.get((of.id, tuple(said.get(word_key(one.name), "") for one in of.attributes)))


class FamilyRows:
    """What the rows of one file say of families; remembers those that it will make."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._planned: dict[str, dict[str, Any]] = {}

    def created(self, want: Want, values: dict[str, Any], known: NamedFamilies) -> None:
        """Completes the values of a new product that a row puts into a family: its name, and what it does not say."""
        if "family" not in values:
            _refuse_values_alone(values)
            return
        if known.product_of(want) is not None:
            raise BadInput(
                "variant_exists", "value_1", name=variant_name(values["family"], [*values["values"].values()])
            )
        of = known.named(values["family"])
        if of is None:
            said = values.get("values")
            if not said:
                raise BadInput("value_needed", "value_1", name=values["family"])
            planned = self._planned.setdefault(
                word_key(values["family"]),
                {"attributes": list(said), **{code: values[code] for code in _DEFAULTS if code in values}},
            )
            names, common = planned["attributes"], planned
        else:
            names, data = [one.name for one in of.attributes], of.data
            common = {"tax": data.tax_category_id, "unit": data.unit_code}
            common |= {"price": data.price.scaled} if data.price is not None else {}
            if "category" not in values and data.category_id is not None:
                values["category_id"] = data.category_id
            known.like_first(values, of)
        ordered = _ordered(names, values.get("values", {}), {})
        values["values"] = ordered
        values["name"] = variant_name(values["family"] if of is None else of.data.name, list(ordered.values()))
        for code in _DEFAULTS:
            if code in common:
                values.setdefault(code, common[code])

    def updated(self, want: Want, verdict: Verdict, name: str, known: NamedFamilies) -> None:
        """Adds to a verdict what the row makes of an existing product: a variant, or one of other values."""
        values, now = want.values, known.of_product(verdict.entity_id or 0)
        if now is None and "family" not in values:
            _refuse_values_alone(values)
            return
        if "name" in verdict.after:
            del verdict.after["name"], verdict.before["name"]
            if "family" not in values:
                raise BadInput("variant_name", "name", name=name)
        of = known.named(values["family"]) if "family" in values else now[0] if now is not None else None
        if now is not None and (of is None or of.id != now[0].id):
            raise BadInput("in_a_family", "family", name=name, family=now[0].data.name)
        if "family" in values and known.product_of(want) not in (None, verdict.entity_id):
            raise BadInput(
                "variant_exists", "value_1", name=variant_name(values["family"], [*values["values"].values()])
            )
        old = {} if now is None else dict(zip([one.name for one in now[0].attributes], now[1], strict=True))
        said = values.get("values", {})
        if now is None and not said:
            raise BadInput("value_needed", "value_1", name=values["family"])
        if of is None:
            planned = self._planned.setdefault(word_key(values["family"]), {"attributes": list(said)})
            names, family_name = planned["attributes"], values["family"]
        else:
            names, family_name = [one.name for one in of.attributes], of.data.name
        ordered = _ordered(names, said, old)
        if {one: word_key(value) for one, value in old.items()} == {
            one: word_key(value) for one, value in ordered.items()
        }:
            return
        verdict.before |= {"name": name, "values": old or None}
        verdict.after |= {
            "name": variant_name(family_name, list(ordered.values())),
            "family": family_name,
            "values": ordered,
        }

    def place(self, tx: Unit, verdicts: Sequence[Verdict], changes: list[Change]) -> list[Verdict]:
        """Makes families and values that are missing; answers the verdicts that can be done, the others are told."""
        views: dict[str, FamilyView] = {}
        before: dict[int, tuple[int, tuple[Attribute, ...]]] = {}
        taken: dict[int, set[Values]] = {}
        fitting: list[Verdict] = []
        for verdict in verdicts:
            after = verdict.after
            if "family" not in after:
                fitting.append(verdict)
                continue
            key = word_key(after["family"])
            try:
                if key not in views:
                    views[key] = self._family(tx, verdict, changes)
                    of = views[key]
                    before[of.id] = (verdict.want.row, of.attributes)
                    taken[of.id] = set(variants_of(tx, of.id).values())
                views[key], kept = with_values(tx, views[key], list(after["values"].values()))
                if kept in taken[views[key].id]:
                    raise BadInput("variant_exists", "value_1", name=variant_name(views[key].data.name, kept))
            except ShopError as error:
                column = self._columns.name("value_1")
                verdict.want.problems.append(RowProblem(verdict.want.row, column, error))
                continue
            taken[views[key].id].add(kept)
            after |= {
                "name": variant_name(views[key].data.name, kept),
                "family_id": views[key].id,
                "variant": list(kept),
            }
            fitting.append(verdict)
        for of in views.values():
            row, old = before[of.id]
            if old != of.attributes:
                said = {"attributes": [one.said for one in old]}, {"attributes": [one.said for one in of.attributes]}
                changes.append(Change(row, FAMILY, of.id, "updated", *said))
        return fitting

    def _family(self, tx: Unit, verdict: Verdict, changes: list[Change]) -> FamilyView:
        after, name = verdict.after, verdict.after["family"]
        family_id = families_named(tx, [name]).get(word_key(name))
        if family_id is None:
            attributes = [Attribute(one, (value,)) for one, value in after["values"].items()]
            family_id = create_family(tx, _common(tx, verdict), attributes)
            changes.append(Change(verdict.want.row, FAMILY, family_id, "created", {}, {"name": name}))
        return families(tx, [family_id])[family_id]


def _common(tx: Unit, verdict: Verdict) -> FamilyData:
    """What the first of its rows says of a family, or the product that it makes its first variant."""
    after = verdict.after
    if verdict.entity_id is None:
        price = after.get("price")
        common = None if price is None else UnitPrice(price)
        return FamilyData(after["family"], after["tax"], after["unit"], after.get("category_id"), common)
    data = product(tx, verdict.entity_id).data
    price_now = price_at(tx, verdict.entity_id, tx.now)
    return FamilyData(after["family"], data.tax_category_id, data.unit_code, data.category_id, price_now)


def write_variants(tx: Unit, verdicts: Sequence[Verdict]) -> None:
    """Writes of which families the products are which variants."""
    put_variants(
        tx,
        {
            one.entity_id: (one.after["family_id"], tuple(one.after["variant"]))
            for one in verdicts
            if "family_id" in one.after and one.entity_id is not None
        },
    )


def follow_families(tx: Unit, created: Sequence[Verdict]) -> None:
    """Gives new variants what their families are going to cost."""
    new: defaultdict[int, list[int]] = defaultdict(list)
    for one in created:
        if "family_id" in one.after and one.entity_id is not None:
            new[one.after["family_id"]].append(one.entity_id)
    follow_planned_prices(tx, new)


def _refuse_values_alone(values: Mapping[str, Any]) -> None:
    if "values" in values:
        raise BadInput("family_needed", "family")


def _ordered(names: Sequence[str], said: Mapping[str, str], old: Mapping[str, str]) -> dict[str, str]:
    """A value for each attribute of the family, in their order."""
    by_word = {word_key(name): value for name, value in (*old.items(), *said.items())}
    for name in said:
        if word_key(name) not in map(word_key, names):
            raise BadInput("unknown_attribute", "value_1", name=name, names=list(names))
    missing = next((name for name in names if word_key(name) not in by_word), None)
    if missing is not None:
        raise BadInput("value_needed", "value_1", name=missing)
    return {name: by_word[word_key(name)] for name in names}
