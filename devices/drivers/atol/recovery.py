"""What became of an attempt: the service is asked by its name, then the register's memory; nothing is sent again."""

from dataclasses import replace
from typing import Any, Final

from app.core.money import ZERO
from devices.drivers.atol import codes
from devices.drivers.atol.answers import Outcome, TaskStatus, count_in, entry, moment_in, money_in
from devices.drivers.atol.desk import Desk, Found
from devices.drivers.atol.service import Service, Unknown
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import ActKind, Attempt, Counters, Finding, PaperOutcome, Registered, Verdict
from devices.fiscal.port import FiscalSettings
from devices.fiscal.receipt_code import qr_of

_SHIFT_DOCUMENT: Final = {ActKind.SHIFT_OPENING: "openShift", ActKind.SHIFT_CLOSING: "closeShift"}
_SEAL: Final = {"type": "getFnStatus"}
_ASKED_MOST: Final = 50
"""More documents than this in between are surely not one lost answer."""


def registered_of(outcome: Outcome, attempt: Attempt, settings: FiscalSettings) -> Registered | None:
    """The answer to a finished act; None where it does not say that it was carried out, or cannot be read."""
    if outcome.status is not TaskStatus.READY:
        return None
    try:
        return _answered(outcome, attempt, settings)
    except DeviceError:
        return None


def _answered(outcome: Outcome, attempt: Attempt, settings: FiscalSettings) -> Registered | None:
    before = attempt.before
    if attempt.kind in (ActKind.CASH_IN, ActKind.CASH_OUT):
        if "counters" not in outcome.result:
            return None
        return _registered(attempt, 0)
    if "fiscalParams" not in outcome.result:
        return None
    told = outcome.part("fiscalParams")
    warnings = outcome.result.get("warnings")
    warned: dict[str, Any] = warnings if isinstance(warnings, dict) else {}
    number = count_in(told, "fiscalDocumentNumber")
    paper = PaperOutcome.UNFINISHED if warned.get("notPrinted") is True else PaperOutcome.PRINTED
    registered = replace(
        _registered(attempt, number),
        total=money_in(told, "total") if "total" in told else attempt.total,
        storage_number=entry(told, "fnNumber", str) if "fnNumber" in told else before.storage_number,
        shift_number=count_in(told, "shiftNumber"),
        at=moment_in(told, "fiscalDocumentDateTime", settings.zone),
        sign=str(told.get("fiscalDocumentSign", ""))[:20],
        receipt_number=count_in(told, "fiscalReceiptNumber") if "fiscalReceiptNumber" in told else None,
        paper=paper if attempt.on_paper else PaperOutcome.NOT_WANTED,
        is_recovered=warned.get("recovered") is True,
    )
    return _with_code(registered, attempt)


def resolve(service: Service, desk: Desk, attempt: Attempt, settings: FiscalSettings, longest_ms: int) -> Verdict:
    """The verdict on an attempt. DeviceError where neither the service nor the register can be asked."""
    outcome = None if not attempt.key else _found(service, attempt.key, longest_ms)
    registered = None if outcome is None else registered_of(outcome, attempt, settings)
    if registered is not None:
        return _of_this_register(replace(registered, is_recovered=True), attempt)
    verdict = by_memory(desk, attempt)
    if verdict.finding is Finding.NOT_REGISTERED and outcome is not None and outcome.status is TaskStatus.ERROR:
        return replace(verdict, trouble=codes.trouble_of(outcome.code), maker_code=outcome.maker_code)
    return verdict


def by_memory(desk: Desk, attempt: Attempt) -> Verdict:
    """The verdict by the documents and the cash of the register alone; DeviceError."""
    now = desk.stands().counters
    before = attempt.before
    if (now.serial_number, now.storage_number) != (before.serial_number, before.storage_number):
        return Verdict(Finding.UNKNOWN, trouble=Trouble.SWAPPED)
    if not 0 <= now.last_document - before.last_document <= _ASKED_MOST:
        return Verdict(Finding.UNKNOWN, trouble=Trouble.COUNTER_MOVED)
    found = desk.documents(range(before.last_document + 1, now.last_document + 1))
    if attempt.kind.document_kind is not None:
        return _receipt(attempt, found, now)
    if attempt.kind in _SHIFT_DOCUMENT:
        return _shift(attempt, found, now)
    return _cash(attempt, found, now)


def _found(service: Service, key: str, longest_ms: int) -> Outcome:
    """What became of the order of this name.

    Where the service does not know it, the name is given to a harmless question: the act cannot be taken any more if it
    comes late. What that meets may be the act itself, which came just now.
    """
    try:
        return service.look(key, longest_ms)
    except Unknown:
        return service.carry_out(key, dict(_SEAL), longest_ms)


def _of_this_register(registered: Registered, attempt: Attempt) -> Verdict:
    if registered.storage_number != attempt.before.storage_number:
        return Verdict(Finding.UNKNOWN, trouble=Trouble.SWAPPED, maker_code=registered.storage_number)
    return Verdict(Finding.REGISTERED, registered)


def _receipt(attempt: Attempt, found: list[Found], now: Counters) -> Verdict:
    """The shop's uid decides where the storage tells it; otherwise kind and sum, for nobody else sends."""
    seen = tuple(one.kept for one in found if one.kept.kind is not None)
    if not seen:
        return Verdict(Finding.NOT_REGISTERED)
    ours = [
        kept
        for kept in seen
        if kept.kind is attempt.kind.document_kind
        and kept.total == attempt.total
        and kept.is_correction == attempt.is_correction
        and kept.uid in ("", attempt.uid)
    ]
    if len(ours) != 1:
        return Verdict(Finding.UNKNOWN, trouble=Trouble.COUNTER_MOVED, seen=seen)
    registered = replace(_of_memory(attempt, ours[0].number, now), at=ours[0].at, sign=ours[0].sign)
    return Verdict(Finding.REGISTERED, _with_code(registered, attempt), seen=seen)


def _shift(attempt: Attempt, found: list[Found], now: Counters) -> Verdict:
    ours = [one.kept for one in found if one.type == _SHIFT_DOCUMENT[attempt.kind]]
    if len(ours) == 1:
        registered = replace(_of_memory(attempt, ours[0].number, now), at=ours[0].at, sign=ours[0].sign)
        return Verdict(Finding.REGISTERED, registered)
    if found:
        seen = tuple(one.kept for one in found)
        return Verdict(Finding.UNKNOWN, trouble=Trouble.COUNTER_MOVED, seen=seen)
    return Verdict(Finding.NOT_REGISTERED)


def _cash(attempt: Attempt, found: list[Found], now: Counters) -> Verdict:
    """Cash moves are no documents of the storage: what the drawer holds tells."""
    moved = now.cash - attempt.before.cash
    wanted = attempt.total if attempt.kind is ActKind.CASH_IN else -attempt.total
    if found or moved not in (ZERO, wanted):
        return Verdict(Finding.UNKNOWN, trouble=Trouble.COUNTER_MOVED, seen=tuple(one.kept for one in found))
    if moved == ZERO:
        return Verdict(Finding.NOT_REGISTERED)
    return Verdict(Finding.REGISTERED, _of_memory(attempt, 0, now))


def _registered(attempt: Attempt, number: int) -> Registered:
    before = attempt.before
    return Registered(number, attempt.total, before.serial_number, before.storage_number, before.shift_number)


def _of_memory(attempt: Attempt, number: int, now: Counters) -> Registered:
    """As the answer that was lost; whether a paper came out is not known."""
    registered = _registered(attempt, number)
    return replace(registered, shift_number=now.shift_number, paper=attempt.paper_unseen, is_recovered=True)


def _with_code(registered: Registered, attempt: Attempt) -> Registered:
    kind = attempt.kind.document_kind
    return registered if kind is None else replace(registered, qr=qr_of(registered, kind))
