"""What every fiscal register promises: run against the fake, and against each driver on a wire."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app.core.clock import SetClock
from app.core.ids import new_uid
from app.core.io_guard import mark_unit
from app.core.money import ZERO, Money
from devices.emulators.atol.server import AtolEmulator
from devices.emulators.datecs.server import DatecsEmulator
from devices.emulators.shtrih.server import ShtrihEmulator
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import Attempt, Finding, PaperOutcome, Registered
from devices.fiscal.port import InDoubt, ShiftState
from devices.fiscal.receipt import Act, Buyer, Correction, DocumentKind, FiscalReceipt, Operator
from devices.transports.serial_line import SerialWire
from devices.transports.tcp import TcpWire
from tests.devices.fiscal_acts import MOSCOW, OPERATOR, cash_move, closing, line, next_sale_number, opening, receipt
from tests.devices.fiscal_benches import AtolBench, DatecsBench, FakeFiscalBench, FiscalBench, ShtrihBench

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=MOSCOW)


WIRED = [*("shtrih-1-on-tcp", "shtrih-2-on-tcp", "shtrih-1-on-serial"), *("datecs-p-on-serial", "datecs-x-on-tcp")]


@pytest.fixture(params=["fake", "atol", *WIRED])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FiscalBench]:
    """A register that is well, its shift closed."""
    if request.param == "fake":
        yield FakeFiscalBench()
        return
    if request.param == "atol":
        with AtolEmulator(clock=SetClock(NOON), zone=MOSCOW) as service:
            yield AtolBench(service)
        return
    maker, family, _on, way = request.param.split("-")
    terminal = tmp_path / "register" if way == "serial" else None
    if maker == "datecs":
        with DatecsEmulator(dialect=family, terminal=terminal, clock=SetClock(NOON), zone=MOSCOW) as register:
            serial = None if terminal is None else SerialWire(str(terminal), 115_200, "none")
            yield DatecsBench(register, serial, family)
        return
    with ShtrihEmulator(terminal=terminal, clock=SetClock(NOON), zone=MOSCOW) as emulator:
        tcp = TcpWire(emulator.host, emulator.port)
        wire = tcp if terminal is None else SerialWire(str(terminal), 115_200, "none")
        yield ShtrihBench(emulator, wire, int(family))


@pytest.fixture
def open_bench(bench: FiscalBench) -> FiscalBench:
    """A register whose shift is open."""
    done(bench, opening())
    return bench


def done(bench: FiscalBench, act: Act) -> Registered:
    """The act, carried out as a lane does it: the attempt goes through its kept form."""
    attempt = Attempt.from_json(bench.register.prepare(act).to_json())
    return bench.register.carry_out(act, attempt)


def trouble_of(act: Callable[[], object]) -> Trouble:
    with pytest.raises(DeviceError) as refused:
        act()
    return refused.value.trouble


def test_a_sale_is_registered_once_with_all_that_a_shop_keeps(open_bench: FiscalBench) -> None:
    info = open_bench.register.info
    before = open_bench.register.status().last_document
    assert before is not None or info.opens_shift_itself
    sold = receipt(line(), line(price=9999, qty_milli=1000, discount=999, tax_code="main"), cash=20000)
    registered = done(open_bench, sold)
    assert open_bench.receipts() == [("sale", 18100)]
    assert (registered.total, registered.number) == (Money(18100), before.number + 1 if before else 1)
    assert bool(registered.sign) is info.signs
    assert registered.serial_number == open_bench.register.status().serial_number
    assert (registered.paper, registered.trouble, registered.is_recovered) == (PaperOutcome.PRINTED, None, False)
    kept = open_bench.register.status().last_document
    assert kept is not None
    assert (kept.number, kept.kind, kept.total) == (registered.number, DocumentKind.SALE, Money(18100))


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_kind_of_receipt_that_it_knows(open_bench: FiscalBench, kind: DocumentKind) -> None:
    if kind not in open_bench.register.info.kinds:
        assert trouble_of(lambda: open_bench.register.prepare(receipt(kind=kind))) is Trouble.NOT_POSSIBLE
        return
    done(open_bench, cash_move(50_000))
    registered = done(open_bench, receipt(kind=kind))
    assert open_bench.receipts() == [(kind.value, 9100)]
    (kept,) = open_bench.register.documents_after(registered.number - 1)
    assert (kept.kind, kept.total, kept.sign) == (kind, Money(9100), registered.sign)


def test_a_correction_is_told_from_a_sale(open_bench: FiscalBench) -> None:
    correction = receipt(line(tax=Money(827)), correction=Correction(date(2026, 2, 27)))
    if not open_bench.register.info.corrects:
        assert trouble_of(lambda: open_bench.register.prepare(correction)) is Trouble.NOT_POSSIBLE
        return
    registered = done(open_bench, correction)
    (kept,) = open_bench.register.documents_after(registered.number - 1)
    assert (kept.is_correction, kept.total) == (True, Money(9100))


def test_cash_goes_in_and_out(open_bench: FiscalBench) -> None:
    before = open_bench.register.status().cash
    assert before is not None
    done(open_bench, cash_move(50_000))
    done(open_bench, cash_move(-20_000))
    done(open_bench, receipt(cash=10_000))
    assert open_bench.register.status().cash == before + Money(39_100)
    assert trouble_of(lambda: done(open_bench, cash_move(-10_000_000))) is Trouble.CASH_SHORT
    assert open_bench.register.status().cash == before + Money(39_100)


def test_a_shift_opens_and_closes(bench: FiscalBench) -> None:
    if bench.register.info.opens_shift_itself:
        opened = done(bench, opening())
        assert (opened.number, opened.paper) == (0, PaperOutcome.NOT_WANTED)
        assert bench.register.status().can_register
        bench.register.x_report(OPERATOR)
        assert done(bench, closing()).shift_number == opened.shift_number
        assert done(bench, closing()).shift_number == opened.shift_number + 1
        return
    assert bench.register.status().shift is ShiftState.CLOSED
    assert trouble_of(lambda: bench.register.prepare(receipt())) is Trouble.SHIFT_CLOSED
    assert trouble_of(lambda: bench.register.prepare(closing())) is Trouble.SHIFT_CLOSED
    opened = done(bench, opening())
    assert bench.register.status().shift is ShiftState.OPEN
    assert trouble_of(lambda: bench.register.prepare(opening())) is Trouble.SHIFT_OPEN
    bench.register.x_report(OPERATOR)
    closed = done(bench, closing())
    assert (closed.shift_number, closed.number) == (opened.shift_number, opened.number + 1)
    assert bench.register.status().shift is ShiftState.CLOSED
    assert done(bench, opening()).shift_number == opened.shift_number + 1


def test_an_old_shift_sells_nothing_until_it_is_closed(open_bench: FiscalBench) -> None:
    done(open_bench, receipt(line(price=50)))
    open_bench.expire_shift()
    if not open_bench.register.info.tells_shift_age:
        assert trouble_of(lambda: done(open_bench, receipt())) is Trouble.SHIFT_EXPIRED
        done(open_bench, closing())
        done(open_bench, receipt())
        assert open_bench.receipts() == [("sale", 100), ("sale", 9100)]
        return
    assert open_bench.register.status().shift is ShiftState.EXPIRED
    assert open_bench.register.status().trouble is Trouble.SHIFT_EXPIRED
    assert trouble_of(lambda: open_bench.register.prepare(receipt())) is Trouble.SHIFT_EXPIRED
    done(open_bench, closing())
    done(open_bench, opening())
    done(open_bench, receipt())
    assert open_bench.receipts() == [("sale", 100), ("sale", 9100)]


@pytest.mark.parametrize("trouble", [Trouble.PAPER_OUT, Trouble.UNREACHABLE, Trouble.NO_ANSWER])
def test_in_trouble_nothing_is_registered_and_the_next_goes_through(open_bench: FiscalBench, trouble: Trouble) -> None:
    open_bench.hurt(trouble)
    assert open_bench.register.status().trouble is trouble
    assert trouble_of(lambda: open_bench.register.prepare(receipt())) is trouble
    open_bench.heal()
    assert open_bench.register.status().can_register
    done(open_bench, receipt())
    assert open_bench.receipts() == [("sale", 9100)]


def test_a_lost_answer_is_asked_after_and_never_sent_again(open_bench: FiscalBench) -> None:
    may_skip_paper = open_bench.register.info.may_skip_paper
    sold = receipt(on_paper=not may_skip_paper)
    attempt = Attempt.from_json(open_bench.register.prepare(sold).to_json())
    open_bench.lose_answer()
    with pytest.raises(InDoubt):
        open_bench.register.carry_out(sold, attempt)
    assert open_bench.register.resolve(attempt).finding is Finding.UNKNOWN
    open_bench.heal()
    verdict = open_bench.register.resolve(attempt)
    assert verdict.finding is Finding.REGISTERED
    assert verdict.registered is not None
    assert (verdict.registered.total, verdict.registered.is_recovered) == (Money(9100), True)
    assert (verdict.registered.paper is PaperOutcome.NOT_WANTED) == may_skip_paper
    again = open_bench.register.carry_out(sold, attempt)
    assert again.number == verdict.registered.number
    assert open_bench.receipts() == [("sale", 9100)]


def test_an_invoice_has_its_number_where_the_register_gives_one_and_a_lost_answer_too(open_bench: FiscalBench) -> None:
    register = open_bench.register
    if not register.info.takes_buyer:
        return
    numbers = [1, 2] if register.info.numbers_invoices else [None, None]
    first = receipt(buyer=Buyer("Mill Ltd", "123456789"))
    assert done(open_bench, receipt()).invoice_number is None
    assert done(open_bench, first).invoice_number == numbers[0]
    lost = replace(first, uid=new_uid(), sale_number=next_sale_number())
    attempt = Attempt.from_json(register.prepare(lost).to_json())
    open_bench.lose_answer()
    with pytest.raises(InDoubt):
        register.carry_out(lost, attempt)
    open_bench.heal()
    verdict = register.resolve(attempt)
    assert verdict.registered is not None
    assert verdict.registered.invoice_number == numbers[1]


def test_a_lost_command_may_be_sent_again(open_bench: FiscalBench) -> None:
    sold = receipt()
    attempt = open_bench.register.prepare(sold)
    open_bench.lose_command()
    with pytest.raises(InDoubt):
        open_bench.register.carry_out(sold, attempt)
    open_bench.heal()
    assert open_bench.register.resolve(attempt).finding is Finding.NOT_REGISTERED
    done(open_bench, sold)
    assert open_bench.receipts() == [("sale", 9100)]


@pytest.mark.parametrize("make", [opening, closing, lambda: cash_move(5_000), lambda: cash_move(-5_000)])
@pytest.mark.parametrize("lost", ["answer", "command"])
def test_what_is_no_receipt_is_asked_after_too(bench: FiscalBench, make: Callable[[], Act], lost: str) -> None:
    act = make()
    done(bench, opening())
    done(bench, cash_move(10_000))
    if make is opening:
        done(bench, closing())
    attempt = bench.register.prepare(act)
    bench.lose_answer() if lost == "answer" else bench.lose_command()
    if make is opening and bench.register.info.opens_shift_itself:
        assert bench.register.carry_out(act, attempt).number == 0
        return
    with pytest.raises(InDoubt):
        bench.register.carry_out(act, attempt)
    bench.heal()
    happened = lost == "answer"
    verdict = bench.register.resolve(attempt)
    assert verdict.finding is (Finding.REGISTERED if happened else Finding.NOT_REGISTERED)
    if not happened:
        done(bench, act)
    moved = {"cash_in": Money(5_000), "cash_out": Money(-5_000)}.get(attempt.kind.value, ZERO)
    assert bench.register.status().cash == Money(10_000) + moved


def test_paper_that_ends_leaves_a_registered_receipt(open_bench: FiscalBench) -> None:
    open_bench.stop_paper()
    if open_bench.counts_when_printed:
        sold = receipt()
        attempt = open_bench.register.prepare(sold)
        with pytest.raises(InDoubt) as doubt:
            open_bench.register.carry_out(sold, attempt)
        assert doubt.value.cause is Trouble.PAPER_OUT
        open_bench.heal()
        assert open_bench.register.resolve(attempt).finding is Finding.REGISTERED
        assert open_bench.receipts() == [("sale", 9100)]
        return
    registered = done(open_bench, receipt())
    assert (registered.paper, registered.trouble) == (PaperOutcome.UNFINISHED, Trouble.PAPER_OUT)
    assert open_bench.receipts() == [("sale", 9100)]
    open_bench.heal()
    open_bench.register.continue_printing()
    assert done(open_bench, receipt()).paper is PaperOutcome.PRINTED


def test_no_paper_where_none_is_wanted(open_bench: FiscalBench) -> None:
    if not open_bench.register.info.may_skip_paper:
        assert trouble_of(lambda: open_bench.register.prepare(receipt(on_paper=False))) is Trouble.NOT_POSSIBLE
        return
    registered = done(open_bench, receipt(on_paper=False, contact="+79161234567"))
    assert registered.paper is PaperOutcome.NOT_WANTED
    assert done(open_bench, receipt()).paper is PaperOutcome.PRINTED


def test_another_register_is_noticed(open_bench: FiscalBench) -> None:
    sold = receipt()
    attempt = open_bench.register.prepare(sold)
    open_bench.swap()
    assert trouble_of(lambda: open_bench.register.carry_out(sold, attempt)) is Trouble.SWAPPED
    verdict = open_bench.register.resolve(attempt)
    assert (verdict.finding, verdict.trouble) == (Finding.UNKNOWN, Trouble.SWAPPED)


def test_an_attempt_that_others_have_overtaken_is_not_sent(open_bench: FiscalBench) -> None:
    sold = receipt()
    attempt = open_bench.register.prepare(sold)
    done(open_bench, receipt(line(price=100)))
    assert trouble_of(lambda: open_bench.register.carry_out(sold, attempt)) is Trouble.COUNTER_MOVED
    verdict = open_bench.register.resolve(attempt)
    assert (verdict.finding, verdict.trouble) == (Finding.UNKNOWN, Trouble.COUNTER_MOVED)
    assert [kept.total for kept in verdict.seen] == [Money(200)]
    assert open_bench.receipts() == [("sale", 200)]


def test_the_clock_is_set_between_shifts(bench: FiscalBench) -> None:
    shown = bench.register.status().clock
    assert shown is not None
    if not bench.register.info.sets_clock:
        assert trouble_of(lambda: bench.register.set_clock(shown)) is Trouble.NOT_POSSIBLE
        return
    bench.register.set_clock(shown + timedelta(hours=2))
    assert bench.register.status().clock == shown + timedelta(hours=2)
    done(bench, opening())
    if bench.register.info.opens_shift_itself:
        return
    assert trouble_of(lambda: bench.register.set_clock(shown)) is Trouble.SHIFT_OPEN


def test_papers_that_count_for_nothing(open_bench: FiscalBench) -> None:
    done(open_bench, receipt())
    open_bench.register.print_copy()
    open_bench.register.print_text(["Good morning"])
    assert open_bench.receipts() == [("sale", 9100)]


def test_no_register_is_touched_inside_a_unit_of_work(open_bench: FiscalBench) -> None:
    register, sold = open_bench.register, receipt()
    attempt = register.prepare(sold)
    mark_unit(opened=True)
    try:
        for act in (
            register.status,
            register.print_copy,
            register.continue_printing,
            lambda: register.prepare(sold),
            lambda: register.carry_out(sold, attempt),
            lambda: register.resolve(attempt),
            lambda: register.x_report(Operator("")),
            lambda: register.documents_after(0),
        ):
            with pytest.raises(RuntimeError, match="unit of work"):
                act()
    finally:
        mark_unit(opened=False)
    assert open_bench.receipts() == []


@pytest.mark.parametrize(
    "broken",
    [
        lambda: receipt(line(), tenders=()),
        lambda: receipt(line(qty_milli=0)),
        lambda: receipt(line(discount=-100)),
        lambda: receipt(line(discount=99_999)),
        lambda: FiscalReceipt("u", DocumentKind.SALE, (), (), OPERATOR),
        lambda: cash_move(0),
    ],
)
def test_what_does_not_add_up_is_no_receipt(broken: Callable[[], object]) -> None:
    assert trouble_of(broken) is Trouble.RECEIPT_WRONG
