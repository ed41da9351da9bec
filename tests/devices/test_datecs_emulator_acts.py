"""What the emulated Datecs register does with receipts, cash and days, in the words of each of its dialects."""

from datetime import timedelta

import pytest

from devices.emulators.datecs.selling import ITEMS_MOST
from tests.devices.datecs_host import UNP, Desk, Host

OPEN = f"1,0000,1,{UNP}"
X_OPEN = f"1\t0000\t{UNP}\t1\t\t"


def hosted(dialect: str = "p") -> tuple[Desk, Host]:
    desk = Desk(dialect)
    return desk, Host(desk, wide=dialect == "x")


def rows(host: Host, first: str, going_on: str) -> list[str]:
    """A reading of the journal, to its end."""
    out = [host.ask(119, first).text]
    while out[-1] != "F":
        out.append(host.ask(119, going_on).text)
    return out[:-1]


def test_a_receipt_from_its_first_line_to_the_journal() -> None:
    desk, host = hosted()
    host.ask(48, OPEN)
    host.ask(49, "Хляб\tБ1.20*2")
    host.ask(49, "Сирене\nкраве\tB12.99*0.345,-10.00")
    host.ask(49, "Вестник\t4\t0.85;+0.05")
    assert host.ask(76, "T").text == "1,3,+000000733,+000000000"
    assert host.ask(51, "10,-10").text == "6.60,0.00,5.79,0.00,0.81,0.00,0.00,0.00,0.00"
    assert host.ask(53, "\tD4.00").text == "D2.60"
    assert host.ask(54, "Благодарим").status[0] == 0x80
    assert host.ask(103).text == "0,0.00,5.79,0.00,0.81,0.00,0.00,0.00,0.00,0,0000000001"
    assert host.ask(53, "\tP5.00").text == "R2.40"
    assert host.ask(56).text == "0001,0001"
    assert (host.ask(113).text, host.ask(48).text) == ("0000001", UNP)
    assert host.ask(76, "T").text == "0,3,+000000660,+000000900"
    assert host.ask(70, "0").text == "P,2.60,0.00,0.00"
    assert rows(host, "W,1", "w") == [
        f"U,{UNP},1,1,0,1",
        "D,02-03-26 12:00:00",
        "S,Хляб,Б,1.20,2.000,2.40",
        "S,Сирене краве,Б,12.99,0.345,4.03",
        "S,Вестник,Г,0.85,1.000,0.90",
        "P,D,4.00",
        "P,P,5.00",
        "T,6.60",
        "*",
    ]
    assert "Благодарим" in rows(host, "R,1", "N")
    assert rows(host, "Y,1,9", "y") == [f"U,{UNP},1,1,0,1"]
    assert "EMULATED - TRAINING" in desk.machine.papers[-1]


def test_a_sale_without_a_number_takes_the_next_one() -> None:
    _desk, host = hosted()
    for unp in ("DT000600-0003-0000001", "DT000600-0003-0000002"):
        host.ask(48, "3,0000,1")
        host.ask(60)
        assert host.ask(48).text == unp


def test_what_is_paid_can_not_be_changed_any_more() -> None:
    _desk, host = hosted()
    host.ask(48, OPEN)
    assert host.ask(53, "\t").has(1, 1)
    host.ask(49, "Хляб\tБ1.20")
    assert host.ask(56).has(1, 1)
    assert host.ask(53, "\tD1.21").text == "F1.20"
    assert host.ask(53, "\tD0.20").text == "D1.00"
    assert [host.ask(49, "Хляб\tБ1.20").has(1, 1), host.ask(60).has(1, 1), host.ask(51, "00,-5").has(1, 1)] == [
        True
    ] * 3
    assert host.ask(51, "00").text.startswith("1.20,")
    assert host.ask(56).has(1, 1)
    assert host.ask(53, "\t").text == "D0.00"
    assert host.ask(53, "\tP1.00").has(1, 1)
    assert host.ask(56).text == "0001,0001"


def test_no_group_goes_below_zero_and_a_receipt_has_an_end() -> None:
    desk, host = hosted()
    host.ask(48, OPEN)
    host.ask(49, "Хляб\tБ1.20")
    assert host.ask(49, "Вестник\tГ-0.80").has(1, 1)
    assert host.ask(49, "Хляб\tБ-1.21").has(1, 1)
    assert not host.ask(49, "Хляб\tБ-1.20").has(1, 1)
    assert host.ask(49, "x\tБ99999999.99*999999").has(1, 0)
    receipt = desk.machine.memory.receipt
    assert receipt is not None
    receipt.items *= ITEMS_MOST // 2
    assert host.ask(49, "Хляб\tБ1.20").has(1, 1)
    assert host.ask(60).status[1] == 0x80
    assert host.ask(119, "W,1").text == f"U,{UNP},1,1,4,1"


@pytest.mark.parametrize(
    "wrong",
    [
        *((48, data) for data in ("1,0000", "0,0000,1", "1,0000,1,DT000600-OP01-1", "1, 0000,1", "31,0000,1")),
        *((49, data) for data in ("Хляб", "Хляб\tИ1.20", "Хляб\tБ1.205", "Хляб\tБ1.20*", "Хляб\tБ1.20,100", "x\t9\t1")),
        *((53, data) for data in ("", "P1.00", "\tX1.00", "\tP-1.00", "\tP0", "\tP")),
        *((46, data) for data in (f"1,0000,1,X12,{UNP}", f"1,0000,1,R12,{UNP},991326120000,02000600")),
        *((51, "2"), (61, "31-02-26 12:00:00"), (69, "1"), (70, "x"), (119, "w"), (58, "1*")),
    ],
)
def test_what_is_not_in_the_language_is_a_syntax_error(wrong: tuple[int, str]) -> None:
    _desk, host = hosted()
    if wrong[0] in (49, 51, 53, 58):
        host.ask(48, OPEN)
        host.ask(49, "Хляб\tБ1.20")
    answer = host.ask(*wrong)
    assert (answer.has(0, 0), answer.text) == (True, "")


def test_goods_come_back() -> None:
    desk, host = hosted()
    host.ask(48, OPEN)
    host.ask(58, "1*2,-50")
    host.ask(53, "\t")
    host.ask(56)
    opened = host.ask(46, f"1,0000,1,{UNP[:-1]}1,R1,{UNP},020326120000,02000600#развалено")
    assert (opened.has(2, 3), opened.has(1, 4)) == (True, True)
    host.ask(58, "1,-50")
    assert host.ask(53, "\tP0.60").text == "D0.00"
    assert not host.ask(56).has(1, 4)
    assert host.ask(70, "0").text == "P,0.60,0.00,0.00"
    (sold, back) = desk.vault.receipts
    assert [(one.type, one.total, one.unp) for one in (sold, back)] == [
        ("sale", 120, UNP),
        ("storno", 60, f"{UNP[:-1]}1"),
    ]
    assert "развалено" in desk.machine.papers[-1]
    assert "ВРЪЩАНЕ/РЕКЛАМАЦИЯ КЪМ 0000001" in desk.machine.papers[-1]


def test_an_invoice_names_its_buyer() -> None:
    desk, host = hosted()
    host.ask(48, f"1,0000,1,I,{UNP}")
    host.ask(49, "Хляб\tБ1.20")
    host.ask(53, "\t")
    assert not host.ask(57, "123456789\tРомашка\tИванов").has(1, 1)
    assert host.ask(103).text.endswith(",1,0000000001")
    host.ask(56)
    assert "Ромашка" in desk.machine.papers[-1]
    assert host.ask(119, "W,1").text == f"U,{UNP},1,1,1,1"
    assert "ФАКТУРА 0000000001" in desk.machine.papers[-1]
    assert host.ask(103).text.endswith(",0,0000000002")
    host.ask(48, OPEN)
    assert host.ask(57, "123456789\tРомашка").has(1, 1)


def test_a_storno_names_the_invoice_that_it_takes_back() -> None:
    desk, host = hosted()
    host.ask(48, OPEN)
    host.ask(49, "Вестник\tБ1.00")
    host.ask(53, "\t")
    host.ask(56)
    for _one in range(2):
        host.ask(48, f"1,0000,1,I,{UNP}")
        host.ask(49, "Хляб\tБ1.20")
        host.ask(53, "\t")
        host.ask(57, "123456789\tРомашка\tИванов")
        host.ask(56)

    def storno(mark: str, document: int) -> str:
        return f"1,0000,1{mark},{UNP},R{document},{UNP},020326120000,02000600"

    assert host.ask(46, storno(",I", 2)).has(0, 0)
    assert host.ask(46, storno(",I0", 2)).has(0, 0)
    assert host.ask(46, storno(",I2", 2)).has(1, 1)
    assert host.ask(46, storno(",I1", 1)).has(1, 1)
    assert host.ask(46, storno(",I0000000001", 2)).has(2, 3)
    assert host.ask(103).text.endswith(",1,0000000003")
    host.ask(49, "Хляб\tБ1.20")
    host.ask(53, "\t")
    host.ask(56)
    kept = desk.vault.receipts[-1].receipt
    assert kept is not None
    assert kept.storno is not None
    assert (kept.invoice, kept.storno.invoice) == (3, 1)
    assert "КЪМ ФАКТУРА 0000000001" in desk.machine.papers[-1]
    assert not host.ask(46, storno("", 3)).has(1, 1)


def test_cash_and_the_day() -> None:
    desk, host = hosted()
    assert host.ask(70, "100").text == "P,100.00,100.00,0.00"
    assert host.ask(70, "-100.01").text == "F,100.00,100.00,0.00"
    assert host.ask(70, "-30.50").text == "P,69.50,100.00,30.50"
    host.ask(48, OPEN)
    assert host.ask(70, "5").has(1, 1)
    host.ask(49, "Хляб\tБ1.20")
    host.ask(53, "\tC1.20")
    assert host.ask(69, "0").has(1, 1)
    host.ask(56)
    assert host.ask(69, "2").text == "1,1.20,0.00,1.20,0.00,0.00,0.00,0.00,0.00,0.00"
    assert host.ask(110).text == "0.00,0.00,0.00,1.20," + "0.00," * 11 + "1,0000005"
    assert host.ask(64).text == "0,0.00"
    desk.clock.advance(timedelta(hours=25))
    assert host.ask(48, OPEN).has(1, 1)
    assert host.ask(69, "0").text == "1,1.20,0.00,1.20,0.00,0.00,0.00,0.00,0.00,0.00"
    assert host.ask(64).text == "1,1.20,030326"
    assert host.ask(70, "0").text == "P,69.50,0.00,0.00"
    assert host.ask(48, OPEN).text == "0000,0000"
    assert [document.type for document in desk.vault.documents] == ["cash", "cash", "sale", "X", "Z"]


def test_the_clock_is_told_and_set() -> None:
    desk, host = hosted()
    assert host.ask(62).text == "02-03-26 12:00:00"
    desk.machine.reset_ram()
    assert [host.ask(74).has(0, 2), host.ask(74).has(1, 2), host.ask(48, OPEN).has(1, 1)] == [True] * 3
    host.ask(61, "03-03-26 08:30:00")
    assert (host.ask(62).text, host.ask(74).has(0, 2)) == ("03-03-26 08:30:00", False)
    host.ask(69, "0")
    assert host.ask(48, OPEN).status[1] == 0x80
    assert host.ask(61, "03-03-26 08:31:00").has(1, 1)


def test_three_wrong_passwords_lock_it_until_the_power_was_off() -> None:
    desk, host = hosted()
    for _ in range(3):
        assert host.ask(48, "1,1111,1").has(1, 1)
    assert host.ask(48, OPEN).has(1, 1)
    assert "три" in host.ask(32).text
    desk.machine.wake_up()
    assert host.ask(48, OPEN).status[1] == 0x80


STATES: dict[str, tuple[tuple[int, int], bool]] = {
    "paper out": ((2, 0), True),
    "paper low on": ((2, 1), False),
    "cover open": ((0, 6), True),
    "printer broken": ((0, 4), True),
    "battery low": ((1, 3), False),
    "display off": ((0, 3), False),
    "journal near": ((2, 4), False),
    "journal very-near": ((2, 6), False),
    "journal full": ((2, 2), True),
    "memory low": ((4, 3), False),
    "memory full": ((4, 4), True),
    "memory failed": ((4, 0), True),
}


@pytest.mark.parametrize("order", sorted(STATES))
def test_what_is_wrong_with_it_is_told_by_a_bit(order: str) -> None:
    desk, host = hosted()
    bit, stops = STATES[order]
    assert not host.ask(74).has(*bit)
    assert desk.condition.obey(order)
    assert host.ask(74).has(*bit)
    host.ask(48, OPEN)
    assert (desk.machine.memory.receipt is None) == stops


def test_questions_that_change_nothing() -> None:
    _desk, host = hosted()
    told = {code: host.ask(code).text for code in (32, 36, 50, 83, 90, 97, 99)}
    assert told == {
        32: "0,0,,",
        36: "127.0.0.1,255.0.0.0,4999,127.0.0.1,02:00:00:00:00:01",
        50: "0.00,20.00,20.00,9.00,0.00,0.00,0.00,0.00",
        83: "2,EUR,0.00,20.00,20.00,9.00,0.00,0.00,0.00,0.00",
        90: "EMULATED-P,1.00 01JAN26 1200,0000,00000000,DT000600,02000600",
        97: "0.00,20.00,20.00,9.00,0.00,0.00,0.00,0.00",
        99: "999999999,ЕИК",
    }
    assert [host.ask(74, option).text for option in ("L", "R")] == ["0", "0,0"]
    assert [host.ask(43, "E").text, host.ask(110).text[-9:]] == ["0", "1,0000001"]


def test_texts_copies_drawer_and_display() -> None:
    desk, host = hosted()
    assert host.ask(109, "1").has(1, 1)
    assert host.ask(38).has(2, 5)
    assert host.ask(48, OPEN).has(1, 1)
    host.ask(42, "Добро утро")
    assert host.ask(39).text == "0001,0000"
    assert "Добро утро" in desk.machine.papers[-1]
    host.ask(48, OPEN)
    host.ask(49, "Хляб\tБ1.20")
    host.ask(53, "\t")
    host.ask(56)
    host.ask(109, "1")
    assert "ДУБЛИКАТ" in desk.machine.papers[-1]
    assert "Хляб" in desk.machine.papers[-1]
    host.ask(106, "15")
    host.ask(47, "Общо")
    assert (desk.machine.memory.drawer_is_open, desk.machine.memory.display) == (True, {"upper": "Общо"})
    host.ask(33)
    assert desk.machine.memory.display == {"upper": "", "lower": ""}
    assert all("EMULATED - TRAINING" in paper for paper in desk.machine.papers)


def test_a_day_in_the_language_of_the_x_family() -> None:
    desk, host = hosted("x")
    assert host.values(70, "0\t100.00\t") == ["0", "100.00", "100.00", "0.00"]
    assert host.values(48, X_OPEN) == ["0", "2"]
    host.ask(49, "Хляб\t2\t1.20\t2.000\t0\t\t0\t")
    host.ask(49, "Сирене\t2\t12.99\t0.345\t2\t10\t\tкг\t")
    host.ask(58, "2\t1\t3\t0.05\t")
    assert host.values(76) == ["0", "1", "2", "3", "7.28", "0.00"]
    assert host.values(51, "1\t0\t4\t0.28\t")[:2] == ["0", "7.00"]
    assert host.values(53, "1\t2.00\t\t") == ["0", "D", "5.00"]
    assert host.values(53, "0\t10.00\t\t") == ["0", "R", "5.00"]
    assert host.values(56) == ["0", "2"]
    assert host.values(76) == ["0", "0", "2", "3", "7.00", "12.00"]
    assert host.values(113) == ["0", "0000002"]
    assert host.values(70, "1\t200.00\t") == ["-111021"]
    assert host.values(100, "-111021\t") == ["0", "-111021", "Недостатъчна наличност"]
    storno = f"1\t0000\t1\t1\t2\t02-03-26 12:00:00\t02000600\t\t\tразвалено\t{UNP}\t"
    for pair in ("I\t", "\t1", "I\t0"):
        assert host.values(43, storno.replace("\t\t\t", f"\t{pair}\t")) == ["-111001"]
    assert host.values(43, storno.replace("\t\t\t", "\tI\t1\t")) == ["-111030"]
    assert host.values(43, storno) == ["0", "3"]
    assert host.values(76)[:2] == ["0", "3"]
    host.ask(49, "Хляб\t2\t1.20\t\t\t\t\t")
    assert host.values(103)[-1] == "1"
    host.ask(53, "0\t\t\t")
    assert host.values(56) == ["0", "3"]
    assert host.values(69, "X\t")[:3] == ["0", "1", "7.00"]
    assert host.values(69, "Z\t")[:3] == ["0", "1", "7.00"]
    assert host.values(255, "nLastFiscalDoc\t\t\t") == ["0", "3"]
    assert [document.type for document in desk.vault.documents] == ["cash", "sale", "storno", "X", "Z"]
    assert desk.machine.memory.cash == 10_000 + 500 - 120


def test_the_journal_of_the_x_family() -> None:
    _desk, host = hosted("x")
    host.ask(48, "1\t0000\t1\t\t")
    host.ask(49, "Хляб, бял\t2\t1.20\t2\t\t\t\t")
    host.ask(53, "0\t\t\t")
    host.ask(56)
    found = host.values(124, "02-03-26 00:00:00\t02-03-26 23:59:59\t")
    assert found[-2:] == ["1", "1"]
    unp = "DT000600-0001-0000001"
    assert host.values(125, "0\t1\t") == ["0", "1", "02-03-26 12:00:00", "0", "1", unp, "2.40"]
    assert host.values(125, "1\t") == ["0", f"{unp}  ОПЕРАТОР 1  КАСА 1"]
    assert host.values(125, "2\t") == ["0", "MiB4IDEuMjA="]
    assert host.values(125, "9\t1\t7\t") == ["0"]
    assert host.values(125, "8\t") == ["0", f'DT000600,0,1,{unp},"Хляб, бял",1.20,2.000,2.40,2.40']
    assert host.ask(125, "8\t").text.startswith("-111")
    assert host.ask(125, "0\t9\t").text.startswith("-111")


def test_a_card_payment_that_breaks_off_is_finished() -> None:
    desk, host = hosted("x")
    host.ask(48, X_OPEN)
    host.ask(49, "Хляб\t2\t1.20\t2\t\t\t\t")
    desk.machine.card_terminal_fails = True
    assert host.values(53, "1\t2.40\t\t") == ["-111560"]
    desk.machine.card_terminal_fails = False
    assert [host.values(53, "0\t2.40\t\t"), host.ask(60).has(1, 1)] == [["-111560"], True]
    assert host.values(55, "13\t") == ["0", "D", "0.00"]
    assert host.ask(55, "13\t").has(1, 1)
    assert host.values(56) == ["0", "1"]
    assert host.values(55, "5\t") == ["0"]


def test_a_day_in_the_language_of_daisy() -> None:
    desk, host = hosted("daisy")
    unp = "DY000600-OP01-0000001"
    host.ask(48, f"1,0000,{unp}")
    host.ask(49, "Хляб\tБ1.20*2$-0.40")
    host.ask(138, "4@0.80*2")
    assert host.ask(76, "T").text == "1,2,3.60,0.00"
    assert host.ask(60).has(0, 1)
    assert host.ask(53, "\tC3.60").text == "D0.00"
    host.ask(56)
    opened = host.ask(48, f"1,0000,{unp}\tR1,1,02-03-26 12:00:00\t02000600")
    assert (opened.has(2, 3), opened.status[3]) == (True, 0x80)
    assert host.ask(130).status[1] == 0x80
    wrong = host.ask(48, f"1,1111,{unp}")
    assert (wrong.has(1, 6), wrong.status[3]) == (True, 0x80 | 15)
    assert host.ask(128).text == "42,22,4,8"
    assert [document.type for document in desk.vault.documents] == ["sale", "cancelled"]
    kept = desk.vault.documents[1].receipt
    assert kept is not None
    assert kept.storno is not None
    assert kept.storno.reason == 0


def test_a_day_in_the_language_of_eltrade() -> None:
    desk, host = hosted("eltrade")
    unp = "ED000600-OP01-0000001"
    assert host.ask(48, OPEN).has(0, 1)
    host.ask(144, f"Иванова,{unp}")
    host.ask(49, "Хляб\tБ1.20*2;-0.40")
    assert host.ask(53, "\tL2.00").text == "D0.00"
    host.ask(56)
    host.ask(144, f"Иванова,{unp},S,02000600,R,1,2026-03-02T12:00:00")
    host.ask(49, "Хляб\tБ1.00")
    host.ask(53, "\t")
    host.ask(56)
    assert [(kept.type, kept.total) for kept in desk.vault.receipts] == [("sale", 200), ("storno", 100)]
    assert "Иванова" in desk.machine.papers[0]
    desk.condition.cover_open = True
    assert host.ask(74).has(1, 5)
