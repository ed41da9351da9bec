"""The lane of a fiscal register: each act registered once, or somebody hears of it.

The evidence is kept in a unit of its own before anything is sent. Where an answer stays out, or the program died, the
message comes back with its attempt still open, and the register is asked before anything else: registered, surely not,
or, where it cannot tell, a senior decides and the lane stands until then.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from app.core.actor import program
from app.core.db.unit import Database, Unit
from app.core.errors import BadInput, NotFound
from app.core.outbox import Message, Outcome
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import ActKind, Attempt, Finding, PaperOutcome, Registered, Verdict
from devices.fiscal.port import FiscalRegister, InDoubt, RegisterStatus, ShiftState
from devices.fiscal.receipt import Act, Operator
from pos.fiscal import keeping
from pos.fiscal.acts import act_of, cashier_of, even_out
from pos.fiscal.keeping import Subject
from pos.fiscal.paper import print_registered
from pos.fiscal.queue import is_correction, queue_rest, queue_shift_act, till_of_lane
from pos.fiscal.registers import Held, Registers
from pos.numbering.numbers import begin_numbers
from pos.numbering.registers import accept, accepted_serial

_ACTOR: Final = program("job:fiscal")
_CANNOT_BE_ASKED: Final = frozenset(
    {
        Trouble.UNREACHABLE,
        Trouble.NO_ANSWER,
        Trouble.GARBLED,
        Trouble.LOST,
        Trouble.BLOCKED,
        Trouble.NO_TRANSPORT,
        Trouble.BUSY,
        Trouble.WRONG_LOGIN,
        Trouble.PAPER_OUT,
        Trouble.COVER_OPEN,
    }
)
"""What says nothing about an attempt: it is asked after again."""
_HOPELESS: Final = frozenset(
    {
        Trouble.SWAPPED,
        Trouble.RECEIPT_WRONG,
        Trouble.REGISTER_REFUSED,
        Trouble.NOT_POSSIBLE,
        Trouble.SUM_DIFFERS,
        Trouble.MARK_REFUSED,
        Trouble.STORAGE_FULL,
    }
)
"""What no trying mends: the lane stands until a senior has decided."""
_AT_ONCE: Final = timedelta(0)
_REFUSALS_MOST: Final = 3
"""A register may refuse to end what it has begun, once and for a moment: so often it is asked before a senior is."""


class FiscalHandler:
    """Registers one act."""

    def __init__(self, database: Database, registers: Registers) -> None:
        self._database = database
        self._registers = registers

    def act(self, message: Message) -> Outcome:
        """Asks after what was sent before, then sends what is not registered."""
        try:
            with self._registers.held(message.lane) as held:
                return self._done(message, held)
        except DeviceError as problem:
            return _refused(problem)
        except (BadInput, NotFound) as problem:
            # Whoever changes the device or its settings lets it go on.
            return Outcome("retry", problem.code)

    def resolve(self, message: Message) -> Outcome:
        """After a crash: the lane asks the register itself, so that nobody waits for it when the server starts."""
        with self._database.read_unit() as tx:
            is_open = keeping.open_attempt(tx, message.id) is not None
        return Outcome("retry", Trouble.IN_DOUBT.value if is_open else None, {"open": is_open}, _AT_ONCE)

    def settle(self, tx: Unit, message: Message, outcome: Outcome) -> None:
        """Writes what was registered, and brings about what has to come first or follows."""
        result = outcome.result or {}
        if outcome.state == "in_doubt" or result.get("open"):
            return
        keeping.close_attempts(tx, message.id)
        if "before" in result:
            queue_shift_act(tx, result["before"], message, cashier_of(tx, message.payload))
        if "registered" in result:
            registered = keeping.registered_from_json(result["registered"])
            subject = subject_of(message, result["device"], result["kind"])
            is_new = keeping.keep_document(tx, subject, registered)
            if is_new and registered.paper is PaperOutcome.UNFINISHED:
                queue_rest(tx, message.lane, subject.act_uid)
        if outcome.state == "done" and "sale" in message.payload:
            payload, is_late = message.payload, is_correction(message.payload)
            till_id = till_of_lane(message.lane)
            print_registered(tx, till_id, payload["document"], payload["sale"], is_correction=is_late)

    def _done(self, message: Message, held: Held) -> Outcome:
        with self._database.read_unit() as tx:
            attempt = keeping.open_attempt(tx, message.id)
        if attempt is not None:
            outcome = _outcome_of(message, held, attempt.kind, held.register.resolve(attempt))
            if outcome is not None:
                return outcome
            # Surely not registered: what happens to the next attempt says nothing about this one.
            self._database.transact(_ACTOR, lambda tx: keeping.close_attempts(tx, message.id))
        if not held.is_met:
            self._meet(held)
        try:
            act = self._act(message, held.register)
            if act is None:
                return Outcome("done", None, {"nothing": True})
            attempt = held.register.prepare(act)
        except DeviceError as problem:
            return self._refused_before(message, held, problem)
        return self._sent(message, held, act, attempt)

    def _meet(self, held: Held) -> None:
        """Asks which register it is and begins its sale numbers; DeviceError where it does not say.

        One that stands in the place of another is left to a senior, as every act on it will say.
        """
        status = held.register.status()
        if not status.serial_number:
            raise DeviceError(status.trouble or Trouble.NO_ANSWER, maker_code=status.maker_code)

        def meet(tx: Unit) -> None:
            known = accepted_serial(tx, held.device_id)
            if not known:
                accept(tx, held.device_id, status.serial_number)
            if known in ("", status.serial_number):
                begin_numbers(tx, status.serial_number, status.last_sale_number)

        self._database.transact(_ACTOR, meet)

    def _act(self, message: Message, register: FiscalRegister) -> Act | None:
        if message.payload["act"] == "float":
            return even_out(message.payload, register)
        with self._database.read_unit() as tx:
            return act_of(tx, till_of_lane(message.lane), message.payload, register)

    def _sent(self, message: Message, held: Held, act: Act, attempt: Attempt) -> Outcome:
        self._database.transact(_ACTOR, lambda tx: keeping.keep_attempt(tx, message.id, held.device_id, attempt))
        try:
            registered = held.register.carry_out(act, attempt)
        except InDoubt as doubt:
            verdict = held.register.resolve(attempt)
            return _outcome_of(message, held, attempt.kind, verdict) or Outcome("retry", doubt.cause.value)
        except DeviceError as problem:
            return self._refused_before(message, held, problem)
        return _registered(held, attempt.kind, registered)

    def _refused_before(self, message: Message, held: Held, problem: DeviceError) -> Outcome:
        """What has to be done first is queued before it; a shift that is open or closed as wanted needs nothing.

        Some registers say only when a receipt comes that their shift is too old.
        """
        wanted = message.payload["act"]
        match problem.trouble, wanted:
            case (Trouble.SHIFT_OPEN, "open"):
                if held.register.status().shift is ShiftState.EXPIRED:
                    return self._first(message, "close", problem)
                return Outcome("done", None, {"nothing": True})
            case (Trouble.SHIFT_CLOSED, "close"):
                return Outcome("done", None, {"nothing": True})
            case (Trouble.SHIFT_CLOSED, _):
                return self._first(message, "open", problem)
            case (Trouble.SHIFT_EXPIRED, _):
                return self._first(message, "close", problem)
            case _:
                return _refused(problem)

    def _first(self, message: Message, act: str, problem: DeviceError) -> Outcome:
        return Outcome("retry", problem.code, {"before": act}, _AT_ONCE)


class RestHandler:
    """Lets the rest of a paper come out that stopped in the middle of something registered."""

    def __init__(self, registers: Registers) -> None:
        self._registers = registers

    def act(self, message: Message) -> Outcome:
        """Goes on until there is paper."""
        try:
            with self._registers.held(message.lane) as held:
                held.register.continue_printing()
        except DeviceError as problem:
            return Outcome("retry", problem.code)
        return Outcome("done")

    def resolve(self, message: Message) -> Outcome:
        """Going on where nothing is left does nothing."""
        return Outcome("retry", None)

    def settle(self, tx: Unit, message: Message, outcome: Outcome) -> None:
        """The message itself is the only record."""


class StatusHandler:
    """Asks the register how it is, once it has done what registers nothing: an X report, a copy, its clock."""

    def __init__(self, database: Database, registers: Registers) -> None:
        self._database = database
        self._registers = registers

    def act(self, message: Message) -> Outcome:
        """The answer is the message's result, with what the register had against its task."""
        refused = None
        with self._registers.held(message.lane) as held:
            try:
                self._do(held.register, message.payload)
            except DeviceError as problem:
                refused = problem.code
            status = held.register.status()
            verified, address = held.register.info.verified_on_hardware, held.address
        facts = {**_as_facts(status), "verified": verified, "refused": refused, "address": address}
        facts["task"] = message.payload.get("task")
        facts["asked_at"] = self._database.clock.now().isoformat()
        return Outcome("done", None, facts)

    def _do(self, register: FiscalRegister, payload: Mapping[str, Any]) -> None:
        match payload.get("task"):
            case "x_report":
                register.x_report(Operator(payload["operator"]))
            case "copy":
                register.print_copy()
            case "clock":
                register.set_clock(self._database.clock.now())

    def resolve(self, message: Message) -> Outcome:
        """Nobody waits for the answer any more."""
        return Outcome("done", None, {})

    def settle(self, tx: Unit, message: Message, outcome: Outcome) -> None:
        """The message itself is the only record."""


def subject_of(message: Message, device_id: int, kind: str) -> Subject:
    """What of the shop's a message registers."""
    payload: Mapping[str, Any] = message.payload
    return Subject(
        act_uid=payload["uid"],
        document_uid=payload["document"],
        sale_id=payload.get("sale"),
        till_id=till_of_lane(message.lane),
        device_id=device_id,
        kind=kind,
    )


def _refused(problem: DeviceError) -> Outcome:
    """Surely not registered: tried again, or for a senior where trying does not help."""
    result = {"maker_code": problem.maker_code}
    return Outcome("failed" if problem.trouble in _HOPELESS else "retry", problem.code, result)


def _outcome_of(message: Message, held: Held, kind: ActKind, verdict: Verdict) -> Outcome | None:
    """What the register says of an attempt; None where it was surely not registered."""
    if verdict.finding is Finding.NOT_REGISTERED:
        return None
    if verdict.registered is not None:
        return _registered(held, kind, verdict.registered)
    trouble = verdict.trouble or Trouble.IN_DOUBT
    result = {
        "open": True,
        "trouble": trouble.value,
        "maker_code": verdict.maker_code,
        "seen": [keeping.seen_to_json(one) for one in verdict.seen],
    }
    may_pass = trouble is Trouble.REGISTER_REFUSED and message.attempts < _REFUSALS_MOST
    state = "retry" if may_pass or trouble in _CANNOT_BE_ASKED else "in_doubt"
    return Outcome(state, Trouble.IN_DOUBT.value, result)  # type: ignore[arg-type]  # one of two literals


def _registered(held: Held, kind: ActKind, registered: Registered) -> Outcome:
    result = {
        "registered": keeping.registered_to_json(registered),
        "device": held.device_id,
        "kind": kind.value,
        "trouble": None if registered.trouble is None else registered.trouble.value,
    }
    return Outcome("done", None, result)


def _as_facts(status: RegisterStatus) -> dict[str, Any]:
    return {
        "trouble": None if status.trouble is None else status.trouble.value,
        "maker_code": status.maker_code,
        "shift": status.shift.value,
        "shift_number": status.shift_number,
        "serial": status.serial_number,
        "storage": status.storage_number,
        "last_document": None if status.last_document is None else status.last_document.number,
        "clock": None if status.clock is None else status.clock.isoformat(),
        "cash": None if status.cash is None else status.cash.minor,
        "unsent": status.unsent,
        "drawer_is_open": status.drawer_is_open,
    }
