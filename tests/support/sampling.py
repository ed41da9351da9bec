"""Big matrices of cases: a sample in every run, drawn by a printed seed, and all of them with ``--all``.

Mark a test with ``@pytest.mark.sampled("step, fault", CASES, count=12)``: it takes the arguments like
``pytest.mark.parametrize``, and a run tries `count` of the cases. ``--seed N`` draws the same sample again.
"""

import random
from collections.abc import Sequence
from typing import Any

import pytest

SEED = pytest.StashKey[int]()
LARGEST_SEED = 999_999


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of this module."""
    group = parser.getgroup("regulars")
    group.addoption("--all", action="store_true", help="try every case of the big matrices, not a sample")
    group.addoption("--seed", type=int, help="draw the samples by this seed")


def pytest_configure(config: pytest.Config) -> None:
    """Settle the seed: the one asked for, the one the first process drew for its workers, or a new one."""
    config.addinivalue_line("markers", "sampled(names, cases, count): parametrize with a sample of a big matrix")
    drawn = random.randint(0, LARGEST_SEED)
    asked = config.getoption("--seed")
    worker = getattr(config, "workerinput", {})
    config.stash[SEED] = worker.get("seed", drawn) if asked is None else asked


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Workers must collect the same tests: they all draw by the seed of the first process."""
    node.workerinput["seed"] = node.config.stash[SEED]


def pytest_report_header(config: pytest.Config) -> str:
    """Tell how to draw the same samples again."""
    if config.getoption("--all"):
        return "big matrices: every case"
    return f"big matrices: a sample; again by --seed {config.stash[SEED]}, every case by --all"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Turn the mark into parameters."""
    for mark in metafunc.definition.iter_markers("sampled"):
        names, cases = mark.args
        if not metafunc.config.getoption("--all"):
            cases = draw(cases, mark.kwargs["count"], metafunc.config.stash[SEED], metafunc.definition.nodeid)
        metafunc.parametrize(names, cases)


def draw(cases: Sequence[Any], count: int, seed: int, name: str) -> list[Any]:
    """`count` of the cases in their order; another test draws others by the same seed."""
    chosen = random.Random(f"{seed} {name}").sample(range(len(cases)), min(count, len(cases)))
    return [cases[index] for index in sorted(chosen)]
