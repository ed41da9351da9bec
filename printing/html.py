"""The paper as a page: escaped, semantic HTML without styles of its own; the pages' style sheet ``paper`` draws it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from markupsafe import Markup, escape

from printing.codes import BARCODE_QUIET_MODULES, QR_QUIET_MODULES, bar_modules, qr_modules
from printing.document import (
    Banner,
    Barcode,
    Block,
    Direction,
    Document,
    Gap,
    Item,
    Logo,
    Pair,
    Qr,
    Rule,
    Table,
    Text,
)
from printing.text import clean, keep_numbers, reads_from_left

# The height of a barcode in the widths of its narrowest bar.
_BAR_HEIGHT_MODULES = 30


def paper_html(document: Document, logo_address: Callable[[str], str], *, copy_text: str = "") -> Markup:
    """An ``article`` with the document; ``logo_address`` gives the address of a logo by its digest."""
    writer = _Writer(document.direction, logo_address)
    blocks = (Banner(copy_text), *document.blocks) if copy_text else document.blocks
    body = Markup("").join(writer.groups(blocks))
    return Markup('<article class="paper" lang="{}" dir="{}">{}</article>').format(
        document.language, document.direction.value, body
    )


class _Writer:
    def __init__(self, direction: Direction, logo_address: Callable[[str], str]) -> None:
        self.right_to_left = direction is Direction.RIGHT_TO_LEFT
        self.logo_address = logo_address

    def groups(self, blocks: Iterable[Block]) -> Iterator[Markup]:
        """Rows with an amount that follow each other share one table, so that a screen reader reads them as one."""
        for rows, members in groupby(blocks, lambda block: isinstance(block, Item | Pair)):
            if rows:
                lines = Markup("").join(self.row(block) for block in members)
                yield Markup('<table class="paper-rows"><tbody>{}</tbody></table>').format(lines)
            else:
                yield from map(self.block, members)

    def text(self, text: str) -> Markup:
        lines = clean(text).split("\n")
        return Markup("<br>").join([self.turned(line) for line in lines] if self.right_to_left else lines)

    def turned(self, line: str) -> str:
        return f"\u2066{line}\u2069" if reads_from_left(line) else keep_numbers(line)

    def row(self, block: Block) -> Markup:
        if isinstance(block, Item):
            below = (self.cells("paper-detail", label, amount) for label, amount in block.rows)
            return self.cells("paper-item", block.name, block.amount) + Markup("").join(below)
        assert isinstance(block, Pair)
        return self.cells(f"paper-{block.style.value}", block.label, block.value)

    def cells(self, kind: str, label: str, amount: str) -> Markup:
        return Markup('<tr class="{}"><th scope="row">{}</th><td>{}</td></tr>').format(
            kind, self.text(label), self.text(amount)
        )

    def block(self, block: Block) -> Markup:
        match block:
            case Text():
                shown = Markup('<p class="paper-{} paper-{}">{}</p>').format(
                    block.style.value, block.align.value, self.text(block.text)
                )
            case Rule():
                shown = Markup('<hr class="paper-{}">').format(block.style.value)
            case Gap():
                shown = Markup('<div class="paper-gap"></div>')
            case Banner():
                shown = Markup('<p class="paper-banner">{}</p>').format(self.text(block.text))
            case Table():
                shown = self.table(block)
            case Logo():
                shown = Markup('<img class="paper-logo" src="{}" alt="">').format(self.logo_address(block.digest))
            case _:
                shown = self.code(block)
        return shown

    def table(self, block: Table) -> Markup:
        heading, *rows = block.rows or ((),)
        head = Markup("").join(Markup('<th scope="col">{}</th>').format(self.text(cell)) for cell in heading)
        lines = (Markup("").join(Markup("<td>{}</td>").format(self.text(cell)) for cell in row) for row in rows)
        body = Markup("").join(Markup("<tr>{}</tr>").format(line) for line in lines)
        return Markup('<table class="paper-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
            head, body
        )

    def code(self, block: Block) -> Markup:
        caption = ""
        drawing: Markup | None = None
        value = ""
        if isinstance(block, Barcode):
            value = caption = block.value
            drawing = _bars(block)
        elif isinstance(block, Qr):
            value, caption = block.value, block.caption
            drawing = _qr(block)
        if drawing is None:
            return Markup('<p class="paper-small paper-center">{}</p>').format(self.text(caption or value))
        below = Markup("<figcaption>{}</figcaption>").format(self.text(caption)) if caption else ""
        return Markup('<figure class="paper-{}">{}{}</figure>').format(block.kind, drawing, below)


def _bars(block: Barcode) -> Markup | None:
    modules = bar_modules(block.value, block.symbology)
    if modules is None:
        return None
    path = "".join(
        f"M{BARCODE_QUIET_MODULES + index} 0h1v{_BAR_HEIGHT_MODULES}h-1z"
        for index, module in enumerate(modules)
        if module == "1"
    )
    return _drawing(block.value, len(modules) + 2 * BARCODE_QUIET_MODULES, _BAR_HEIGHT_MODULES, path)


def _qr(block: Qr) -> Markup | None:
    modules = qr_modules(block.value)
    if modules is None:
        return None
    path = "".join(
        f"M{QR_QUIET_MODULES + x} {QR_QUIET_MODULES + y}h1v1h-1z"
        for y, line in enumerate(modules)
        for x, module in enumerate(line)
        if module
    )
    side = len(modules) + 2 * QR_QUIET_MODULES
    return _drawing(block.value, side, side, path)


def _drawing(label: str, width: int, height: int, path: str) -> Markup:
    return Markup(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}" shape-rendering="crispEdges"><path d="{}"/></svg>'
    ).format(width, height, escape(label), path)
