"""What the emulated register prints, as text; every paper says that it is none of a real one."""

from datetime import datetime

from devices.emulators.shtrih.memory import OpenReceipt

COLUMNS = 40
STAMP = "ЭМУЛЯТОР · EMULATED - TRAINING"
_KINDS = ("ПРИХОД", "РАСХОД", "ВОЗВРАТ ПРИХОДА", "ВОЗВРАТ РАСХОДА")


def money(kopecks: int) -> str:
    """Rubles and kopecks."""
    return f"{'-' if kopecks < 0 else ''}{abs(kopecks) // 100}.{abs(kopecks) % 100:02}"


def pair(left: str, right: str) -> str:
    """Two texts at the edges of a line."""
    return f"{left[: COLUMNS - len(right) - 1]:<{COLUMNS - len(right)}}{right}"


def receipt_lines(receipt: OpenReceipt, paid: int, change: int) -> list[str]:
    """A receipt without its fiscal data."""
    lines = [_KINDS[receipt.kind].center(COLUMNS).rstrip()]
    lines += [pair(text, f"={money(amount)}") for text, amount in receipt.items]
    lines.append(pair("ИТОГ", f"={money(receipt.total)}"))
    return [*lines, pair("ПОЛУЧЕНО", money(paid)), pair("СДАЧА", money(change))]


def document_lines(title: str, number: int, sign: int, at: datetime) -> list[str]:
    """What ends a fiscal document."""
    return [pair(title, f"{at:%d.%m.%y %H:%M}"), pair(f"ФД {number}", f"ФП {sign}")]


def stamped(lines: list[str]) -> str:
    """A whole paper."""
    stamp = STAMP.center(COLUMNS).rstrip()
    return "\n".join((stamp, *lines, stamp, "-" * COLUMNS, ""))
