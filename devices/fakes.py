"""Devices for tests and rehearsals: they keep the promises of their ports in memory, and fail where they are told."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.core.io_guard import refuse_inside_unit
from devices.coil import DrawerCoil
from devices.errors import DeviceError, Trouble
from devices.ports import (
    Mail,
    MailOutcome,
    MailResult,
    PrinterInfo,
    PrinterState,
    PrinterStatus,
    PrintOutcome,
    PrintResult,
)
from printing.document import Document


class Step(StrEnum):
    """Where a fake can fail."""

    BEFORE = "before"
    """Nothing has left yet."""

    INSIDE = "inside"
    """Part of the paper has come out."""

    AFTER = "after"
    """The whole paper has come out, and nobody hears of it."""


_STILL_KICKS: Final = frozenset(
    (Trouble.PAPER_OUT, Trouble.COVER_OPEN, Trouble.OFFLINE, Trouble.CUTTER, Trouble.BROKEN)
)


@dataclass(frozen=True, slots=True)
class FakePaper:
    """A paper that came out; ``whole`` is False where it stopped inside."""

    document: Document
    copy_text: str
    whole: bool


class FakeReceiptPrinter:
    """A ``ReceiptPrinter`` with a ``CashDrawer``.

    ``troubles`` says what is wrong at which step and stays until it is taken out; ``papers`` is what came out,
    ``kicks`` how often the drawer opened. ``paper_low`` warns without stopping anything. ``coil`` makes the drawer
    rest between openings; without one it opens as often as it is asked.
    """

    def __init__(self, coil: DrawerCoil | None = None) -> None:
        self._coil = coil or DrawerCoil(rest_s=0)
        self.troubles: dict[Step, Trouble] = {}
        self.papers: list[FakePaper] = []
        self.kicks = 0
        self.paper_low = False
        self.info = PrinterInfo(
            driver="fake",
            columns=48,
            width_dots=576,
            encoding="utf-8",
            cuts=True,
            opens_drawer=True,
            answers=True,
        )

    def render(self, document: Document, *, copy_text: str = "") -> bytes:
        """The document and its copy mark, as JSON."""
        return json.dumps([document.to_json(), copy_text]).encode()

    def status(self) -> PrinterStatus:
        """Ready, low on paper, or what is wrong before printing."""
        refuse_inside_unit()
        trouble = self.troubles.get(Step.BEFORE)
        if trouble is not None:
            return PrinterStatus.of_trouble(trouble)
        return PrinterStatus(PrinterState.PAPER_LOW if self.paper_low else PrinterState.READY)

    def print_document(self, job: bytes) -> PrintResult:
        """Keeps the paper, or fails at the step it was told."""
        refuse_inside_unit()
        self._refuse_before()
        document, copy_text = json.loads(job)
        inside = self.troubles.get(Step.INSIDE)
        self.papers.append(FakePaper(Document.from_json(document), copy_text, whole=inside is None))
        trouble = inside or self.troubles.get(Step.AFTER)
        if trouble is not None:
            return PrintResult(PrintOutcome.UNCONFIRMED, PrinterStatus.of_trouble(trouble), trouble)
        return PrintResult(PrintOutcome.CONFIRMED, self.status())

    def open_drawer(self) -> None:
        """Counts the opening; a printer that is reached opens it even without paper."""
        refuse_inside_unit()
        self._coil.refuse_too_soon()
        if self.troubles.get(Step.BEFORE) not in _STILL_KICKS:
            self._refuse_before()
        self._coil.note_pulse()
        self.kicks += 1

    def _refuse_before(self) -> None:
        trouble = self.troubles.get(Step.BEFORE)
        if trouble is not None:
            raise DeviceError(trouble)


class FakeMailGateway:
    """A ``MailGateway``: ``mails`` is what it took; ``troubles`` stay until they are taken out, as the printer's do."""

    def __init__(self) -> None:
        self.troubles: dict[Step, Trouble] = {}
        self.mails: list[Mail] = []

    def send(self, mail: Mail) -> MailResult:
        """Keeps the mail, or fails at the step it was told; inside it is not taken."""
        self.check()
        if Step.INSIDE in self.troubles:
            raise DeviceError(self.troubles[Step.INSIDE])
        self.mails.append(mail)
        return MailResult(MailOutcome.UNCONFIRMED if Step.AFTER in self.troubles else MailOutcome.ACCEPTED)

    def check(self) -> None:
        """Fails where it was told to before anything is said."""
        refuse_inside_unit()
        if Step.BEFORE in self.troubles:
            raise DeviceError(self.troubles[Step.BEFORE])
