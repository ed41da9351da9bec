"""Marking codes: which unit one names, what a register is told, and what lacks a part of it."""

import pytest

from app.core.barcodes.marking import read_marking

GS = "\x1d"
UNIT = "0104607001771234215AbcDEF123456"
WATER = f"{UNIT}{GS}93abcd"
SHOES = f"{UNIT}{GS}91EE06{GS}92{'x' * 43}="
BEER = f"010460700177123421AbcDEF1{GS}93abcd"
BLOCK = f"010460700177123421AbcDEF1{GS}8005123456{GS}93abcd"
PACK = "04607001771234AbcDEF1ABcd1234"


@pytest.mark.parametrize(
    ("scanned", "value", "sgtin"),
    [
        (WATER, WATER, UNIT),
        (f"]d2{WATER}", WATER, UNIT),
        (f"{GS}{WATER}\r\n", WATER, UNIT),
        (WATER.replace(GS, "\\u001D"), WATER, UNIT),
        ("(01)04607001771234(21)5AbcDEF123456(93)abcd", WATER, UNIT),
        (WATER.replace(GS, ""), WATER, UNIT),
        (SHOES.replace(GS, ""), SHOES, UNIT),
        (BEER, BEER, BEER[:25]),
        (BLOCK, BLOCK, BLOCK[:25]),
        (f"]d1{PACK}", PACK, PACK[:21]),
    ],
)
def test_a_code_is_told_whole_and_compared_by_the_part_that_names_the_unit(
    scanned: str, value: str, sgtin: str
) -> None:
    code = read_marking(scanned)
    assert code is not None
    assert (code.value, code.sgtin, code.gtin, code.is_whole) == (value, sgtin, "04607001771234", True)


@pytest.mark.parametrize("cut", [UNIT, f"{UNIT}{GS}10A1", BEER.replace(GS, "")])
def test_without_its_end_or_where_separators_can_not_be_put_back_it_is_not_whole(cut: str) -> None:
    code = read_marking(cut)
    assert code is not None
    assert not code.is_whole


@pytest.mark.parametrize(
    "other",
    [
        "",
        GS * 3,
        "4006381333931",
        "010460700177123417120000",
        WATER.replace("1234", "1235", 1),
        PACK.replace("1234", "1235", 1),
        f"{PACK[:-1]}ж",
        f"{UNIT}{GS}91{'x' * 200}",
    ],
)
def test_anything_else_is_none(other: str) -> None:
    assert read_marking(other) is None
