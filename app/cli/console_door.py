"""How a command asks the running server to try a device out: only one program may speak to a device.

The question is a file in the data folder, and so is the answer: whoever may write there may do so. A server that is not
there leaves a question lying, and drops it when it starts.
"""

import json
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from app.core.errors import ConfigError, ShopError
from app.core.explain import explain
from app.core.ids import new_uid
from app.core.private_files import FOLDER_OWNER_ONLY, replace_private
from app.flows.device_tests import Tried
from app.web.shared.sentences import MORE_SENTENCES

FOLDER: Final = "console"
ANSWERED_WITHIN_S: Final = 60.0
"""A printer is waited for, too."""
_LOOK_S: Final = 0.3
_QUESTION: Final = ".question"
_ANSWER: Final = ".answer"
_log = logging.getLogger(__name__)


class ConsoleDoor:
    """Answers the questions of commands, in a thread of its own; ``test`` tries a device out by its id."""

    def __init__(self, data_folder: Path, test: Callable[[int], Tried]) -> None:
        self._folder = data_folder / FOLDER
        self._test = test
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="console door", daemon=True)

    def start(self) -> None:
        """Drops what nobody waits for any more, and begins."""
        self._folder.mkdir(mode=FOLDER_OWNER_ONLY, parents=True, exist_ok=True)
        for file in self._folder.iterdir():
            file.unlink(missing_ok=True)
        self._thread.start()

    def stop(self) -> None:
        """Finishes what is under way, and ends."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        while not self._stopped.wait(_LOOK_S):
            try:
                for file in self._folder.glob(f"*{_QUESTION}"):
                    self._answer(file)
            except Exception:  # noqa: BLE001  # a thread that ends leaves every command without an answer
                _log.exception("a question of a command could not be answered")

    def _answer(self, file: Path) -> None:
        question = json.loads(file.read_bytes())
        file.unlink()
        answer = tried(self._test, question["device"])
        replace_private(file.with_suffix(_ANSWER), json.dumps(answer, default=str).encode())


def tried(test: Callable[[int], Tried], device_id: int) -> dict[str, Any]:
    """What came of trying a device out, as a command answers it; a refusal by the shop's rules is an answer, too."""
    try:
        came = test(device_id)
    except ShopError as error:
        came = Tried(passed=False, code=error.code, facts=error.facts)
    code = came.code
    message = None if code is None else explain(ShopError(code, **came.facts), more=MORE_SENTENCES)
    return {
        "passed": came.passed,
        "code": code,
        "message": message,
        "maker_code": came.maker_code,
        "facts": dict(came.facts),
    }


def ask_server(data_folder: Path, device_id: int, within_s: float = ANSWERED_WITHIN_S) -> dict[str, Any]:
    """Lets the running server try a device out; ConfigError ``server_holds_no_devices`` where it does not answer."""
    folder, uid = data_folder / FOLDER, new_uid()
    question, answer = folder / f"{uid}{_QUESTION}", folder / f"{uid}{_ANSWER}"
    try:
        replace_private(question, json.dumps({"device": device_id}).encode())
        until_s = time.monotonic() + within_s
        while time.monotonic() < until_s:
            if answer.exists():
                found: dict[str, Any] = json.loads(answer.read_bytes())
                return found
            time.sleep(_LOOK_S)
    except OSError as error:
        raise ConfigError("data_folder_not_writable", folder=str(folder), problem=error.strerror or "") from None
    finally:
        question.unlink(missing_ok=True)
        answer.unlink(missing_ok=True)
    raise ConfigError("server_holds_no_devices", folder=str(data_folder))
