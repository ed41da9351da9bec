"""Rules about the code that linters do not know."""

import ast
import re
from pathlib import Path

import pytest

from tests.support.sources import PROJECT, application_modules, files, method_calls

MOST_LINES = 500
# In brackets, so that this line does not find itself.
UNFINISHED = re.compile(r"[T]ODO\b|[F]IXME\b|[X]XX\b")
CODE = {".css", ".html", ".js", ".py"}
COMMITS = {Path("app/core/db/unit.py")}
TELLS_TIME = {Path("app/core/clock.py")}
DATABASE_RECEIVERS = re.compile(r"(^|[._])(tx|session|unit|connection)$")


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_files_are_small() -> None:
    long = {str(path.relative_to(PROJECT)): len(lines_of(path)) for path in files() if path.suffix in CODE}
    assert {name: count for name, count in long.items() if count > MOST_LINES} == {}


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{path.relative_to(PROJECT)}:{number}: {line.strip()}"
        for path in files()
        for number, line in enumerate(lines_of(path), start=1)
        if UNFINISHED.search(line)
    ]
    assert found == []


def test_package_files_are_empty() -> None:
    """A domain package that imports in its __init__ drags the web along into every import of it."""
    filled = [path for path in files() if path.name == "__init__.py" and path.stat().st_size]
    assert filled == []


def test_every_folder_of_modules_is_a_package() -> None:
    folders = {path.parent for path, _ in application_modules()}
    assert [folder for folder in sorted(folders) if not (PROJECT / folder / "__init__.py").exists()] == []


def test_only_the_unit_of_work_commits() -> None:
    found = {path for path, tree in application_modules() if method_calls(tree, "commit")}
    assert found == COMMITS


def test_time_is_asked_in_one_place_and_passed_in() -> None:
    found = {path for path, tree in application_modules() if method_calls(tree, "now", "utcnow", "today") if asks(tree)}
    assert found == TELLS_TIME


def asks(tree: ast.AST) -> bool:
    """Whether a module calls datetime.now() or one of its kin, not a clock that it was given."""
    return any(
        ast.unparse(call.func).rpartition(".")[0] in {"date", "datetime", "datetime.date", "datetime.datetime"}
        for call in method_calls(tree, "now", "utcnow", "today")
    )


def unexplained_flushes(source: str, tree: ast.AST) -> list[int]:
    """The lines with a flush to the database and no comment beside or above that says why."""
    lines = source.splitlines()
    return [
        call.lineno
        for call in method_calls(tree, "flush")
        if isinstance(call.func, ast.Attribute)
        and DATABASE_RECEIVERS.search(ast.unparse(call.func.value))
        and "#" not in lines[call.lineno - 1]
        and not lines[call.lineno - 2].lstrip().startswith("#")
    ]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("tx.add(row)\ntx.flush()", [2]),
        ("self.session.flush()", [1]),
        ("tx.flush()  # the number must be known", []),
        ("# the number must be known\ntx.flush()", []),
        ("sys.stdout.flush()", []),
    ],
)
def test_flushes_without_a_reason_are_seen(source: str, lines: list[int]) -> None:
    assert unexplained_flushes(source, ast.parse(source)) == lines


def test_every_flush_has_its_reason() -> None:
    found = {
        path: unexplained_flushes((PROJECT / path).read_text(encoding="utf-8"), tree)
        for path, tree in application_modules()
    }
    assert {path: lines for path, lines in found.items() if lines} == {}
