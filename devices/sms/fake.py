"""A way to send short messages for tests and rehearsals: in memory, failing where it is told."""

from app.core.io_guard import refuse_inside_unit
from devices.errors import DeviceError, Trouble
from devices.sms.pdu import submit
from devices.sms.port import Delivery, DeliveryReport, SmsInfo, SmsPart, SmsResult, SmsStatus


class FakeSms:
    """An ``SmsGateway``. ``sent`` are the parts the network has.

    ``troubles`` come first in, first out, one a part; ``answers_lost`` counts the answers that do not come back.
    """

    def __init__(self) -> None:
        self.sent: list[SmsPart] = []
        self.troubles: list[Trouble | None] = []
        self.answers_lost = 0
        self.is_open = False
        self._reports: list[DeliveryReport] = []
        self.info = SmsInfo("fake", verified_on_hardware=False)

    def status(self) -> SmsStatus:
        """In order, or the next trouble."""
        refuse_inside_unit()
        return SmsStatus(self.troubles[0] if self.troubles else None, signal=20)

    def send(self, part: SmsPart) -> SmsResult:
        """Keeps the part; its reference counts from 0."""
        refuse_inside_unit()
        submit(part.number, part.text, part.coding, part.link)
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is not None:
            raise DeviceError(trouble)
        self.is_open = True
        self.sent.append(part)
        if self.answers_lost:
            self.answers_lost -= 1
            return SmsResult(None)
        return SmsResult((len(self.sent) - 1) % 256)

    def report(self, place: int, delivery: Delivery = Delivery.DELIVERED) -> None:
        """The network reports on the part that was sent at this place."""
        self._reports.append(DeliveryReport(place % 256, self.sent[place].number, delivery))

    def reports(self) -> list[DeliveryReport]:
        """Those that came since."""
        refuse_inside_unit()
        came, self._reports = self._reports, []
        return came

    def close(self) -> None:
        """Lets go."""
        self.is_open = False
