"""Why a command is not carried out."""

from dataclasses import dataclass
from typing import Final

from devices.emulators.datecs.status import Flag

_X_CODES: Final = -111_000


@dataclass(frozen=True, slots=True)
class Why:
    """A reason: the status bit that tells it, a number of its own below 128, and words.

    The numbers are the emulator's own, but for that of the card terminal: the protocol names no others.
    """

    flag: Flag
    number: int
    words: str

    @property
    def x_code(self) -> int:
        """As the X family answers it."""
        return _X_CODES - self.number


class Refusal(Exception):
    """The command is not carried out, and nothing has changed."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.words)
        self.why = why


SYNTAX: Final = Why(Flag.SYNTAX, 1, "Синтактична грешка")
UNKNOWN_COMMAND: Final = Why(Flag.UNKNOWN_COMMAND, 2, "Непозната команда")
NO_RECEIPT: Final = Why(Flag.NOT_ALLOWED, 3, "Няма отворен бон")
RECEIPT_OPEN: Final = Why(Flag.NOT_ALLOWED, 4, "Има отворен бон")
PAYING: Final = Why(Flag.NOT_ALLOWED, 5, "Плащането е започнало")
NOT_PAID: Final = Why(Flag.NOT_ALLOWED, 6, "Бонът не е платен")
ALL_PAID: Final = Why(Flag.NOT_ALLOWED, 7, "Бонът е платен")
NOTHING_SOLD: Final = Why(Flag.NOT_ALLOWED, 29, "Няма продажби")
TOO_MANY: Final = Why(Flag.NOT_ALLOWED, 8, "Твърде много продажби")
NEGATIVE_GROUP: Final = Why(Flag.NOT_ALLOWED, 9, "Отрицателна данъчна група")
DAY_IS_OVER: Final = Why(Flag.NOT_ALLOWED, 10, "Изминали 24 часа, направете Z отчет")
CLOCK_UNSET: Final = Why(Flag.NOT_ALLOWED, 11, "Часовникът не е сверен")
NRA_SILENT: Final = Why(Flag.NOT_ALLOWED, 12, "Няма връзка с НАП")
JOURNAL_FULL: Final = Why(Flag.NOT_ALLOWED, 13, "КЛЕН е пълна")
MEMORY_UNUSABLE: Final = Why(Flag.NOT_ALLOWED, 14, "Фискалната памет е неизползваема")
WRONG_PASSWORD: Final = Why(Flag.NOT_ALLOWED, 15, "Грешна парола")
LOCKED: Final = Why(Flag.NOT_ALLOWED, 16, "Заключено: три грешни пароли")
RAM_WAS_RESET: Final = Why(Flag.NOT_ALLOWED, 17, "Нулирана RAM, направете Z отчет")
NOT_AN_INVOICE: Final = Why(Flag.NOT_ALLOWED, 18, "Бонът не е фактура")
NOTHING_THERE: Final = Why(Flag.NOT_ALLOWED, 19, "Няма данни")
UNKNOWN_GOODS: Final = Why(Flag.NOT_ALLOWED, 20, "Артикулът не е програмиран")
CASH_SHORT: Final = Why(Flag.NOT_ALLOWED, 21, "Недостатъчна наличност")
TOO_MUCH: Final = Why(Flag.NOT_ALLOWED, 22, "Плащането надвишава сумата")
NO_DISPLAY: Final = Why(Flag.NO_DISPLAY, 23, "Няма дисплей")
OVERFLOW: Final = Why(Flag.OVERFLOW, 24, "Препълване")
NO_PAPER: Final = Why(Flag.NO_PAPER, 25, "Няма хартия")
COVER_OPEN: Final = Why(Flag.COVER_OPEN, 26, "Отворен капак")
PRINTER_FAULT: Final = Why(Flag.PRINTER_FAULT, 27, "Повреда на печатащото устройство")
ORDERED: Final = Why(Flag.GENERAL_ERROR, 28, "Повреда по поръчка")
WRONG_INVOICE: Final = Why(Flag.NOT_ALLOWED, 30, "Друг номер на фактура")
PINPAD: Final = Why(Flag.NOT_ALLOWED, 560, "Грешка на ПИН пад")
ALL: Final = tuple(value for value in tuple(globals().values()) if isinstance(value, Why))
"""Every reason, so that a code can be told in words."""
