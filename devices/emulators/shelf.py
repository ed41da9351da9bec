"""The folder where papers of an emulated printer lie: a picture, its text and its bytes for each, and the state."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from PIL import Image

from devices.emulators.memory import remember, remembered, write_whole

STATE_FILE: Final = "state.json"


class Paper(Protocol):
    """What came out of a printer; ``raw`` are the bytes it was made of, ``remarks`` what the printer did not know."""

    @property
    def text(self) -> str: ...

    @property
    def raw(self) -> bytes: ...

    @property
    def remarks(self) -> tuple[str, ...]: ...

    @property
    def dpi(self) -> float:
        """Dots per inch of the picture."""

    def framed(self) -> Image.Image:
        """The paper as a person would see it, with the stamp of training."""


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

    def put(self, piece: Paper) -> int:
        """Keeps a paper; its number. The picture comes last: where it lies, the rest lies too."""
        number = self._last = self._last + 1
        name = f"{number:06d}"
        write_whole(self.folder / f"{name}.bin", piece.raw)
        remarks = "".join(f"({remark})\n" for remark in piece.remarks)
        write_whole(self.folder / f"{name}.txt", (piece.text + remarks).encode())
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
            piece.framed().save(file, "PNG", dpi=(piece.dpi, piece.dpi))
        Path(file.name).replace(self.folder / f"{name}.png")
        return number

    def note_state(self, facts: dict[str, object]) -> None:
        """Keeps the state of the printer for other processes."""
        remember(self.folder / STATE_FILE, facts)


def shelved_papers(folder: Path) -> list[ShelvedPaper]:
    """The papers of a folder, oldest first; none where there is no folder."""
    papers = []
    for picture in sorted(folder.glob("[0-9][0-9][0-9][0-9][0-9][0-9].png")):
        text = picture.with_suffix(".txt")
        papers.append(ShelvedPaper(int(picture.stem), picture, text.read_text("utf-8") if text.exists() else ""))
    return papers


def printer_state(folder: Path) -> dict[str, object]:
    """What the printer last noted of its state; nothing where there is none."""
    return remembered(folder / STATE_FILE)
