"""One scenario as text in, one answer out: what the command line and the HTTP API share."""

from typing import Any

from app.core.errors import BadInput
from app.core.jsontext import parse
from pos.pricing.answering import answer
from pos.pricing.engine import price
from pos.pricing.messages import sentence
from pos.pricing.reading import read_scenario


def quote_text(text: str | bytes) -> dict[str, Any]:
    """The answer to a scenario in JSON; raises BadInput with code, path and facts."""
    scenario = read_scenario(parse(text))
    return answer(scenario, price(scenario))


def error_answer(error: BadInput) -> dict[str, Any]:
    """The answer to a scenario that can not be priced: ``{"error": {"code", "message", "path"}}``."""
    return {
        "error": {"code": error.code, "message": _writable(sentence(error)), "path": _writable(error.path)},
    }


def _writable(text: str) -> str:
    """Half a character out of the input, written so that UTF-8 can hold it."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
