"""A lane for tests: what carries acts to a register and asks after them, without an outbox."""

import time
from collections.abc import Callable

from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import Attempt, Finding, Registered
from devices.fiscal.port import FiscalRegister, InDoubt
from devices.fiscal.receipt import Act


def sell_as_a_lane(register: FiscalRegister, act: Act, heal: Callable[[], object]) -> Registered:
    """What a lane with a patient person beside it does: it asks after every doubt and repeats only what surely failed.

    Fails where the register would need a senior.
    """
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            attempt = Attempt.from_json(register.prepare(act).to_json())
        except DeviceError:
            heal()
            continue
        try:
            return register.carry_out(act, attempt)
        except InDoubt:
            heal()
            verdict = register.resolve(attempt)
            while verdict.finding is Finding.UNKNOWN and time.monotonic() < until:
                assert verdict.trouble is not Trouble.COUNTER_MOVED
                heal()
                verdict = register.resolve(attempt)
            if verdict.registered is not None:
                return verdict.registered
        except DeviceError:
            heal()
    raise TimeoutError("the act was not registered in half a minute")
