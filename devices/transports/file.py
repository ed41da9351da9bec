"""Devices that are a file: ``/dev/usb/lp0``, or a plain file that keeps what would be printed.

Opened without waiting, because python-escpos's ``File`` would hang in the system as long as the printer is out of
paper.
"""

import os
import select
from pathlib import Path
from typing import Final

from devices.errors import DeviceError, Interrupted, Trouble
from devices.transports.channel import Deadline

# Windows has neither the flag nor a wait for files; there a plain file only is written.
_NO_WAIT: int = getattr(os, "O_NONBLOCK", 0)
_OF_DEVICES: Final = (Path("/dev"), Path("/dev/usb"))


class FileOutlet:
    """The end of a file."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)

    def deliver(self, job: bytes, deadline: Deadline) -> None:
        """Appends the job; DeviceError ``device_unreachable``, Interrupted ``device_blocked`` or ``device_lost``."""
        # A device that was unplugged must not come back as a file that swallows papers.
        create = 0 if self._path.parent in _OF_DEVICES else os.O_CREAT
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | create | _NO_WAIT, 0o600)
        except OSError as problem:
            raise DeviceError(Trouble.UNREACHABLE, maker_code=str(problem)) from problem
        sent = 0
        try:
            while sent < len(job):
                if _NO_WAIT and not select.select([], [handle], [], deadline.remaining_s())[1]:
                    raise Interrupted(Trouble.BLOCKED, sent_bytes=sent)
                sent += os.write(handle, job[sent:])
        except BlockingIOError as problem:
            raise Interrupted(Trouble.BLOCKED, sent_bytes=sent) from problem
        except OSError as problem:
            raise Interrupted(Trouble.LOST, sent_bytes=sent, maker_code=str(problem)) from problem
        finally:
            os.close(handle)
