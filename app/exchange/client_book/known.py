"""The customers that rows of a table may be about, and which of them a row is about."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, select

from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.core.folding import fold
from app.crm.consents import Channel
from app.crm.links import are_of, who_is
from app.crm.models import Customer, CustomerCard, CustomerConsent
from app.crm.search_text import SORTED_BY_MOST
from app.exchange.kind import Want

FACTS: Final[tuple[str, ...]] = ("name", "phone", "second_phone", "email", "birth_date", "sex", "language", "note")
"""The columns of a customer that a table may change."""


@dataclass(slots=True)
class Known:
    """A customer as the book has it: ``said`` is what was last said of each channel, and when."""

    id: int
    uid: str
    erased: bool
    facts: dict[str, Any]
    cards: set[str] = field(default_factory=set)
    said: dict[Channel, tuple[bool, datetime]] = field(default_factory=dict)

    @property
    def phones(self) -> list[str]:
        """The phones, the first before the second."""
        return [self.facts[name] for name in ("phone", "second_phone") if self.facts[name]]


class KnownCustomers:
    """Everybody whom some rows may be about; whoever was merged into another is that one."""

    def __init__(self, tx: ReadUnit, wants: Sequence[Want]) -> None:
        uids = {want.values["uid"] for want in wants if "uid" in want.values}
        cards = {code for want in wants for code in want.values.get("cards", ())}
        phones = {phone for want in wants for phone in want.values.get("phone", ())}
        names = {_sorted_by(want) for want in wants if _is_named_only(want)}
        found = tx.execute(
            select(CustomerCard.match_code, who_is(CustomerCard.customer_id)).where(CustomerCard.match_code.in_(cards))
        ).all()
        self.holders: dict[str, int] = dict(found)
        self.by_id: dict[int, Known] = {}
        named = dict(tx.execute(select(Customer.uid, who_is(Customer.id)).where(Customer.uid.in_(uids))).all())
        self._read(tx, Customer.id.in_(named.values()), bool(named))
        self._read(tx, Customer.id.in_(set(self.holders.values())), bool(self.holders))
        self._read(tx, Customer.phone.in_(phones), bool(phones))
        self._read(tx, Customer.second_phone.in_(phones), bool(phones))
        self._read(tx, Customer.sort_name.in_(names), bool(names))
        self._read_belongings(tx)
        self._by_uid = {uid: self.by_id[customer_id] for uid, customer_id in named.items()}
        self._by_phone: defaultdict[str, list[Known]] = defaultdict(list)
        self._by_name: defaultdict[str, list[Known]] = defaultdict(list)
        for one in self.by_id.values():
            for phone in one.phones:
                self._by_phone[phone].append(one)
            self._by_name[fold(one.facts["name"])].append(one)

    def found(self, want: Want) -> Known | None:
        """Whom the row is about: by the uid, else a card, else phone and name, else the name and what else there is.

        A row with a phone and no name is about the only one who has it. Raises BadInput ``several_customers``,
        ``card_taken``, ``customer_erased``.
        """
        values = want.values
        one = self._by_uid.get(values.get("uid", "")) or self._of_cards(want)
        if one is None:
            alike = self._alike(want)
            if len(alike) > 1:
                raise BadInput("several_customers", "phone" if values.get("phone") else "name", count=len(alike))
            one = alike[0] if alike else None
        if one is not None and one.erased:
            raise BadInput("customer_erased", "uid")
        for code, written in values.get("cards", {}).items():
            if code in self.holders and (one is None or self.holders[code] != one.id):
                raise BadInput("card_taken", "cards", code=written)
        return one

    def named(self, name: str) -> Known | None:
        """The only living customer of this name among those read; BadInput ``several_customers``."""
        having = [one for one in self._by_name[fold(name)] if not one.erased]
        if len(having) > 1:
            raise BadInput("several_customers", "name", count=len(having))
        return having[0] if having else None

    def _of_cards(self, want: Want) -> Known | None:
        codes: dict[str, str] = want.values.get("cards", {})
        holding = {self.holders[code] for code in codes if code in self.holders}
        if len(holding) > 1:
            raise BadInput("several_customers", "cards", count=len(holding))
        one = self.by_id[holding.pop()] if holding else None
        if one is not None and one.erased:
            # Whose number a found card was is told by nothing any more.
            raise BadInput("card_taken", "cards", code=next(iter(codes.values())))
        return one

    def _alike(self, want: Want) -> list[Known]:
        values, name = want.values, fold(want.values.get("name", ""))
        if phones := values.get("phone", ()):
            having = {one.id: one for phone in phones for one in self._by_phone[phone]}.values()
            return [one for one in having if not name or fold(one.facts["name"]) == name]
        if not name:
            return []
        named = [one for one in self._by_name[name] if not one.erased]
        if email := values.get("email"):
            return [one for one in named if one.facts["email"] == email]
        if born := values.get("birth_date"):
            return [one for one in named if _iso(one.facts["birth_date"]) == born]
        # Nothing but a name is nobody else than somebody of whom nothing but the name is known.
        return [one for one in named if not (one.phones or one.cards or one.facts["email"] or one.facts["birth_date"])]

    def _read(self, tx: ReadUnit, where: ColumnElement[bool], asked: bool) -> None:
        if not asked:
            return
        columns = (Customer.id, Customer.uid, Customer.erased_at, *(getattr(Customer, name) for name in FACTS))
        for customer_id, uid, erased_at, *facts in tx.execute(
            select(*columns).where(where, Customer.merged_into_id.is_(None))
        ):
            self.by_id[customer_id] = Known(
                customer_id, uid, erased_at is not None, dict(zip(FACTS, facts, strict=True))
            )

    def _read_belongings(self, tx: ReadUnit) -> None:
        ids = self.by_id.keys()
        for customer_id, code in tx.execute(
            select(who_is(CustomerCard.customer_id), CustomerCard.match_code).where(
                are_of(CustomerCard.customer_id, ids)
            )
        ):
            self.by_id[customer_id].cards.add(code)
        for customer_id, channel, given, at in tx.execute(
            select(
                who_is(CustomerConsent.customer_id), CustomerConsent.channel, CustomerConsent.given, CustomerConsent.at
            )
            .where(are_of(CustomerConsent.customer_id, ids))
            .order_by(CustomerConsent.id)
        ):
            self.by_id[customer_id].said[channel] = given, at


def _is_named_only(want: Want) -> bool:
    return not want.values.get("phone") and "name" in want.values


def _sorted_by(want: Want) -> str:
    return fold(want.values["name"])[:SORTED_BY_MOST]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
