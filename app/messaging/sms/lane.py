"""The lane of short messages: part by part, each written down before it goes out, none sent twice by itself."""

from datetime import timedelta
from typing import Final

from app.core import outbox
from app.core.actor import program
from app.core.db.unit import Database, Unit
from app.core.outbox import LONGEST_PAUSE, Message, Outcome
from app.crm.consents import consents_of
from app.messaging.sms.modems import Modems
from app.messaging.sms.outgoing import LANE
from app.messaging.sms.parts import Loaded, doubt_what_was_going_out, load, mark, take_reports
from app.messaging.sms.settings import modem_address, wait_for_morning
from app.places.day import local_time
from devices.errors import DeviceError, Trouble
from devices.sms.parts import cut
from devices.sms.pdu import Link
from devices.sms.port import SmsGateway, SmsPart

RETRY_STEPS: Final = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=10))
TRIES_OF_ITS_OWN: Final = 6
"""A refusal for now may be about this message alone: it must not hold up the others for days."""
_HOPELESS: Final = frozenset({Trouble.SMS_REFUSED, Trouble.SMS_NUMBER})
_MAY_HAVE_GONE: Final = "sms_may_have_gone"
_NOT_WANTED: Final = frozenset({"sms_consent_gone", "sms_erased"})
_ACTOR: Final = program("job:sms")


class SmsHandler:
    """Sends messages. A modem cannot be asked what it has sent: where an answer is lost, a person decides."""

    def __init__(self, database: Database, modems: Modems) -> None:
        self._database = database
        self._modems = modems

    def act(self, message: Message) -> Outcome:
        """Sends the parts that the network does not have."""
        with self._database.read_unit() as tx:
            address, sms = modem_address(tx), load(tx, message.payload["sms"])
            pause = wait_for_morning(tx, local_time(tx, tx.now)) if sms.offer else None
            agreed = sms.customer_id is None or any(
                state.given for state in consents_of(tx, sms.customer_id) if state.channel == "sms"
            )
        if sms.offer and not agreed:
            return Outcome("failed", "sms_consent_gone")
        if address is None:
            return Outcome("retry", "sms_not_set_up", retry_after=LONGEST_PAUSE)
        if pause is not None:
            return Outcome("retry", "sms_quiet_hours", retry_after=min(pause, LONGEST_PAUSE))
        with self._modems.held(address) as gateway:
            outcome = self._send(gateway, sms)
        collect_reports(self._database, self._modems)
        return outcome

    def resolve(self, message: Message) -> Outcome:
        """The power went: a part that was going out may have gone; otherwise it goes on."""
        doubts = self._database.transact(_ACTOR, lambda tx: doubt_what_was_going_out(tx, message.payload["sms"]))
        return Outcome("in_doubt", _MAY_HAVE_GONE) if doubts else Outcome("retry")

    def settle(self, tx: Unit, message: Message, outcome: Outcome) -> None:
        """What nobody wants any more is let go; a PIN that was refused is not tried until somebody says so."""
        if outcome.state == "failed" and outcome.error_code in _NOT_WANTED:
            outbox.decide(tx, message.id, "skip", reason=str(outcome.error_code))
            outbox.set_lane_state(tx, LANE, "ok", None)
        if outcome.error_code == Trouble.SIM_PIN_REFUSED:
            outbox.set_lane_state(tx, LANE, "paused", outcome.error_code)

    def _send(self, gateway: SmsGateway, sms: Loaded) -> Outcome:
        whole = cut(sms.text)
        total = len(whole.parts)
        for number in sms.todo:
            # A phone joins parts by this, and takes one that came twice for what it is.
            link = Link(sms.id % 256, total, number) if total > 1 else None
            self._mark(sms.id, number, "sending")
            try:
                result = gateway.send(SmsPart(sms.to, whole.parts[number - 1], whole.coding, link))
            except DeviceError as error:
                self._mark(sms.id, number, "waiting")
                return _refused(error, sms.tries)
            if result.reference is None:
                self._mark(sms.id, number, "unknown")
                return Outcome("in_doubt", _MAY_HAVE_GONE)
            self._mark(sms.id, number, "sent", result.reference)
        return Outcome("done")

    def _mark(self, message_id: int, number: int, state: str, reference: int | None = None) -> None:
        self._database.transact(_ACTOR, lambda tx: mark(tx, message_id, number, state, reference))


def collect_reports(database: Database, modems: Modems) -> None:
    """Writes down what the network has reported since."""
    reports = modems.reports()
    if reports:
        database.transact(_ACTOR, lambda tx: take_reports(tx, reports))


def _refused(error: DeviceError, tries: int) -> Outcome:
    if error.trouble in _HOPELESS or (error.trouble is Trouble.SMS_LATER and tries + 1 >= TRIES_OF_ITS_OWN):
        return Outcome("failed", error.code)
    return Outcome("retry", error.code, retry_after=RETRY_STEPS[min(tries, len(RETRY_STEPS) - 1)])
