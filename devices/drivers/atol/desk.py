"""Where an ATOL register stands, what it remembers, and how it is: questions that change nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final

from app.core.ids import new_uid
from devices.drivers.atol import codes
from devices.drivers.atol.answers import Outcome, TaskStatus, count_in, entry, garbled, moment_in, money_in
from devices.drivers.atol.build import UID_NAME, Task
from devices.drivers.atol.service import Service
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import Counters, KeptDocument
from devices.fiscal.port import ShiftState

_WHERE_IT_STANDS: Final = ("getDeviceInfo", "getFnInfo", "getFnStatus", "getShiftStatus", "getCashDrawerStatus")
_SHIFT_STATES: Final = {"closed": ShiftState.CLOSED, "opened": ShiftState.OPEN, "expired": ShiftState.EXPIRED}
_DAY: Final = timedelta(hours=24)


class Refused(DeviceError):
    """A task ended with an error of the maker's ``number``."""

    def __init__(self, outcome: Outcome) -> None:
        known = outcome.status is TaskStatus.ERROR or outcome.code
        super().__init__(codes.trouble_of(outcome.code) if known else Trouble.BUSY, maker_code=outcome.maker_code)
        self.number = outcome.code


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the register stands, and what its shift is."""

    counters: Counters
    shift: ShiftState
    shift_opened_at: datetime | None
    firmware: str


@dataclass(frozen=True, slots=True)
class Body:
    """What can be seen and touched of it."""

    clock: datetime | None
    has_paper: bool
    cover_is_open: bool
    drawer_is_open: bool | None
    is_blocked: bool

    @property
    def paper_trouble(self) -> Trouble | None:
        """What keeps paper from coming out."""
        if self.cover_is_open:
            return Trouble.COVER_OPEN
        return None if self.has_paper else Trouble.PAPER_OUT


@dataclass(frozen=True, slots=True)
class Found:
    """A document of the storage; ``type`` is the maker's word for it."""

    type: str
    kept: KeptDocument


class Desk:
    """Asks one register; every method raises DeviceError."""

    def __init__(self, service: Service, zone: tzinfo) -> None:
        self._service = service
        self._zone = zone

    def ask(self, *tasks: Task) -> list[dict[str, Any]]:
        """The results of an order that changes nothing; Refused where one of its tasks failed."""
        found = self._service.ask(new_uid(), *tasks)
        for outcome in found:
            if outcome.status is not TaskStatus.READY:
                raise Refused(outcome)
        return [outcome.result for outcome in found]

    def stands(self) -> Standing:
        """Where it stands now."""
        return self._standing(self.ask(*({"type": kind} for kind in _WHERE_IT_STANDS)))

    def stands_and_looks(self) -> tuple[Standing, Body]:
        """Where it stands and how it is, as of one moment."""
        *standing, body = self.ask(*({"type": kind} for kind in (*_WHERE_IT_STANDS, "getDeviceStatus")))
        return self._standing(standing), self._body(body)

    def looks(self) -> Body:
        """How it is now."""
        (result,) = self.ask({"type": "getDeviceStatus"})
        return self._body(result)

    def unsent_documents(self) -> int:
        """How many documents the tax office has not confirmed."""
        (result,) = self.ask({"type": "ofdExchangeStatus"})
        return count_in(entry(result, "status", dict), "notSentCount")

    def documents(self, numbers: range) -> list[Found]:
        """The documents of these numbers, in one order."""
        if not numbers:
            return []
        asked = ({"type": "getFnDocument", "fiscalDocumentNumber": one, "withRawData": False} for one in numbers)
        results = self.ask(*asked)
        return [
            self._found(one, entry(result, "documentTLV", dict)) for one, result in zip(numbers, results, strict=True)
        ]

    def _standing(self, results: list[dict[str, Any]]) -> Standing:
        device, storage, document, shift, drawer = results
        info, state = entry(device, "deviceInfo", dict), entry(shift, "shiftStatus", dict)
        shift_state = _SHIFT_STATES.get(str(state.get("state")))
        if shift_state is None:
            raise garbled("shift state")
        counters = Counters(
            serial_number=entry(info, "serial", str),
            storage_number=entry(entry(storage, "fnInfo", dict), "serial", str),
            last_document=count_in(entry(document, "fnStatus", dict), "fiscalDocumentNumber"),
            shift_number=count_in(state, "number"),
            shift_is_open=shift_state is not ShiftState.CLOSED,
            cash=money_in(entry(drawer, "counters", dict), "cashSum"),
            cash_moves=0,
        )
        ends = moment_in(state, "expiredTime", self._zone)
        return Standing(
            counters=counters,
            shift=shift_state,
            shift_opened_at=ends - _DAY if counters.shift_is_open and ends is not None else None,
            firmware=str(info.get("firmwareVersion", ""))[:40],
        )

    def _body(self, result: dict[str, Any]) -> Body:
        status = entry(result, "deviceStatus", dict)
        drawer = status.get("cashDrawerOpened")
        return Body(
            clock=moment_in(status, "currentDateTime", self._zone),
            has_paper=entry(status, "paperPresent", bool),
            cover_is_open=entry(status, "coverOpened", bool),
            drawer_is_open=drawer if isinstance(drawer, bool) else None,
            is_blocked=status.get("blocked") is True,
        )

    def _found(self, asked: int, tags: dict[str, Any]) -> Found:
        kind = str(tags.get("fiscalDocumentType"))
        is_receipt = kind in codes.RECEIPTS | codes.CORRECTIONS
        operation = tags.get("1054")
        kept = KeptDocument(
            number=asked,
            at=moment_in(tags, "1012", self._zone),
            kind=codes.KIND_OF_OPERATION.get(operation) if is_receipt and isinstance(operation, int) else None,
            is_correction=kind in codes.CORRECTIONS,
            total=money_in(tags, "1020") if is_receipt else None,
            sign=str(tags.get("1077", ""))[:20],
            uid=_uid_in(tags.get("1084")),
        )
        if is_receipt and kept.kind is None:
            raise garbled("operation")
        return Found(kind, kept)


def _uid_in(attributes: object) -> str:
    """The shop's uid among a document's own attributes; empty where none is."""
    for one in attributes if isinstance(attributes, list) else [attributes]:
        if isinstance(one, dict) and one.get("1085") == UID_NAME and isinstance(one.get("1086"), str):
            return str(one["1086"])
    return ""
