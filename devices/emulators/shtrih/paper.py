"""The paper of the emulated register and what stands on it."""

from typing import Final

from devices.emulators.fiscal.paper import Paper, money
from devices.emulators.shtrih.memory import OpenReceipt

PAPER: Final = Paper(columns=40)
_KINDS: Final = ("ПРИХОД", "РАСХОД", "ВОЗВРАТ ПРИХОДА", "ВОЗВРАТ РАСХОДА")


def receipt_lines(receipt: OpenReceipt, paid: int, change: int) -> list[str]:
    """A receipt without its fiscal data."""
    lines = [_KINDS[receipt.kind].center(PAPER.columns).rstrip()]
    lines += [text if amount is None else PAPER.pair(text, f"={money(amount)}") for text, amount in receipt.items]
    lines.append(PAPER.pair("ИТОГ", f"={money(receipt.total)}"))
    return [*lines, PAPER.pair("ПОЛУЧЕНО", money(paid)), PAPER.pair("СДАЧА", money(change))]
