"""Less of the workers' time for Python's garbage collector.

What the collected tests hold (the program, the libraries, thousands of test items) lives to the end of the run, and
looking through all of it for garbage took every seventh second of the tests of pages: it is left out, and the rest is
looked through less often.
"""

import gc
from typing import Final

import pytest

YOUNG_OBJECTS: Final = 10_000

# While tests are collected nothing becomes garbage.
gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Take everything that is there now as lasting."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])
