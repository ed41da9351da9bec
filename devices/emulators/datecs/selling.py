"""A receipt from its opening to its end, as every dialect means it; amounts in hundredths."""

import re
from dataclasses import dataclass
from typing import Final

from devices.emulators.datecs import refusals as why
from devices.emulators.datecs.machine import CASH_WAYS, Machine
from devices.emulators.datecs.memory import CANCELLED, SALE, SERVICE, STORNO, Item, OpenReceipt, Stored
from devices.emulators.datecs.paper import receipt_lines
from devices.emulators.datecs.refusals import Refusal

ITEMS_MOST: Final = 512
AMOUNT_MOST: Final = 9_999_999_999
OPERATORS: Final = range(1, 31)
_UNP: Final = re.compile(r"([A-Z]{2}[0-9]{6})-([0-9A-Za-z]{4})-([0-9]{7})")


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A surcharge, or a discount where it is negative: hundredths of a percent or of the currency."""

    hundredths: int
    is_percent: bool

    def of(self, amount: int) -> int:
        """What it changes an amount by."""
        return rounded(amount * self.hundredths, 10_000) if self.is_percent else self.hundredths


def rounded(dividend: int, divisor: int) -> int:
    """Divided, half away from zero."""
    whole = (2 * abs(dividend) + divisor) // (2 * divisor)
    return whole if dividend >= 0 else -whole


def is_unp(text: str) -> bool:
    """Whether a text has the form of a unique sale number."""
    return _UNP.fullmatch(text) is not None


def open_receipt(machine: Machine, receipt: OpenReceipt, password: str) -> None:
    """A sale or a storno begins; without a unique sale number it takes the next one itself."""
    if receipt.operator not in OPERATORS or (receipt.unp and not is_unp(receipt.unp)):
        raise Refusal(why.SYNTAX)
    machine.refuse_without_printer()
    machine.refuse_inside_receipt()
    machine.refuse_stranger(password)
    machine.refuse_selling()
    _refuse_wrong_invoice(machine, receipt)
    memory = machine.memory
    receipt.unp = receipt.unp or _next_unp(machine, receipt.operator)
    memory.receipt, memory.last_unp = receipt, receipt.unp


def _refuse_wrong_invoice(machine: Machine, receipt: OpenReceipt) -> None:
    """A storno that names an invoice names that of its receipt, where the receipt is in this journal.

    One that names none is taken as it is: the protocol leaves the mark out freely.
    """
    storno = receipt.storno
    if storno is None or not storno.invoice or storno.memory not in ("", machine.storage_number):
        return
    for document in machine.vault.documents:
        sold = document.receipt
        if document.number == storno.document and sold is not None and sold.invoice != storno.invoice:
            raise Refusal(why.WRONG_INVOICE)


def _next_unp(machine: Machine, operator: int) -> str:
    last = _UNP.fullmatch(machine.memory.last_unp)
    return f"{machine.serial}-{operator:04d}-{(int(last[3]) if last else 0) % 9_999_999 + 1:07d}"


def current(machine: Machine) -> OpenReceipt:
    """The open receipt; Refusal where there is none."""
    if machine.memory.receipt is None:
        raise Refusal(why.NO_RECEIPT)
    return machine.memory.receipt


def rest_due(machine: Machine) -> int:
    """What is still to be paid of the open receipt."""
    receipt = current(machine)
    return receipt.total - receipt.paid


def _still_sold_into(machine: Machine) -> OpenReceipt:
    receipt = current(machine)
    if receipt.payments or machine.memory.half_paid is not None:
        raise Refusal(why.PAYING)
    return receipt


def sell(machine: Machine, item: Item, adjustment: Adjustment | None) -> None:
    """One line more, by price and quantity; a negative price takes back what was sold before."""
    machine.refuse_without_printer()
    receipt = _still_sold_into(machine)
    if len(receipt.items) >= ITEMS_MOST:
        raise Refusal(why.TOO_MANY)
    worth = rounded(item.price * item.qty_milli, 1000)
    item.total = worth + (adjustment.of(worth) if adjustment else 0)
    if (item.total < 0) != (worth < 0) and item.total:
        raise Refusal(why.SYNTAX)
    if abs(item.total) > AMOUNT_MOST or receipt.total + item.total > AMOUNT_MOST:
        raise Refusal(why.OVERFLOW)
    if receipt.groups[item.group] + item.total < 0:
        raise Refusal(why.NEGATIVE_GROUP)
    receipt.items.append(item)


def subtotal(machine: Machine, adjustment: Adjustment | None, *, is_printed: bool) -> OpenReceipt:
    """The receipt as it stands, after a discount or surcharge that is spread over its groups."""
    if is_printed or adjustment is not None:
        machine.refuse_without_printer()
    receipt = current(machine)
    if adjustment is not None:
        _still_sold_into(machine)
        groups, total = receipt.groups, receipt.total
        change = adjustment.of(total)
        if total + change < 0 or not total:
            raise Refusal(why.NEGATIVE_GROUP)
        if total + change > AMOUNT_MOST:
            raise Refusal(why.OVERFLOW)
        passed = given = 0
        for group, amount in enumerate(groups):
            passed += amount
            share = rounded(change * passed, total) - given
            receipt.off[group] += share
            given += share
    return receipt


def write(machine: Machine, text: str) -> None:
    """Free text in a fiscal receipt."""
    machine.refuse_without_printer()
    current(machine).texts.append(text)


def pay(machine: Machine, way: str, amount: int | None) -> tuple[bool, int]:
    """Takes a payment, or all that is due; whether change comes back, and what is due or comes back."""
    machine.refuse_without_printer()
    receipt = current(machine)
    if not receipt.items:
        raise Refusal(why.NOTHING_SOLD)
    due = receipt.total - receipt.paid
    if receipt.payments and due <= 0:
        raise Refusal(why.ALL_PAID)
    given = due if amount is None else amount
    if given > due and way not in CASH_WAYS:
        raise Refusal(why.TOO_MUCH)
    if given > AMOUNT_MOST:
        raise Refusal(why.OVERFLOW)
    receipt.payments.append([way, given])
    receipt.change = max(0, given - due)
    return given > due, abs(due - given)


def close(machine: Machine) -> Stored:
    """The receipt is registered."""
    machine.refuse_without_printer()
    receipt, memory = current(machine), machine.memory
    if not receipt.payments or receipt.paid < receipt.total:
        raise Refusal(why.NOT_PAID)
    machine.refuse_storing()
    cash = sum(amount for way, amount in receipt.payments if way in CASH_WAYS) - receipt.change
    memory.cash += cash if receipt.storno is None else -cash
    if receipt.is_invoice:
        memory.invoices += 1
        receipt.invoice = memory.invoices
    kind = SALE if receipt.storno is None else STORNO
    document = machine.store(kind, [*receipt_lines(receipt), "ФИСКАЛЕН БОН"], total=receipt.total, receipt=receipt)
    memory.receipt, memory.last_receipt = None, receipt
    return document


def cancel(machine: Machine) -> None:
    """The receipt ends without counting; not once it is being paid."""
    machine.refuse_without_printer()
    receipt, memory = _still_sold_into(machine), machine.memory
    lines = [*receipt_lines(receipt), "АНУЛИРАН"]
    if machine.condition.cancelled_counts:
        machine.store(CANCELLED, lines, receipt=receipt)
    else:
        machine.print(lines)
    memory.receipt, memory.last_receipt = None, receipt


def set_buyer(machine: Machine, buyer: str) -> None:
    """To whom an invoice is made out."""
    receipt = current(machine)
    if not receipt.is_invoice:
        raise Refusal(why.NOT_AN_INVOICE)
    receipt.buyer = buyer


def open_service(machine: Machine) -> None:
    """A receipt of texts begins."""
    machine.refuse_without_printer()
    machine.refuse_inside_receipt()
    machine.refuse_storing()
    machine.memory.service = []


def write_service(machine: Machine, text: str) -> None:
    """A line of it."""
    machine.refuse_without_printer()
    if machine.memory.service is None:
        raise Refusal(why.NO_RECEIPT)
    machine.memory.service.append(text)


def close_service(machine: Machine) -> Stored:
    """The receipt of texts comes out."""
    machine.refuse_without_printer()
    if machine.memory.service is None:
        raise Refusal(why.NO_RECEIPT)
    lines, machine.memory.service = machine.memory.service, None
    return machine.store(SERVICE, ["СЛУЖЕБЕН БОН", *lines])
