"""What the first receipt of a shop says in each country, to the letter."""

from dataclasses import dataclass

from app.core.texts import paper_texts
from printing.document import Document, Pair, Table, Text


@dataclass(frozen=True)
class Expected:
    """A country, what is typed there, and what the first receipt says: total, rounding, tax rate, tax."""

    country: str
    price: str
    total: tuple[str, str]
    rounding: str | None
    tax: tuple[str, str]
    words: str

    def __str__(self) -> str:
        return self.country or "elsewhere"

    def stands_on(self, receipt: Document) -> None:
        """Looks for all of it; AssertionError."""
        pairs = {block.label: block.value for block in receipt.blocks if isinstance(block, Pair)}
        (taxes,) = [block.rows for block in receipt.blocks if isinstance(block, Table)]
        label, total = self.total
        assert pairs[label] == total
        assert pairs.get(paper_texts(receipt.language).gettext("Rounding")) == self.rounding
        assert [(row[0], row[2]) for row in taxes[1:]] == [self.tax]
        assert self.words in [block.text for block in receipt.blocks if isinstance(block, Text)]


COUNTRIES = (
    Expected("BG", "12", ("Общо EUR", "12,00"), None, ("20\u00a0%", "2,00"), "Благодарим Ви!"),
    Expected("DE", "11.9", ("Summe EUR", "11,90"), None, ("19\u00a0%", "1,90"), "Kassenbeleg"),
    Expected("FR", "12", ("Total EUR", "12,00"), None, ("20\u00a0%", "2,00"), "Merci de votre visite !"),
    Expected(
        "HU", "1272", ("Összesen HUF", "1\u00a0270,00"), "\u22122,00", ("27\u00a0%", "270,43"), "Eladási bizonylat"
    ),
    Expected("RU", "122", ("Итого RUB", "122,00"), None, ("22\u00a0%", "22,00"), "Спасибо за покупку!"),
    Expected("EG", "11.4", ("الإجمالي EGP", "11.50"), "0.10", ("14\u00a0%", "1.40"), "شكراً لزيارتكم"),
    Expected("SA", "11.5", ("الإجمالي SAR", "11.50"), None, ("15\u00a0%", "1.50"), "فاتورة ضريبية مبسطة"),
    Expected("AE", "10.6", ("الإجمالي AED", "10.50"), "\u22120.10", ("5\u00a0%", "0.50"), "فاتورة ضريبية"),
    Expected("", "10.8", ("Total EUR", "10.80"), None, ("8\u00a0%", "0.80"), "Receipt"),
)
