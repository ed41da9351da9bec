"""What is drawn by chance in a run: samples of big matrices, faults in a row, and the examples of properties.

Mark a test with ``@pytest.mark.sampled("step, fault", CASES, count=12)``: it takes the arguments like
``pytest.mark.parametrize``, and a run tries `count` of the cases, or all of them with ``--all``.

One seed draws everything. It is the same in every run, so that a change is judged by what it changed and not by luck;
``--seed new`` goes looking with another one, which the head of the run tells, and ``--seed N`` draws that again.
"""

import argparse
import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

SEED = pytest.StashKey[int]()
USUAL_SEED = 1
LARGEST_SEED = 999_999


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of this module."""
    group = parser.getgroup("regulars")
    group.addoption("--all", action="store_true", help="try every case of the big matrices, not a sample")
    group.addoption("--seed", type=_seed, default=USUAL_SEED, help="draw by another seed: a number, or 'new'")


def _seed(typed: str) -> int:
    if typed == "new":
        return random.randint(0, LARGEST_SEED)
    if not (typed.isascii() and typed.isdigit()):
        raise argparse.ArgumentTypeError("a number is needed, or 'new'")
    return int(typed)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Settle the seed, also for the properties: the one asked for, or the one the first process of all drew."""
    config.addinivalue_line("markers", "sampled(names, cases, count): parametrize with a sample of a big matrix")
    worker = getattr(config, "workerinput", {})
    config.stash[SEED] = config.option.hypothesis_seed = worker.get("seed", config.getoption("--seed"))
    # Properties are about what is computed, not about how fast a busy machine draws its examples. Where CI is set in
    # the environment hypothesis would draw by the name of the test and never by our seed.
    settings.register_profile("patient", deadline=None, derandomize=False, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("patient")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Workers must collect the same tests: they all draw by the seed of the first process."""
    node.workerinput["seed"] = node.config.stash[SEED]


def pytest_report_header(config: pytest.Config) -> str:
    """Tell how to draw the same samples again."""
    if config.getoption("--all"):
        return f"big matrices: every case; what is drawn again by --seed {config.stash[SEED]}"
    return f"big matrices: a sample; again by --seed {config.stash[SEED]}, others by --seed new, every case by --all"


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
