"""Every error code a person may meet has a sentence, and the sentence only asks for facts the error brings."""

import ast
import string
from collections.abc import Iterator

import pytest

from app.core.sentences import SENTENCES
from app.web.shared.sentences import MORE_SENTENCES
from tests.support.sources import application_modules

KINDS = frozenset({"ShopError", "BadInput", "NotFound", "Conflict", "Forbidden", "ConfigError"})
ALL = {**MORE_SENTENCES, **SENTENCES}


def raised() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every place that makes an error: where, its code, the names of its facts."""
    for path, tree in application_modules():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS):
                continue
            if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                facts = {keyword.arg or "**" for keyword in node.keywords}
                yield f"{path}:{node.lineno}", node.args[0].value, frozenset(facts)


@pytest.mark.parametrize(("where", "code", "facts"), list(raised()))
def test_an_error_can_be_explained(where: str, code: str, facts: frozenset[str]) -> None:
    assert code in ALL, f"{where}: {code} has no sentence"
    asked = {name for _, name, _, _ in string.Formatter().parse(ALL[code]) if name}
    assert "**" in facts or asked <= facts, f"{where}: {code} brings {sorted(facts)}, its sentence asks for {asked}"
