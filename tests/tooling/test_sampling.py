"""What is drawn by chance: repeatable, the same in every worker, whole or new on demand."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.postgres import PROJECT
from tests.support.sampling import draw

CASES = [(number, "even" if number % 2 == 0 else "odd") for number in range(100)]
MATRIX = """
import pytest
from hypothesis import given, strategies

DRAWN = []

@given(strategies.integers())
def test_property(number):
    DRAWN.append(number)

def test_told():
    print("drawn:", sum(DRAWN))

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
    [
        (["-s"], 7, "again by --seed 1,"),
        (["--seed", "new", "-n2"], 7, "again by --seed "),
        (["--all"], 100, ": every case"),
    ],
    ids=["usual", "workers", "all"],
)
def test_every_worker_draws_the_same(tmp_path: Path, options: list[str], count: int, told: str) -> None:
    said = run_of_matrix(tmp_path, *options)
    assert f"{count + 2} passed" in said
    assert told in said


def test_one_seed_draws_the_examples_of_properties_too_wherever_it_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drawn(seed: str) -> str:
        (told,) = [line for line in run_of_matrix(tmp_path, "-s", "--seed", seed).splitlines() if "drawn: " in line]
        return told

    monkeypatch.delenv("CI", raising=False)
    at_a_desk = drawn("5")
    monkeypatch.setenv("CI", "true")
    assert at_a_desk == drawn("5") != drawn("6")


def test_a_seed_that_is_none_is_refused(tmp_path: Path) -> None:
    assert "a number is needed, or 'new'" in run_of_matrix(tmp_path, "--seed", "old")


def run_of_matrix(folder: Path, *options: str) -> str:
    """What pytest says of a matrix and a property with these options."""
    test = folder / "test_matrix.py"
    test.write_text(MATRIX)
    command = [sys.executable, "-m", "pytest", "-p", "tests.support.sampling", "-c", str(PROJECT / "pyproject.toml")]
    return subprocess.run(
        [*command, f"--rootdir={folder}", *options, str(test)],
        cwd=PROJECT,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ).stdout
