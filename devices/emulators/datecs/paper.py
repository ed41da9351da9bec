"""The paper of the emulated register and what stands on it."""

from typing import Final

from devices.emulators.datecs.memory import GROUPS, OpenReceipt
from devices.emulators.fiscal.paper import Paper, money

PAPER: Final = Paper(columns=42, stamp="ЕМУЛАТОР · EMULATED - TRAINING")
VOLTAGE_DROP: Final = "*VOLTAGE DROP*"
_REASONS: Final = ("ОПЕРАТОРСКА ГРЕШКА", "ВРЪЩАНЕ/РЕКЛАМАЦИЯ", "НАМАЛЕНИЕ НА ДАНЪЧНАТА ОСНОВА")


def receipt_lines(receipt: OpenReceipt) -> list[str]:
    """A receipt without its foot."""
    lines = [f"{receipt.unp}  ОПЕРАТОР {receipt.operator}  КАСА {receipt.till}"]
    if receipt.is_invoice:
        lines += [f"ФАКТУРА {receipt.invoice:010d}" if receipt.invoice else "ФАКТУРА", *receipt.buyer.splitlines()]
    if receipt.storno is not None:
        reason = _REASONS[receipt.storno.reason]
        lines += ["СТОРНО", f"{reason} КЪМ {receipt.storno.document:07d}"]
        lines += [f"КЪМ ФАКТУРА {receipt.storno.invoice:010d}"] if receipt.storno.invoice else []
        lines += receipt.storno.words.splitlines()
    for item in receipt.items:
        lines.append(f"{item.qty_milli / 1000:g} x {money(item.price)}")
        *above, last = item.text.split("\n")
        lines += [*above, PAPER.pair(last, f"{money(item.total)} {GROUPS[item.group]}")]
    if any(receipt.off):
        lines.append(PAPER.pair("ОТСТЪПКА/НАДБАВКА", money(sum(receipt.off))))
    lines.append(PAPER.pair("ОБЩА СУМА", money(receipt.total)))
    lines += [PAPER.pair(f"ПЛАТЕНО {way}", money(amount)) for way, amount in receipt.payments]
    lines += [PAPER.pair("РЕСТО", money(receipt.change))] if receipt.change else []
    return [*lines, *receipt.texts]
