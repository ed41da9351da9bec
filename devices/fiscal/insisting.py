"""Sending an act until it is known what became of it, on a line that gives way."""

from collections.abc import Callable
from typing import Final

from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import Finding, Registered, Verdict
from devices.fiscal.port import InDoubt

TRIES: Final = 3


class Interrupted(Exception):
    """The line gave way in the middle of an act, before or after the register may have registered it."""

    def __init__(self, problem: DeviceError, *, may_have_happened: bool) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.may_have_happened = may_have_happened


def insist(carry_out: Callable[[], Registered], resolve: Callable[[], Verdict]) -> Registered:
    """Tries up to three times, and asks the register's memory after every try that was broken off.

    ``carry_out`` raises Interrupted where the line gave way. Raises DeviceError where the act is surely not registered,
    InDoubt where the register cannot tell.
    """
    problem = DeviceError(Trouble.NO_ANSWER)
    for _ in range(TRIES):
        try:
            return carry_out()
        except Interrupted as interruption:
            problem = interruption.problem
            if not interruption.may_have_happened and problem.trouble is Trouble.UNREACHABLE:
                raise problem from None
            verdict = resolve()
            if verdict.registered is not None:
                return verdict.registered
            if verdict.finding is Finding.UNKNOWN and interruption.may_have_happened:
                raise InDoubt(verdict.trouble or problem.trouble, maker_code=verdict.maker_code) from problem
    raise problem
