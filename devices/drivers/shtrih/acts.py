"""Acts as sequences of commands, on a session that stands where the attempt was prepared."""

from dataclasses import replace
from typing import Final, assert_never

from app.core.money import ZERO
from devices.drivers.shtrih import build, codes
from devices.drivers.shtrih.answers import Mode, ShortStatus, Submode, storage_moment, whole_number
from devices.drivers.shtrih.codes import CodeTables
from devices.drivers.shtrih.recovery import kept_document, registered_document
from devices.drivers.shtrih.session import Session
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import Attempt, PaperOutcome, Registered
from devices.fiscal.parts import parts_of
from devices.fiscal.receipt import (
    Act,
    CashMove,
    Correction,
    FiscalLine,
    FiscalReceipt,
    Operator,
    ShiftClosing,
    ShiftOpening,
)
from devices.fiscal.receipt_code import qr_of

_TROUBLE_OF_MODE: Final = {
    Mode.SHIFT_EXPIRED: Trouble.SHIFT_EXPIRED,
    Mode.SHIFT_CLOSED: Trouble.SHIFT_CLOSED,
    Mode.DATE_UNCONFIRMED: Trouble.CLOCK_UNSET,
    Mode.TECHNICAL_RESET: Trouble.CLOCK_UNSET,
}


def trouble_of(status: ShortStatus) -> Trouble | None:
    """What keeps the register from selling; a closed shift and an open document are for others to say."""
    if status.submode in (Submode.NO_PAPER, Submode.NO_PAPER_INSIDE):
        return Trouble.PAPER_OUT
    if status.mode == Mode.SHIFT_EXPIRED:
        return Trouble.SHIFT_EXPIRED
    return Trouble.CLOCK_UNSET if status.mode in (Mode.DATE_UNCONFIRMED, Mode.TECHNICAL_RESET) else None


def refuse_by_state(status: ShortStatus, act: Act) -> None:
    """DeviceError for what has to be done before this act."""
    if status.submode in (Submode.NO_PAPER, Submode.NO_PAPER_INSIDE):
        raise DeviceError(Trouble.PAPER_OUT, maker_code=status.maker_code)
    trouble = _TROUBLE_OF_MODE.get(Mode(status.mode)) if status.mode in set(Mode) else Trouble.BUSY
    if isinstance(act, ShiftOpening):
        trouble = None if trouble is Trouble.SHIFT_CLOSED else trouble or Trouble.SHIFT_OPEN
        trouble = Trouble.SHIFT_OPEN if trouble is Trouble.SHIFT_EXPIRED else trouble
    elif isinstance(act, ShiftClosing) and trouble is Trouble.SHIFT_EXPIRED:
        trouble = None
    if trouble is not None:
        raise DeviceError(trouble, maker_code=status.maker_code)


def carry_out(session: Session, act: Act, attempt: Attempt, tables: CodeTables, columns: int) -> Registered:
    """Sends the act; Refused where the register did not take it, Unanswered, DeviceError."""
    match act:
        case FiscalReceipt():
            registered = _receipt(session, act, attempt, tables, columns)
        case CashMove():
            registered = _cash(session, act, attempt)
        case ShiftOpening():
            session.do(b"\xff\x41")
            session.put_tags(*build.operator_tags(act.operator))
            session.make_count(b"\xe0")
            registered = _last_document(session, attempt)
        case ShiftClosing():
            session.do(b"\xff\x42")
            session.put_tags(*build.operator_tags(act.operator))
            session.make_count(b"\x41")
            registered = _last_document(session, attempt)
        case _:
            assert_never(act)
    return registered


def with_paper(session: Session, registered: Registered) -> Registered:
    """What became of the paper of a registered act; never fails, because nothing about the act is open any more."""
    if registered.paper is PaperOutcome.NOT_WANTED:
        return registered
    try:
        status = session.wait_for_printer()
    except DeviceError as problem:
        return replace(registered, paper=PaperOutcome.UNKNOWN, trouble=problem.trouble)
    if status.submode != Submode.IDLE:
        return replace(registered, paper=PaperOutcome.UNFINISHED, trouble=Trouble.PAPER_OUT)
    return registered


def check(act: Act, tables: CodeTables, operator: Operator) -> None:
    """Builds everything once before anything is sent; DeviceError for what the register could not be told."""
    if not isinstance(act, FiscalReceipt):
        return
    for line in act.lines:
        codes.subject(line)
        if line.marked_code:
            build.marked_bytes(line)
        for part in parts_of(line):
            build.item(line, part, act.kind, tables)
    if act.correction is None:
        build.closing(act, tables)
    else:
        build.correction(act, act.correction, tables)
    build.receipt_tags(replace(act, operator=operator))


def _receipt(
    session: Session, receipt: FiscalReceipt, attempt: Attempt, tables: CodeTables, columns: int
) -> Registered:
    session.choose_paper(wanted=receipt.on_paper)
    if receipt.correction is not None:
        number, sign, rest = _correction(session, receipt, receipt.correction, tables)
    else:
        number, sign, rest = _sale(session, receipt, tables, columns)
    at = storage_moment(rest[:5], session.zone)
    if at is None:
        found = session.find(number)
        at = None if found is None else found.at
    registered = Registered(
        number=number,
        total=receipt.total,
        serial_number=attempt.before.serial_number,
        storage_number=attempt.before.storage_number,
        shift_number=attempt.before.shift_number,
        at=at,
        sign=sign,
        paper=PaperOutcome.PRINTED if receipt.on_paper else PaperOutcome.NOT_WANTED,
    )
    return replace(registered, qr=qr_of(registered, receipt.kind))


def _sale(session: Session, receipt: FiscalReceipt, tables: CodeTables, columns: int) -> tuple[int, str, bytes]:
    for line in receipt.lines:
        if line.marked_code:
            session.do(b"\xff\x61", build.marking_check(build.marked_bytes(line), receipt.kind))
            session.do(b"\xff\x69", b"\x01")
    session.do(b"\x8d", bytes((codes.OPENING[receipt.kind],)))
    for line in receipt.lines:
        _item(session, line, receipt, tables)
    for text in receipt.texts:
        session.do(b"\x17", build.text_line(text, columns))
    session.put_tags(*build.receipt_tags(receipt))
    counted = session.subtotal_minor()
    if counted != receipt.total.minor - receipt.rounding.minor:
        raise DeviceError(Trouble.SUM_DIFFERS, maker_code=str(counted))
    answer = session.make_count(b"\xff\x45", build.closing(receipt, tables))
    return whole_number(answer[5:9]), str(whole_number(answer[9:13])), answer[13:]


def _item(session: Session, line: FiscalLine, receipt: FiscalReceipt, tables: CodeTables) -> None:
    for part in parts_of(line):
        session.do(b"\xff\x46", build.item(line, part, receipt.kind, tables))
    if line.marked_code:
        session.do(b"\xff\x67", build.marking_bound(build.marked_bytes(line)))


def _correction(
    session: Session, receipt: FiscalReceipt, reason: Correction, tables: CodeTables
) -> tuple[int, str, bytes]:
    session.do(b"\xff\x35")
    session.put_tags(*build.correction_tags(reason), *build.receipt_tags(receipt))
    answer = session.make_count(b"\xff\x4a", build.correction(receipt, reason, tables))
    return whole_number(answer[2:6]), str(whole_number(answer[6:10])), b""


def _cash(session: Session, move: CashMove, attempt: Attempt) -> Registered:
    session.make_count(b"\x50" if move.amount > ZERO else b"\x51", build.sum_data(move.amount))
    before = attempt.before
    return Registered(
        number=0,
        total=attempt.total,
        serial_number=before.serial_number,
        storage_number=before.storage_number,
        shift_number=before.shift_number,
    )


def _last_document(session: Session, attempt: Attempt) -> Registered:
    number = session.storage_status().last_document
    found = session.find(number)
    if found is None:
        raise DeviceError(Trouble.STORAGE, maker_code=f"document {number}")
    registered = registered_document(session, kept_document(found), attempt)
    return replace(registered, paper=PaperOutcome.PRINTED, is_recovered=False)
