"""Acts that begin at the same instant, each in a thread of its own; and waiting for what threads bring about."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

PATIENCE_S = 60.0
"""How long a test waits for what must happen: far longer than a busy machine takes."""
_LOOK_S = 0.02


def together(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Runs the acts at once; answers what each gave or raised, in their order."""
    start = threading.Barrier(len(acts))
    outcomes: dict[int, Any] = {}

    def run(index: int, act: Callable[[], Any]) -> None:
        start.wait(PATIENCE_S)
        try:
            outcomes[index] = act()
        except Exception as error:  # noqa: BLE001  # an outcome like any other: the test judges it
            outcomes[index] = error

    threads = [threading.Thread(target=run, args=item, daemon=True) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert len(outcomes) == len(acts), "some acts hang"
    return [outcomes[index] for index in range(len(acts))]


def until(reached: Callable[[], bool], timeout_s: float = PATIENCE_S) -> None:
    """Looks again and again until a condition holds; AssertionError when it does not in time."""
    looked = threading.Event()
    deadline = time.monotonic() + timeout_s
    while not reached():
        assert time.monotonic() < deadline, "it did not happen"
        looked.wait(_LOOK_S)
