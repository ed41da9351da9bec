"""The folder where papers of the emulated printer lie: a picture, its text and its bytes for each, and the state."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from devices.emulators.escpos.roll import Piece

STATE_FILE: Final = "state.json"


@dataclass(frozen=True, slots=True)
class ShelvedPaper:
    """A paper in the folder, by its number from 1."""

    number: int
    picture: Path
    text: str


class Shelf:
    """A folder of papers, numbered in the order they came out; made where it is missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._last = max((paper.number for paper in shelved_papers(folder)), default=0)

    def put(self, piece: Piece) -> int:
        """Keeps a paper; its number. The picture comes last: where it lies, the rest lies too."""
        number = self._last = self._last + 1
        name = f"{number:06d}"
        _write(self.folder / f"{name}.bin", piece.raw)
        remarks = "".join(f"({remark})\n" for remark in piece.remarks)
        _write(self.folder / f"{name}.txt", (piece.text + remarks).encode())
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
            piece.framed().save(file, "PNG")
        Path(file.name).replace(self.folder / f"{name}.png")
        return number

    def note_state(self, facts: dict[str, object]) -> None:
        """Keeps the state of the printer for other processes."""
        _write(self.folder / STATE_FILE, json.dumps(facts).encode())


def shelved_papers(folder: Path) -> list[ShelvedPaper]:
    """The papers of a folder, oldest first; none where there is no folder."""
    papers = []
    for picture in sorted(folder.glob("[0-9][0-9][0-9][0-9][0-9][0-9].png")):
        text = picture.with_suffix(".txt")
        papers.append(ShelvedPaper(int(picture.stem), picture, text.read_text("utf-8") if text.exists() else ""))
    return papers


def printer_state(folder: Path) -> dict[str, object]:
    """What the printer last noted of its state; nothing where there is none."""
    file = folder / STATE_FILE
    return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: readers look at any moment."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)
