"""A pole display for tests and rehearsals: it keeps the port's promises in memory, and fails where it is told."""

import threading

from app.core.io_guard import refuse_inside_unit
from devices.errors import DeviceError, Trouble
from devices.poles.port import Face, PoleInfo


class FakePole:
    """A ``PoleDisplay``. ``faces`` are those it showed; ``trouble`` is what is wrong until it is None again.

    ``refused`` counts the faces that a trouble kept away.
    """

    def __init__(self) -> None:
        self.faces: list[Face] = []
        self.trouble: Trouble | None = None
        self.refused = 0
        self._asked = threading.Condition()
        self.info = PoleInfo("fake", "utf-8", numbers_only=False, verified_on_hardware=False)

    def show(self, face: Face) -> None:
        """Keeps the face."""
        refuse_inside_unit()
        with self._asked:
            self._asked.notify_all()
            if self.trouble is not None:
                self.refused += 1
                raise DeviceError(self.trouble)
            self.faces.append(face)

    def wait_for(self, upper: str, lower: str, timeout_s: float = 30.0) -> None:
        """Waits until it shows these lines, blanks at their ends dropped; TimeoutError."""
        with self._asked:
            if not self._asked.wait_for(lambda: self._shows(upper, lower), timeout_s):
                raise TimeoutError(f"it shows {self.faces[-1:]}")

    def wait_until_refused(self, timeout_s: float = 30.0) -> None:
        """Waits until a trouble has kept a face away; TimeoutError."""
        with self._asked:
            if not self._asked.wait_for(lambda: self.refused > 0, timeout_s):
                raise TimeoutError("nothing was refused")

    def close(self) -> None:
        """Nothing to let go of."""

    def _shows(self, upper: str, lower: str) -> bool:
        return bool(self.faces) and (self.faces[-1].upper.strip(), self.faces[-1].lower.strip()) == (upper, lower)
