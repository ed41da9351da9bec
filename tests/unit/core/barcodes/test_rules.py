"""The rules of reading a scanned text, one row a case; the answers are those of ``regulars barcode``."""

from typing import Any

import pytest

from app.cli.barcode import answer_of
from app.core.barcodes.patterns import read_pattern
from app.core.barcodes.reading import read_code
from app.core.errors import BadInput
from app.core.explain import explain

UNITS = {"weight": "kg", "price": "EUR", "count": "pcs"}
PATTERNS = (
    "weight:21IIIIINNDDDC",
    "price:23IIIIINNNDDC",
    "count:24IIIIINNNNNC",
    "price:26IIIIVNNDDC",
    "price:27IIIIVNNNDDC",
    "weight:28IIIIXNNDDDC",
    "weight:2899IIIINDDD",
    "weight:29NDDDIIIIIIIC",
    "weight:77IIDD",
)
UNKNOWN = {"valid": True, "kind": "unknown"}


def answer(text: str, *patterns: str, year: int = 2026) -> dict[str, Any]:
    return answer_of(read_code(text, year=year, patterns=[read_pattern(one) for one in patterns]), UNITS)


def number(kind: str, value: str, **more: str) -> dict[str, Any]:
    return {"valid": True, "kind": kind, "value": value, **more}


def gs1(value: str, *elements: dict[str, Any]) -> dict[str, Any]:
    return {"valid": True, "kind": "gs1", "value": value, "elements": list(elements)}


def element(ai: str, value: str, **more: Any) -> dict[str, Any]:
    return {"ai": ai, "value": value, **more}


PENCIL = element("01", "04006381333931")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 8, 12, 13 or 14 digits are a GTIN, whatever GS1 might make of them.
        ("4006381333931", number("ean13", "4006381333931")),
        ("0036000291452", number("ean13", "0036000291452")),
        ("036000291452", number("upca", "036000291452")),
        ("96385074", number("ean8", "96385074")),
        ("10012345678902", number("itf14", "10012345678902")),
        ("04006381333931", number("itf14", "04006381333931")),
        # Eight digits that begin with 0: the expansion decides, and an EAN-8 that is right too is named.
        ("04252614", number("upce", "04252614", upca="042100005264")),
        ("01234565", number("upce", "01234565", upca="012345000065", ean8="01234565")),
        ("01234531", number("upce", "01234531", upca="012300000451")),
        ("01234543", number("upce", "01234543", upca="012340000053")),
        ("00000017", number("ean8", "00000017")),
        # ]E4 forces EAN-8, ]E0 leaves 8, 12 and 13 digits to their length.
        ("]E401234565", number("ean8", "01234565")),
        ("]E04006381333931", number("ean13", "4006381333931")),
        ("]E0036000291452", number("upca", "036000291452")),
        ("]E004252614", number("upce", "04252614", upca="042100005264")),
        # A number of the shop's own range, whatever its check digit.
        ("2000123012346", number("internal", "2000123012346")),
        ("2000123012345", number("internal", "2000123012345")),
        ("]E02999999999990", number("internal", "2999999999990")),
        # Blanks around, blanks and hyphens inside an all-digit text.
        ("  4006381333931\t\r\n", number("ean13", "4006381333931")),
        ("\u00a04006381333931\ufeff", number("ean13", "4006381333931")),
        ("400-6381 333931", number("ean13", "4006381333931")),
        ("4 0 0 6-3 8 1 3-3 3 9 3 1", number("ean13", "4006381333931")),
        ("]E4 9638-5074", number("ean8", "96385074")),
        # Any other text.
        ("", UNKNOWN),
        ("   ", UNKNOWN),
        ("Bread", UNKNOWN),
        ("5", UNKNOWN),
        ("-4006381333931", UNKNOWN),
        ("5901234123457-", UNKNOWN),
        ("5901234123457x", UNKNOWN),
        ("\u00b2", UNKNOWN),
        ("O01-0000007", UNKNOWN),
        ("]C0ABC-1", UNKNOWN),
        ("]c10104006381333931", UNKNOWN),
        ("0104006381333932", UNKNOWN),  # GS1 that is tried only, and does not parse whole
    ],
    ids=repr,
)
def test_numbers_and_other_texts(text: str, expected: dict[str, Any]) -> None:
    assert answer(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("]C10104006381333931", gs1("0104006381333931", PENCIL)),
        ("]e00104006381333931", gs1("0104006381333931", PENCIL)),
        ("]d20104006381333931", gs1("0104006381333931", PENCIL)),
        ("]Q30104006381333931", gs1("0104006381333931", PENCIL)),
        ("\x1d0104006381333931", gs1("0104006381333931", PENCIL)),
        ("\\u001d0104006381333931", gs1("0104006381333931", PENCIL)),
        ("\\u001D0104006381333931", gs1("0104006381333931", PENCIL)),
        ("]C1\x1d0104006381333931", gs1("0104006381333931", PENCIL)),
        ("(01)04006381333931", gs1("0104006381333931", PENCIL)),
        ("0104006381333931", gs1("0104006381333931", PENCIL)),
        (" 01-0400638133393-1 ", gs1("0104006381333931", PENCIL)),
        # In the order read.
        ("]C1301\x1d0104006381333931", gs1("301\x1d0104006381333931", element("30", "1", count=1), PENCIL)),
        # A value without predefined length ends at an FNC1, one with it does not need it and lets it pass.
        (
            "010460700177123421ABC\x1d935678",
            gs1(
                "010460700177123421ABC\x1d935678",
                element("01", "04607001771234"),
                element("21", "ABC"),
                element("93", "5678"),
            ),
        ),
        (
            "]d20104006381333931\\u001d10A-1\\u001d",
            gs1("010400638133393110A-1", PENCIL, element("10", "A-1")),
        ),
        # A bracket ends a value where the text began with one, and nowhere else.
        (
            "(10)A-1(01)04006381333931",
            gs1("10A-1\x1d0104006381333931", element("10", "A-1"), PENCIL),
        ),
        ("]C110A(17)260331", gs1("10A(17)260331", element("10", "A(17)260331"))),
        ("(10)A(1)B", gs1("10A(1)B", element("10", "A(1)B"))),
        # Dates: day 00 is the last of the month, years lie within 50 of the given one.
        ("(17)260331", gs1("17260331", element("17", "260331", date="2026-03-31"))),
        ("(15)280200", gs1("15280200", element("15", "280200", date="2028-02-29"))),
        ("(11)760101", gs1("11760101", element("11", "760101", date="2076-01-01"))),
        ("(11)770101", gs1("11770101", element("11", "770101", date="1977-01-01"))),
        ("(7003)2603311259", gs1("70032603311259", element("7003", "2603311259", date="2026-03-31"))),
        ("(8008)26033123", gs1("800826033123", element("8008", "26033123", date="2026-03-31"))),
        ("(4324)2603009999", gs1("43242603009999", element("4324", "2603009999", date="2026-03-31"))),
        ("(7007)260331260401", gs1("7007260331260401", element("7007", "260331260401"))),
        ("(7250)19991231", gs1("725019991231", element("7250", "19991231", date="1999-12-31"))),
        # Decimals and counts.
        ("(3103)001250", gs1("3103001250", element("3103", "001250", decimal="1.250"))),
        ("(3100)001250", gs1("3100001250", element("3100", "001250", decimal="1250"))),
        ("(3105)000001", gs1("3105000001", element("3105", "000001", decimal="0.00001"))),
        ("(3922)199", gs1("3922199", element("3922", "199", decimal="1.99"))),
        ("(3932)9781299", gs1("39329781299", element("3932", "9781299", decimal="12.99"))),
        ("(3940)0025", gs1("39400025", element("3940", "0025", decimal="25"))),
        ("(30)12", gs1("3012", element("30", "12", count=12))),
        ("(37)007", gs1("37007", element("37", "007", count=7))),
        # Character sets, and check digits that end other numbers than a GTIN.
        ("(91)!\"%&'*+,-./:;<=>?_aZ", gs1("91!\"%&'*+,-./:;<=>?_aZ", element("91", "!\"%&'*+,-./:;<=>?_aZ"))),
        ("(8010)4012345A#/-", gs1("80104012345A#/-", element("8010", "4012345A#/-"))),
        ("(00)340123450000000017", gs1("00340123450000000017", element("00", "340123450000000017"))),
        (
            "(8013)1987654Ad4X4bL5ttr2310c2K",
            gs1("80131987654Ad4X4bL5ttr2310c2K", element("8013", "1987654Ad4X4bL5ttr2310c2K")),
        ),
        (
            "(8007)GB82WEST12345698765432",
            gs1("8007GB82WEST12345698765432", element("8007", "GB82WEST12345698765432")),
        ),
    ],
    ids=repr,
)
def test_element_strings(text: str, expected: dict[str, Any]) -> None:
    assert answer(text) == expected


@pytest.mark.parametrize(
    ("year", "figures", "expected"),
    [(2026, "77", "1977"), (2026, "76", "2076"), (2051, "01", "2101"), (2051, "02", "2002"), (1999, "00", "2000")],
)
def test_a_year_of_two_figures_lies_within_fifty_of_the_given_one(year: int, figures: str, expected: str) -> None:
    assert answer(f"(17){figures}0101", year=year)["elements"][0]["date"] == f"{expected}-01-01"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # A wrong check digit of 8, 12, 13, 14 digits; 17263103 might be GS1, but eight digits never are.
        ("4006381333932", "check_digit"),
        ("036000291453", "check_digit"),
        ("96385075", "check_digit"),
        ("17263103", "check_digit"),
        ("01234567", "check_digit"),
        ("10012345678903", "check_digit"),
        ("]E401234568", "check_digit"),
        ("]E04006381333932", "check_digit"),
        # Identifiers of numbers hold digits, and so many of them.
        ("]E4963850", "length"),
        ("]E44006381333931", "length"),
        ("]E010012345678902", "length"),
        ("]E0", "length"),
        ("]E0400638133393X", "charset"),
        # Digits of other scripts, and zeros only.
        ("\u0664\u0660\u0660\u0666\u0663\u0668\u0661\u0663\u0663\u0663\u0669\u0663\u0661", "charset"),
        ("400638133393\uff11", "charset"),
        ("]E4\u0969\u0969\u0969\u0969\u0969\u0969\u0969\u0969", "charset"),
        ("0000000000000", "structure"),
        ("00000000", "structure"),
        ("]E40000 0000", "structure"),
        # Broken GS1 with an identifier, an FNC1 or a bracket.
        ("]C10104006381333932", "check_digit"),
        ("\x1d0104006381333932", "check_digit"),
        ("(01)04006381333932", "check_digit"),
        ("(00)340123450000000018", "check_digit"),
        ("(414)4012345000008", "check_digit"),
        ("(253)4012345000008ABC", "check_digit"),
        ("(8006)040063813339320102", "check_digit"),
        ("(8013)1987654Ad4X4bL5ttr2310c2L", "check_digit"),
        ("(8013)2K", "check_digit"),
        ("(8007)GB82WEST12345698765431", "check_digit"),
        ("]C1010400638133393", "length"),
        ("]C10104006\x1d10A", "length"),
        ("(01)4006381333931", "length"),
        ("(10)", "length"),
        ("]C110", "length"),
        ("(10)123456789012345678901", "length"),
        ("]C18005001234935678", "length"),
        ("(8008)260331123", "length"),
        ("(423)2764", "length"),
        ("(01)0400638133393A", "charset"),
        ("(30)1A", "charset"),
        ("(10)A B", "charset"),
        ("(10)A^B", "charset"),
        ("(10)A#B", "charset"),
        ("(8010)abc", "charset"),
        ("(10)\u0401", "charset"),
        ("(10)A\x1d(17)260331", "charset"),
        ("]C110A\n17", "charset"),
        ("(17)261301", "date"),
        ("(17)260230", "date"),
        ("(17)270229", "date"),
        ("(17)260000", "date"),
        ("(7006)260300", "date"),
        ("(7003)2603312460", "date"),
        ("(7003)2603319999", "date"),
        ("(7007)260331261301", "date"),
        ("(7250)20260230", "date"),
        ("(05)123", "unknown_ai"),
        ("(01)04006381333931(05)1", "unknown_ai"),
        ("]C105123", "unknown_ai"),
        ("]C1ABC", "unknown_ai"),
        ("]C1(01)04006381333931", "unknown_ai"),
        ("]C101040063813339311", "unknown_ai"),
        ("]C1", "structure"),
        ("]d2\x1d", "structure"),
        ("\x1d", "structure"),
        ("]C110A\x1d\x1d17260331", "structure"),
        ("(", "structure"),
        ("(01", "structure"),
        ("(A)12", "structure"),
        ("((01)04006381333931", "structure"),
    ],
    ids=repr,
)
def test_a_broken_code_says_how(text: str, code: str) -> None:
    found = answer(text)
    assert (found["valid"], found["code"]) == (False, code)
    assert set(found) == {"valid", "code", "message"}
    assert found["message"].isprintable()
    assert "…" not in found["message"]


def weighed(kind: str, value: str, item: str, amount: str) -> dict[str, Any]:
    return number(kind, value, item=item, amount=amount, unit=UNITS[kind])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2112345012506", weighed("weight", "2112345012506", "12345", "1.250")),
        ("2100123007424", weighed("weight", "2100123007424", "00123", "0.742")),
        ("21-12345-01250-6", weighed("weight", "2112345012506", "12345", "1.250")),
        ("2312345129901", weighed("price", "2312345129901", "12345", "129.90")),
        ("2412345000122", weighed("count", "2412345000122", "12345", "12")),
        # V is GS1's own check digit of a price of four or five digits: 9 of 2875 and 6 of 14685 in its examples.
        ("261234928755", weighed("price", "261234928755", "1234", "28.75")),
        ("2712346146851", weighed("price", "2712346146851", "1234", "146.85")),
        ("2812347012503", weighed("weight", "2812347012503", "1234", "1.250")),  # X is not tested
        ("29125012345675", weighed("weight", "29125012345675", "1234567", "1.250")),
        ("771250", weighed("weight", "771250", "12", "0.50")),  # neither whole places nor a check digit
    ],
    ids=repr,
)
def test_a_pattern_reads_article_and_amount(text: str, expected: dict[str, Any]) -> None:
    assert answer(text, *PATTERNS) == expected


def test_the_first_pattern_that_fits_wins_and_no_other_reading_is_tried() -> None:
    one, other = "weight:21IIIIINNDDDC", "count:2NNNNNIIIIIIC"
    assert answer("2112345012506", one, other)["kind"] == "weight"
    assert answer("2112345012506", other, one)["kind"] == "count"
    assert answer("2112345012507", one, other)["code"] == "check_digit"
    assert answer("2712345146852", "price:27IIIIVNNNDDC")["code"] == "check_digit"
    assert answer("2112345012507")["kind"] == "internal"
    # Fixed digits and the length decide whether it fits; an identifier decides before it.
    assert answer("2212345012506", one)["kind"] == "internal"
    assert answer("21123450125061", one)["code"] == "check_digit"
    assert answer("]E02112345012506", one)["kind"] == "internal"
    assert answer("0000000000000", "weight:00IIIIINNDDDC")["code"] == "structure"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("21IIIIINNDDDC", "pattern_kind"),
        ("mass:21IIIIINNDDDC", "pattern_kind"),
        ("", "pattern_kind"),
        ("weight:21iiiiiNNDDDC", "pattern_sign"),
        ("weight:\u0662IIIIINNDDDC", "pattern_sign"),
        ("weight:21NNDDDC", "pattern_article"),
        ("weight:21IIIIIC", "pattern_amount"),
        ("weight:", "pattern_article"),
        ("weight:21DDIIINNC", "pattern_order"),
        ("weight:21NNIIIDDC", "pattern_order"),
        ("weight:21CIIIINNDDD", "pattern_check"),
        ("weight:21IIIINNDDDCC", "pattern_check"),
        ("price:21IIIVNNDDDDC", "pattern_tested"),
        ("price:21IIIVVNNDDC", "pattern_tested"),
        ("weight:" + "I" * 40 + "N", "pattern_long"),
    ],
)
def test_what_is_no_pattern_says_why(text: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_pattern(text)
    assert refused.value.code == code
    assert "…" not in explain(refused.value)
