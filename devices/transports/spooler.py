"""Printers that belong to the system's spooler: CUPS, and the Windows print queue."""

import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from devices.errors import DeviceError, Interrupted, Trouble
from devices.transports.channel import Deadline


class CupsOutlet:
    """A CUPS queue, fed raw through ``lp``.

    python-escpos's ``LP`` waits for ``lp`` without a limit and never looks whether it took the job.
    """

    def __init__(self, queue: str) -> None:
        self._queue = queue

    def deliver(self, job: bytes, deadline: Deadline) -> None:
        """Queues the job; ``transport_unavailable`` without CUPS, ``spooler_refused`` where ``lp`` says no."""
        program = shutil.which("lp")
        if program is None:
            raise DeviceError(Trouble.NO_TRANSPORT, maker_code="cups: lp is not installed")
        try:
            done = subprocess.run(
                [program, "-d", self._queue, "-t", "receipt", "-o", "raw", "-"],
                input=job,
                capture_output=True,
                timeout=max(deadline.remaining_s(), 0.001),
                check=False,
            )
        except subprocess.TimeoutExpired as problem:
            raise Interrupted(Trouble.BLOCKED, sent_bytes=len(job)) from problem
        except OSError as problem:
            raise DeviceError(Trouble.SPOOLER_REFUSED, maker_code=str(problem)) from problem
        if done.returncode:
            raise DeviceError(Trouble.SPOOLER_REFUSED, maker_code=done.stderr.decode(errors="replace").strip()[:200])


class WinspoolOutlet:
    """A Windows print queue, fed raw through python-escpos's ``Win32Raw``."""

    def __init__(self, queue: str, printer: Callable[[str], Any] | None = None) -> None:
        self._queue = queue
        self._printer = printer

    def deliver(self, job: bytes, deadline: Deadline) -> None:
        """Queues the job; ``transport_unavailable`` on other systems, ``spooler_refused`` where the queue says no."""
        printer = self._printer or _win32_raw()
        # The spooler's calls know no time limit, so they get a thread to wait for.
        pool = ThreadPoolExecutor(max_workers=1)
        try:
            pool.submit(self._queue_job, printer, job).result(timeout=deadline.remaining_s())
        except TimeoutError as problem:
            raise Interrupted(Trouble.BLOCKED, sent_bytes=len(job)) from problem
        except Exception as problem:
            raise DeviceError(Trouble.SPOOLER_REFUSED, maker_code=str(problem)[:200]) from problem
        finally:
            pool.shutdown(wait=False)

    def _queue_job(self, kind: Callable[[str], Any], job: bytes) -> None:
        printer = kind(self._queue)
        printer.open(job_name="receipt")
        try:
            printer._raw(job)
        finally:
            printer.close()


def _win32_raw() -> Callable[[str], Any]:
    # Loading it reads a file of profiles for long and leaves an empty folder behind: only where it is used.
    from escpos.printer import Win32Raw  # noqa: PLC0415

    if not Win32Raw.is_usable():
        raise DeviceError(Trouble.NO_TRANSPORT, maker_code="winspool: Windows and pywin32 are needed")
    return Win32Raw  # type: ignore[no-any-return]  # an untyped class
