"""What the emulators share as programs: words to people on standard error, and orders to one that runs."""

import sys

from devices.emulators.control import send_order


def say(words: str) -> None:
    """Tells the person at the terminal something."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def tell(port: int, order: str, device: str, orders: str) -> int:
    """Gives an order to a device of another process and writes its state; the exit status."""
    try:
        answer = send_order(port, order)
    except OSError as problem:
        say(f"no emulated {device} takes orders on port {port}: {problem}")
        return 2
    if "refused" in answer:
        say(f"{order!r} is no order; the orders are:\n{orders}")
        return 2
    sys.stdout.write("".join(f"{name}: {value}\n" for name, value in answer.items()))
    return 0
