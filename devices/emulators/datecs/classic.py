"""The dialect of Datecs P registers, which Daisy and Eltrade vary: texts with commas, answers without codes."""

from collections.abc import Mapping
from typing import ClassVar, Final

from devices.emulators.datecs import refusals as why
from devices.emulators.datecs import selling
from devices.emulators.datecs.dialect import (
    AMOUNT,
    PERCENT,
    QUANTITY,
    Command,
    group_of,
    hundredths,
    matched,
    moment,
    thousandths,
)
from devices.emulators.datecs.frames import Framing
from devices.emulators.datecs.goods import GOODS
from devices.emulators.datecs.machine import Machine
from devices.emulators.datecs.memory import GROUPS, Item, OpenReceipt, Storno
from devices.emulators.datecs.questions import CLOCK, ClassicQuestions
from devices.emulators.datecs.refusals import Refusal
from devices.emulators.datecs.selling import Adjustment
from devices.emulators.datecs.status import DATECS_P, Layout
from devices.emulators.fiscal.paper import money

OPERATOR: Final = r"(?P<operator>[1-9][0-9]?),(?P<password>[0-9]{1,8})"
UNP: Final = r"[A-Z]{2}[0-9]{6}-[0-9A-Za-z]{4}-[0-9]{7}"
_STORNO: Final = (
    rf"{OPERATOR},(?P<till>[0-9]{{1,5}})(?:,I(?P<invoice>[0-9]{{1,10}}))?(?:,(?P<unp>{UNP}))?"
    rf",(?P<reason>[ERT])(?P<document>[0-9]{{1,7}})"
    rf"(?:,(?P<of>{UNP}),(?P<at>[0-9]{{12}}),(?P<memory>[0-9]{{8}}))?(?:#(?P<words>[^\t]*))?"
)
_BY_LETTER: Final = {"E": 0, "R": 1, "T": 2}
_NOTHING: Final = ""


class DatecsP(ClassicQuestions):
    """FP-800, FP-2000 and their kind. ``ways`` are the letters of payments, ``sum_sign`` begins a discount in money."""

    name: ClassVar[str] = "p"
    letters: ClassVar[str] = "DT"
    framing: ClassVar[Framing] = Framing(digits=1, data_most=213)
    layout: ClassVar[Layout] = DATECS_P
    ways = "PDNCIJKLmnopqrs"
    sum_sign: ClassVar[str] = ";"

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine)
        adjustment = rf"(?:,(?P<percent>[+-]?{PERCENT})|\{self.sum_sign}(?P<sum>[+-]?{AMOUNT}))?"
        self._price = rf"(?P<price>[+-]?{AMOUNT})(?:\*(?P<qty>{QUANTITY})(?:#(?P<unit>[^,;#$]*))?)?{adjustment}"
        self._sale = rf"(?P<text>[^\t]*)\t(?:(?P<group>[А-ЗA-H])|(?P<department>[0-9]{{1,2}})\t){self._price}"
        self._goods = rf"(?P<goods>[0-9]{{1,9}})(?:\*(?P<qty>{QUANTITY}))?(?:,(?P<percent>[+-]?{PERCENT}))?"
        self._subtotal_form = rf"(?P<print>[01])(?P<display>[01]){adjustment}"
        self._payment = rf"(?P<text>[^\t]*)\t(?:(?P<way>[{self.ways}])(?P<amount>{AMOUNT}))?"

    def commands(self) -> Mapping[int, Command]:
        """See ``Dialect``."""
        return {**self.questions(), **self._receipts(), **self._service(), **self._day()}

    def _receipts(self) -> dict[int, Command]:
        return {
            46: self._open_storno,
            48: self._open,
            49: self._sell,
            51: self._subtotal,
            53: self._pay,
            54: self._write,
            56: self._close,
            57: self._buyer,
            58: self._sell_goods,
            60: self._cancel,
        }

    def _service(self) -> dict[int, Command]:
        return {
            33: self._clear_display,
            35: self._show("lower"),
            38: self._open_service,
            39: self._close_service,
            42: self._write_service,
            43: self._option,
            47: self._show("upper"),
            63: self._clear_display,
            100: self._show("lower"),
            106: self._drawer,
        }

    def _day(self) -> dict[int, Command]:
        return {61: self._set_clock, 69: self._report, 70: self._cash, 109: self._copy}

    # Receipts.

    def _counters(self) -> str:
        every, fiscal = self.machine.counters
        return f"{every:04d},{fiscal:04d}"

    def _open(self, text: str) -> str:
        """48: without data, the last unique sale number."""
        if not text:
            return self.machine.memory.last_unp
        found = matched(rf"{OPERATOR},(?P<till>[0-9]{{1,5}})(?P<invoice>,I)?(?:,(?P<unp>{UNP}))?", text)
        receipt = OpenReceipt(int(found["operator"]), found["till"], found["unp"] or "", bool(found["invoice"]))
        selling.open_receipt(self.machine, receipt, found["password"])
        return self._counters()

    def _open_storno(self, text: str) -> str:
        found = matched(_STORNO, text)
        at = "" if found["at"] is None else found["at"]
        if at:
            moment(at, "%d%m%y%H%M%S")
        storno = Storno(
            _BY_LETTER[found["reason"]],
            int(found["document"]),
            found["of"] or "",
            at,
            found["memory"] or "",
            found["words"] or "",
            _invoice(found["invoice"]),
        )
        receipt = OpenReceipt(
            int(found["operator"]), found["till"], found["unp"] or found["of"] or "", bool(storno.invoice), storno
        )
        selling.open_receipt(self.machine, receipt, found["password"])
        return self._counters()

    def _sell(self, text: str) -> str:
        found = matched(self._sale, text)
        group = int(found["department"]) - 1 if found["group"] is None else group_of(found["group"])
        self._sell_one(
            found["text"], group, found["price"], found["qty"], self._adjustment(found["percent"], found["sum"])
        )
        return _NOTHING

    def _sell_one(self, text: str, group: int, price: str, qty: str | None, adjustment: Adjustment | None) -> None:
        if group not in range(len(GROUPS)):
            raise Refusal(why.SYNTAX)
        item = Item(text, group, hundredths(price), thousandths(qty or "1"), 0)
        selling.sell(self.machine, item, adjustment)

    def _adjustment(self, percent: str | None, amount: str | None) -> Adjustment | None:
        if percent is not None:
            return Adjustment(hundredths(percent), is_percent=True)
        return None if amount is None else Adjustment(hundredths(amount), is_percent=False)

    def _sell_goods(self, text: str) -> str:
        found = matched(self._goods, text)
        goods = GOODS.get(int(found["goods"]))
        if goods is None:
            raise Refusal(why.UNKNOWN_GOODS)
        self._sell_one(goods.name, goods.group, goods.price, found["qty"], self._adjustment(found["percent"], None))
        return _NOTHING

    def _subtotal(self, text: str) -> str:
        found = matched(self._subtotal_form, text)
        receipt = selling.subtotal(
            self.machine, self._adjustment(found["percent"], found["sum"]), is_printed=found["print"] == "1"
        )
        return ",".join(money(amount) for amount in (receipt.total, *receipt.groups))

    def _pay(self, text: str) -> str:
        found = matched(self._payment, text)
        if found["amount"] is not None and not hundredths(found["amount"]) and selling.rest_due(self.machine):
            raise Refusal(why.SYNTAX)
        way, amount = ("P", None) if found["way"] is None else (found["way"], hundredths(found["amount"]))
        try:
            comes_back, rest = selling.pay(self.machine, way, amount)
        except Refusal as refusal:
            if refusal.why is why.TOO_MUCH:
                return f"F{money(selling.rest_due(self.machine))}"
            raise
        return f"{'R' if comes_back else 'D'}{money(rest)}"

    def _write(self, text: str) -> str:
        selling.write(self.machine, text)
        return _NOTHING

    def _close(self, text: str) -> str:
        matched("", text)
        selling.close(self.machine)
        return self._counters()

    def _buyer(self, text: str) -> str:
        matched(r"[0-9]{9,13}(?:\t[^\t]*)*", text)
        selling.set_buyer(self.machine, text.replace("\t", "\n"))
        return _NOTHING

    def _cancel(self, text: str) -> str:
        matched("", text)
        selling.cancel(self.machine)
        return _NOTHING

    # Service receipts, display, drawer.

    def _open_service(self, text: str) -> str:
        matched("", text)
        selling.open_service(self.machine)
        return self._counters()

    def _write_service(self, text: str) -> str:
        selling.write_service(self.machine, text)
        return _NOTHING

    def _close_service(self, text: str) -> str:
        matched("", text)
        selling.close_service(self.machine)
        return self._counters()

    def _show(self, line: str) -> Command:
        def command(text: str) -> str:
            self.machine.show(line, text)
            return _NOTHING

        return command

    def _clear_display(self, text: str) -> str:
        matched("", text)
        self.machine.show("upper", "")
        self.machine.show("lower", "")
        return _NOTHING

    def _option(self, text: str) -> str:
        """43: only whether a second currency is printed is known of it."""
        matched("E", text)
        return "1,1.95583" if self.machine.memory.currency == "BGN" else "0"

    def _drawer(self, text: str) -> str:
        matched("[0-9]{0,3}", text)
        self.machine.memory.drawer_is_open = True
        return _NOTHING

    # The day.

    def _set_clock(self, text: str) -> str:
        self.machine.set_clock(moment(text, CLOCK))
        return _NOTHING

    def _report(self, text: str) -> str:
        matched("[02]", text)
        number, groups = self.machine.report(is_z=text == "0")
        return ",".join((str(number), *(money(amount) for amount in (sum(groups), *groups))))

    def _cash(self, text: str) -> str:
        """70: 0 only reads."""
        amount = hundredths(matched(rf"[+-]?{AMOUNT}", text)[0])
        done = self.machine.move_cash(amount) if amount else True
        memory = self.machine.memory
        figures = ",".join(money(one) for one in (memory.cash, memory.cash_in, memory.cash_out))
        return f"{'P' if done else 'F'},{figures}"

    def _copy(self, text: str) -> str:
        matched("1", text)
        self.machine.copy()
        return _NOTHING


def _invoice(number: str | None) -> int:
    """The number of an invoice that a storno names, 0 where it names none; there is no invoice 0."""
    if number is not None and not int(number):
        raise Refusal(why.SYNTAX)
    return int(number or 0)
