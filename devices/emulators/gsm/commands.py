"""What an emulated GSM modem answers to its commands (3GPP 27.007, 27.005)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from devices.emulators.gsm.condition import PIN, GsmCondition

OK: Final = "OK"
_PIN: Final = re.compile(r'\+CPIN="(\d+)"')
_SET: Final = re.compile(r"\+(CMEE|CMGF|CFUN)=(\d)")
_STATES: Final = {"ready": "READY", "pin": "SIM PIN", "puk": "SIM PUK"}
_NOT_ALLOWED, _PIN_NEEDED, _PUK_NEEDED, _NO_SIM, _WRONG_PIN, _NO_NETWORK = 3, 11, 12, 10, 16, 30


@dataclass
class Settings:
    """What a modem is told and forgets when it begins anew."""

    echo: bool = True
    coded_errors: bool = False
    text_mode: bool = True
    reports: bool = False


class Commands:
    """The commands apart from sending. ``settings`` are those of now."""

    def __init__(self, condition: GsmCondition) -> None:
        self.condition = condition
        self.settings = Settings()
        self._answers: dict[str, Callable[[], list[str]]] = {
            "": lambda: [OK],
            "Z": self._begin_anew,
            "E0": lambda: self._echo(on=False),
            "E1": lambda: self._echo(on=True),
            "+CFUN?": lambda: ["+CFUN: 1", OK],
            "+CSQ": lambda: ["+CSQ: 21,0", OK],
            "+COPS?": lambda: ['+COPS: 0,0,"Training"', OK],
            "+CPIN?": self._pin_state,
            "+CREG?": lambda: [f"+CREG: 0,{self.condition.network}", OK],
            "+CSCA?": lambda: ['+CSCA: "+79037011111",145' if self.condition.center else '+CSCA: "",129', OK],
            "+CNMI=2,1,0,1,0": self._report,
        }

    def forget(self) -> None:
        """The modem begins anew."""
        self.settings = Settings()
        if self.condition.sim == "open":
            self.condition.sim = "pin"

    def answer(self, command: str) -> list[str]:
        """The lines that answer a command, given without its ``AT``."""
        known = self._answers.get(command)
        if known is not None:
            return known()
        pin = _PIN.fullmatch(command)
        if pin is not None:
            return self._try_pin(pin[1])
        told = _SET.fullmatch(command)
        if told is None:
            return self.error(_NOT_ALLOWED)
        if told[1] == "CMEE":
            self.settings.coded_errors = told[2] != "0"
        elif told[1] == "CMGF":
            self.settings.text_mode = told[2] != "0"
        return [OK]

    def refusal(self) -> list[str]:
        """Why no message can be sent now; nothing where one can."""
        if self.condition.sim == "out":
            return self.error(_NO_SIM)
        if self.condition.sim in {"pin", "puk"}:
            return self.error(_PIN_NEEDED if self.condition.sim == "pin" else _PUK_NEEDED)
        if self.condition.network not in {1, 5}:
            return self.error(_NO_NETWORK)
        return self.error(_NOT_ALLOWED) if self.settings.text_mode else []

    def error(self, number: int, family: str = "CME") -> list[str]:
        """An error as the modem was told to say it."""
        return [f"+{family} ERROR: {number}" if self.settings.coded_errors or family == "CMS" else "ERROR"]

    def _begin_anew(self) -> list[str]:
        self.settings = Settings()
        return [OK]

    def _echo(self, *, on: bool) -> list[str]:
        self.settings.echo = on
        return [OK]

    def _report(self) -> list[str]:
        if self.condition.refuse_reports:
            return self.error(_NOT_ALLOWED)
        self.settings.reports = True
        return [OK]

    def _pin_state(self) -> list[str]:
        if self.condition.sim == "out":
            return self.error(_NO_SIM)
        return [f"+CPIN: {_STATES.get(self.condition.sim, 'READY')}", OK]

    def _try_pin(self, pin: str) -> list[str]:
        if self.condition.sim != "pin":
            return self.error(_NOT_ALLOWED)
        if pin == PIN:
            self.condition.sim, self.condition.pin_tries = "open", 3
            return [OK]
        self.condition.pin_tries -= 1
        if not self.condition.pin_tries:
            self.condition.sim = "puk"
            return self.error(_PUK_NEEDED)
        return self.error(_WRONG_PIN)
