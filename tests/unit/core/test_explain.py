"""Error codes as sentences."""

from app.core.errors import BadInput, Conflict, ShopError
from app.core.explain import explain
from app.core.money import Money


def test_the_facts_stand_in_the_sentence() -> None:
    error = Conflict("login_locked", seconds=30)
    assert explain(error).startswith("Too many wrong tries. Wait 30 seconds")


def test_money_and_lists_are_written_for_people() -> None:
    more = {"x": "{need} for {names}"}
    assert explain(ShopError("x", need=Money(-1250), names=["saw", "oil"]), more=more) == "-12.50 for saw, oil"


def test_a_fact_that_is_missing_leaves_the_sentence_readable() -> None:
    assert explain(Conflict("login_locked")).startswith("Too many wrong tries. Wait … seconds")


def test_a_code_without_a_sentence_shows_itself() -> None:
    assert explain(BadInput("never_heard_of", "a", got=1)) == "never_heard_of (got=1)"


def test_translation_and_figures_are_the_callers() -> None:
    error = Conflict("login_locked", seconds=30)
    said = explain(error, translate=lambda _: "{seconds}!", show=lambda name, value: f"{name}={value}")
    assert said == "seconds=30!"


def test_braces_in_a_fact_are_only_text() -> None:
    assert "{0}" in explain(BadInput("not_decimal_text", "qty", got="{0}"))
