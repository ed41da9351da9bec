"""The page of the scales' barcodes: what it keeps, what it refuses, and what it says of a label."""

from typing import Any

import pytest

from tests.support.web import Browser, WebShop
from warehouse.catalogue.scales import scale_patterns

PAGE = "/office/settings/scales"


@pytest.fixture
def owner(web_on_sqlite: WebShop) -> Browser:
    """Olga, with the page open."""
    browser = web_on_sqlite.office()
    browser.get(PAGE)
    return browser


def tried(browser: Browser, kind: str, pattern: str, label: str = "") -> Any:
    answer = browser.post(f"{PAGE}/try", {"kind": kind, "pattern": pattern, "label": label})
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_pattern_is_added_shown_with_an_example_and_removed(web_on_sqlite: WebShop, owner: Browser) -> None:
    sent = owner.post(PAGE, {"kind": "weight", "pattern": " 22iiiiinndddc "})
    assert sent.status_code == 303, sent.text
    shown = owner.get(PAGE).text
    assert "22IIIIINNDDDC" in shown
    assert "2212345012503 is article 12345, 1.250 kg." in shown
    assert "scales.patterns" in owner.get("/office/journal").text
    assert owner.post(f"{PAGE}/remove", {"pattern": "weight:22IIIIINNDDDC"}).status_code == 303
    with web_on_sqlite.database.read_unit() as tx:
        assert scale_patterns(tx) == ()


def test_what_is_no_pattern_says_why_and_stays_in_the_form(owner: Browser) -> None:
    refused = owner.post(PAGE, {"kind": "weight", "pattern": "22IIIIIZ", "label": "5"})
    assert refused.status_code == 422
    assert "Z means nothing in a pattern" in refused.text
    assert 'value="22IIIIIZ"' in refused.text
    assert owner.post(PAGE, {"kind": "mass", "pattern": "22IIIIINNDDDC"}).status_code == 422


@pytest.mark.parametrize(
    ("kind", "pattern", "label", "wrong", "words"),
    [
        (
            "price",
            "23IIIIINNNDDC",
            "",
            False,
            "2312345001252 is article 12345, 1.25 EUR. No goods have this article yet.",
        ),
        ("price", "23IIIIVNNDDC", "", False, "1.25 EUR"),
        ("count", "24IIIIINNNNNC", "", False, "12 pcs"),
        ("weight", "99IINDDDD", "]E0991223456", False, "2.346 kg"),
        ("weight", "22IIIIINNDDDC", "2212345012506", True, "check digit"),
        ("weight", "22IIIIINNDDDC", "4006381333931", True, "does not fit"),
        ("weight", "22IIIIINNDDDC", "<b>\u0661</b>", True, "does not fit"),
        ("weight", "22", "", True, "Say where the article stands"),
        ("weight", "46IIIIINNDDDC", "", True, "belong to makers"),
    ],
)
def test_a_label_is_tried_before_anything_is_kept(
    owner: Browser, kind: str, pattern: str, label: str, *, wrong: bool, words: str
) -> None:
    answer = tried(owner, kind, pattern, label)
    assert answer["wrong"] is wrong
    assert words in answer["said"]
