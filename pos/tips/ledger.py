"""The ledger of tips: what a sale brought a person, what a void took back, what is still held for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, func, insert, select

from app.auth.models import Account
from app.core.db.prepared import Prepared
from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import NotFound
from app.core.installation import facts
from app.core.money import ZERO, Money, total
from app.places.day import today
from pos.tips.models import TipEntry


@dataclass(frozen=True, slots=True)
class Tip:
    """A tip for a person; the name is that of the day."""

    amount: Money
    account_id: int
    account_name: str


@dataclass(frozen=True, slots=True)
class HeldTips:
    """What the shop holds for a person. Below zero it paid out what a void took back afterwards."""

    account_id: int
    name: str
    held: Money


@dataclass(frozen=True, slots=True)
class Where:
    """The shop and shift a tip is booked in."""

    shop_id: int
    shift_id: int


_ADD: Final = Prepared(insert(TipEntry))
_OF_SALE: Final = Prepared(
    select(money_sum(TipEntry.amount), func.max(TipEntry.account_id), func.max(TipEntry.account_name)).where(
        TipEntry.sale_id == bindparam("of_sale")
    )
)


def give(tx: Unit, where: Where, sale_id: int, tip: Tip, parts: Sequence[tuple[str, Money]]) -> None:
    """Writes the tip of a sale: one row for each way of paying that bore a part of it."""
    _ADD.write(
        tx,
        *[
            _row(tx, where, "given", tip.account_id, tip.account_name, amount)
            | {"sale_id": sale_id, "tender_kind": tender_kind}
            for tender_kind, amount in parts
        ],
    )


def take_back(tx: Unit, where: Where, sale_id: int, void_id: int) -> Money:
    """Takes the tip of a voided sale back from whom it was given to; answers how much that was."""
    given = tx.execute(
        select(TipEntry.account_id, TipEntry.account_name, TipEntry.tender_kind, TipEntry.amount).where(
            TipEntry.sale_id == sale_id
        )
    ).all()
    if given:
        _ADD.write(
            tx,
            *[
                _row(tx, where, "taken_back", account_id, name, -amount)
                | {"sale_id": void_id, "tender_kind": tender_kind}
                for account_id, name, tender_kind, amount in given
            ],
        )
    return total(row.amount for row in given)


def pay_out(tx: Unit, where: Where, cash_entry_id: int, person: HeldTips, amount: Money) -> None:
    """Writes that a person was paid tips in cash."""
    row = _row(tx, where, "paid_out", person.account_id, person.name, -amount)
    _ADD.write(tx, row | {"cash_entry_id": cash_entry_id})


def _row(tx: Unit, where: Where, kind: str, account_id: int, name: str, amount: Money) -> dict[str, Any]:
    return {
        "kind": kind,
        "account_id": account_id,
        "account_name": name,
        "shop_id": where.shop_id,
        "shift_id": where.shift_id,
        "sale_id": None,
        "cash_entry_id": None,
        "tender_kind": None,
        "currency": facts(tx).currency,
        "amount": amount,
        "at": tx.now,
        "business_date": today(tx),
        "booked_by": tx.actor.name,
    }


def tip_of_sale(tx: ReadUnit, sale_id: int) -> Tip | None:
    """The tip a sale brought or, below zero, its void took back; None without one."""
    row = _OF_SALE.first(tx, {"of_sale": sale_id})
    return None if row is None or row[1] is None else Tip(*row)


def tips_by_tender(tx: ReadUnit, sale_ids: Any) -> dict[int, dict[str, Money]]:
    """Of each of the sales (a list of ids, or a select of them) how much of which way of paying is tip."""
    found: dict[int, dict[str, Money]] = {}
    for sale_id, kind, amount in tx.execute(
        select(TipEntry.sale_id, TipEntry.tender_kind, TipEntry.amount).where(TipEntry.sale_id.in_(sale_ids))
    ):
        found.setdefault(sale_id, {})[kind] = amount
    return found


def held_tips(tx: ReadUnit) -> list[HeldTips]:
    """Everybody for whom tips are held, or who has to give some back; by name."""
    held = money_sum(TipEntry.amount)
    rows = tx.execute(
        select(TipEntry.account_id, Account.name, held)
        .join(Account, Account.id == TipEntry.account_id)
        .where(TipEntry.currency == facts(tx).currency)
        .group_by(TipEntry.account_id, Account.name)
        .order_by(Account.name, TipEntry.account_id)
    )
    return [HeldTips(*row) for row in rows if row[2] != ZERO]


def held_for(tx: Unit, account_id: int) -> HeldTips:
    """What is held for a person, kept until the unit ends; NotFound ``no_account``."""
    tx.lock(select(Account.id).where(Account.id == account_id))
    name = tx.execute(select(Account.name).where(Account.id == account_id)).scalar()
    if name is None:
        raise NotFound("no_account")
    held = tx.execute(
        select(money_sum(TipEntry.amount)).where(
            TipEntry.account_id == account_id, TipEntry.currency == facts(tx).currency
        )
    ).scalar_one()
    return HeldTips(account_id, name, held)
