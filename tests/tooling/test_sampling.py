"""Samples of big matrices: repeatable, the same in every worker, whole on demand."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.postgres import PROJECT
from tests.support.sampling import draw

CASES = [(number, "even" if number % 2 == 0 else "odd") for number in range(100)]
MATRIX = """
import pytest

@pytest.mark.sampled("number, kind", [(n, "x") for n in range(100)], count=7)
def test_case(number, kind):
    assert kind == "x"
"""


def test_a_sample_is_repeatable_ordered_and_different_for_others() -> None:
    first = draw(CASES, 10, 1, "a")
    assert first == draw(CASES, 10, 1, "a") == sorted(first)
    assert len(set(first)) == 10
    assert draw(CASES, 10, 2, "a") != first != draw(CASES, 10, 1, "b")


def test_a_small_matrix_is_whole() -> None:
    assert draw(CASES[:3], 10, 1, "a") == CASES[:3]


@pytest.mark.sampled("number, kind", CASES, count=3)
def test_the_mark_gives_arguments(number: int, kind: str) -> None:
    assert (number, kind) in CASES


@pytest.mark.parametrize(
    ("options", "count", "told"),
    [(["--seed", "5"], 7, "again by --seed 5,"), (["-n2"], 7, "again by --seed "), (["--all"], 100, ": every case")],
    ids=["seed", "workers", "all"],
)
def test_every_worker_draws_the_same(tmp_path: Path, options: list[str], count: int, told: str) -> None:
    test = tmp_path / "test_matrix.py"
    test.write_text(MATRIX)
    command = [sys.executable, "-m", "pytest", "-p", "tests.support.sampling", "-c", str(PROJECT / "pyproject.toml")]
    done = subprocess.run(
        [*command, f"--rootdir={tmp_path}", *options, str(test)],
        cwd=PROJECT,
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert f"{count} passed" in done.stdout
    assert told in done.stdout
