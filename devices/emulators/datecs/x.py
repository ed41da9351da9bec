"""What a Datecs X register does: receipts, cash, reports, the card terminal."""

from collections.abc import Mapping
from typing import ClassVar, Final

from devices.emulators.datecs import refusals as why
from devices.emulators.datecs import selling
from devices.emulators.datecs.dialect import (
    AMOUNT,
    PERCENT,
    QUANTITY,
    Command,
    hundredths,
    matched,
    moment,
    thousandths,
)
from devices.emulators.datecs.goods import GOODS
from devices.emulators.datecs.memory import Item, OpenReceipt, Storno
from devices.emulators.datecs.questions import CLOCK
from devices.emulators.datecs.refusals import Refusal
from devices.emulators.datecs.selling import Adjustment
from devices.emulators.datecs.x_questions import NUMBER, WAYS, XQuestions, fields, told
from devices.emulators.fiscal.paper import money

_PLAIN, _BY_PERCENT, _IN_MONEY = ("", "0"), ("1", "2"), ("3", "4")
_LESS: Final = ("2", "4")
_BY_CARD: Final = ("1", "2")
_END_CARD_DAY, _FINISH_CARD, _PRINT_SLIP = "5", "13", "15"
_OPERATOR: Final = "[1-9][0-9]?"
_UNP: Final = r"(?:[A-Z]{2}[0-9]{6}-[0-9A-Za-z]{4}-[0-9]{7})?"


class DatecsX(XQuestions):
    """FP-700X, WP-50X and their kind."""

    name: ClassVar[str] = "x"

    def commands(self) -> Mapping[int, Command]:
        """See ``Dialect``."""
        return {**self.questions(), **self._receipts(), **self._others()}

    def _receipts(self) -> dict[int, Command]:
        return {
            43: self._open_storno,
            48: self._open,
            49: self._sell,
            51: self._subtotal,
            53: self._pay,
            54: self._write,
            55: self._card_terminal,
            56: self._close,
            57: self._buyer,
            58: self._sell_goods,
            60: self._cancel,
        }

    def _others(self) -> dict[int, Command]:
        return {
            33: self._clear_display,
            35: self._show("lower"),
            38: self._open_service,
            39: self._close_service,
            42: self._write_service,
            47: self._show("upper"),
            61: self._set_clock,
            63: self._clear_display,
            69: self._report,
            70: self._cash,
            106: self._drawer,
            109: self._copy,
        }

    # Receipts.

    def _begin(self, receipt: OpenReceipt, password: str) -> str:
        selling.open_receipt(self.machine, receipt, password)
        return told(self.machine.last_number + 1)

    def _open(self, text: str) -> str:
        """48: with five fields, or with four and no unique sale number."""
        values = fields(text, 4, 5) if text.count("\t") == 5 else [*fields(text, 4, 4)[:2], "", *fields(text, 4, 4)[2:]]
        operator, password, unp, till, invoice = values
        matched(_OPERATOR, operator)
        matched(_UNP, unp)
        matched("[0-9]{1,5}", till)
        return self._begin(OpenReceipt(int(operator), till, unp, bool(matched("I?", invoice)[0])), password)

    def _open_storno(self, text: str) -> str:
        operator, password, till, reason, document, at, memory, letter, invoice, words, unp = fields(text, 11, 11)
        matched(_OPERATOR, operator)
        matched("[0-9]{1,5}", till)
        matched("[012]", reason)
        matched(NUMBER, document)
        matched("[0-9]{8}", memory)
        matched(_UNP, unp)
        moment(at, CLOCK)
        # The letter and the number of the invoice come together, or neither.
        matched("I[0-9]{1,10}|", letter + invoice)
        if letter and not int(invoice):
            raise Refusal(why.SYNTAX)
        storno = Storno(int(reason), int(document), unp, at, memory, words, int(invoice or 0))
        return self._begin(OpenReceipt(int(operator), till, unp, bool(letter), storno), password)

    def _sell(self, text: str) -> str:
        name, group, price, qty, kind, value, department, _unit = fields(text, 7, 8)
        matched("[1-8]", group)
        matched(f"-?{AMOUNT}", price)
        matched(f"(?:{QUANTITY})?", qty)
        matched("[0-9]{0,2}", department)
        item = Item(name, int(group) - 1, hundredths(price), thousandths(qty or "1"), 0)
        selling.sell(self.machine, item, _adjustment(kind, value))
        return told()

    def _sell_goods(self, text: str) -> str:
        number, qty, kind, value = fields(text, 1, 4)
        matched("[0-9]{1,9}", number)
        matched(f"(?:{QUANTITY})?", qty)
        goods = GOODS.get(int(number))
        if goods is None:
            raise Refusal(why.UNKNOWN_GOODS)
        item = Item(goods.name, goods.group, hundredths(goods.price), thousandths(qty or "1"), 0)
        selling.sell(self.machine, item, _adjustment(kind, value))
        return told()

    def _subtotal(self, text: str) -> str:
        prints, display, kind, value = fields(text, 2, 4)
        matched("[01]", prints)
        matched("[01]", display)
        receipt = selling.subtotal(self.machine, _adjustment(kind, value), is_printed=prints == "1")
        return told(money(receipt.total), *(money(amount) for amount in receipt.groups))

    def _pay(self, text: str) -> str:
        """53: nothing for the amount pays all that is due."""
        way, amount, _currency = fields(text, 2, 3)
        matched(f"[{WAYS}]", way)
        matched(f"(?:{AMOUNT})?", amount)
        due = selling.rest_due(self.machine)
        given = hundredths(amount) if amount else None
        if given == 0 and due:
            raise Refusal(why.SYNTAX)
        memory = self.machine.memory
        if memory.half_paid is not None:
            raise Refusal(why.PINPAD)
        if way in _BY_CARD and self.machine.card_terminal_fails:
            memory.half_paid = [way, min(due, due if given is None else given)]
            raise Refusal(why.PINPAD)
        return self._paid(way, given)

    def _paid(self, way: str, amount: int | None) -> str:
        comes_back, rest = selling.pay(self.machine, way, amount)
        return told("R" if comes_back else "D", money(rest))

    def _card_terminal(self, text: str) -> str:
        """55: 13 finishes a payment that broke off, 15 prints its slip, 5 ends the terminal's day."""
        option = fields(text, 1, 4)[0]
        memory = self.machine.memory
        if option == _FINISH_CARD:
            if memory.half_paid is None:
                raise Refusal(why.NOTHING_THERE)
            (way, amount), memory.half_paid = memory.half_paid, None
            return self._paid(way, amount)
        if option not in (_END_CARD_DAY, _PRINT_SLIP):
            raise Refusal(why.SYNTAX)
        self.machine.refuse_without_printer()
        self.machine.print(["ПИН ПАД", "КРАЙ НА ДЕНЯ" if option == _END_CARD_DAY else "БЕЛЕЖКА"])
        return told()

    def _write(self, text: str) -> str:
        selling.write(self.machine, fields(text, 1, 10)[0])
        return told()

    def _close(self, text: str) -> str:
        fields(text, 0, 0)
        return told(selling.close(self.machine).number)

    def _buyer(self, text: str) -> str:
        values = fields(text, 1, 12)
        matched("[0-9]{9,13}", values[0])
        selling.set_buyer(self.machine, "\n".join(value for value in values if value))
        return told()

    def _cancel(self, text: str) -> str:
        fields(text, 0, 0)
        selling.cancel(self.machine)
        return told()

    # Service receipts, display, drawer.

    def _open_service(self, text: str) -> str:
        fields(text, 0, 1)
        selling.open_service(self.machine)
        return told(self.machine.last_number + 1)

    def _write_service(self, text: str) -> str:
        selling.write_service(self.machine, fields(text, 1, 10)[0])
        return told()

    def _close_service(self, text: str) -> str:
        fields(text, 0, 0)
        return told(selling.close_service(self.machine).number)

    def _show(self, line: str) -> Command:
        def command(text: str) -> str:
            self.machine.show(line, fields(text, 1, 1)[0])
            return told()

        return command

    def _clear_display(self, text: str) -> str:
        fields(text, 0, 0)
        self.machine.show("upper", "")
        self.machine.show("lower", "")
        return told()

    def _drawer(self, text: str) -> str:
        matched("[0-9]{0,5}", fields(text, 0, 1)[0])
        self.machine.memory.drawer_is_open = True
        return told()

    # The day.

    def _set_clock(self, text: str) -> str:
        self.machine.set_clock(moment(fields(text, 1, 1)[0], CLOCK))
        return told()

    def _report(self, text: str) -> str:
        (kind,) = fields(text, 1, 1)
        number, groups = self.machine.report(is_z=matched("[XZ]", kind)[0] == "Z")
        return told(number, money(sum(groups)), *(money(amount) for amount in groups))

    def _cash(self, text: str) -> str:
        """70: an amount of 0 only reads."""
        direction, amount = fields(text, 2, 2)
        matched("[01]", direction)
        value = hundredths(matched(AMOUNT, amount)[0])
        if value and not self.machine.move_cash(-value if direction == "1" else value):
            raise Refusal(why.CASH_SHORT)
        memory = self.machine.memory
        return told(*(money(one) for one in (memory.cash, memory.cash_in, memory.cash_out)))

    def _copy(self, text: str) -> str:
        matched("1?", fields(text, 0, 1)[0])
        self.machine.copy()
        return told()


def _adjustment(kind: str, value: str) -> Adjustment | None:
    """Type and value of a discount: 1 and 2 percent more and less, 3 and 4 a sum more and less."""
    if kind in _PLAIN:
        return None
    if kind not in (*_BY_PERCENT, *_IN_MONEY):
        raise Refusal(why.SYNTAX)
    is_percent = kind in _BY_PERCENT
    amount = hundredths(matched(PERCENT if is_percent else AMOUNT, value)[0])
    return Adjustment(-amount if kind in _LESS else amount, is_percent)
