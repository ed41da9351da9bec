"""What an emulated fiscal register remembers without power, in a folder: its memory and the fiscal storage."""

import json
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import Field, asdict
from pathlib import Path
from typing import Any, ClassVar, Final, Generic, Protocol, TypeVar

STATE_FILE: Final = "state.json"
DOCUMENTS_FILE: Final = "documents.jsonl"
TAPE_FILE: Final = "tape.txt"


class RegisterMemory(Protocol):
    """A dataclass of everything that survives a power loss, but for the documents."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    shift_opened_at: str
    clock_ahead_s: int
    drawer_is_open: bool


class StoredDocument(Protocol):
    """A dataclass of what the fiscal storage keeps of a document; ``type`` is the maker's name or number for it."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def type(self) -> object: ...


MemoryT = TypeVar("MemoryT", bound=RegisterMemory)
StoredT = TypeVar("StoredT", bound=StoredDocument)


class RegisterVault(ABC, Generic[MemoryT, StoredT]):
    """The folder of a register, or its memory alone where there is no folder.

    ``memory`` is that of a new register, ``stored`` makes a document of what was written of it. ``receipt_types`` are
    the types of receipts and corrections; ``is_ascii`` says whether other letters are escaped in the files.
    """

    receipt_types: ClassVar[frozenset[object]]
    is_ascii: ClassVar[bool]

    def __init__(self, folder: Path | None, memory: MemoryT, stored: Callable[..., StoredT]) -> None:
        self._folder = folder
        self.memory = memory
        self.documents: list[StoredT] = []
        self._written = ""
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self._read(folder, stored)

    @property
    def receipts(self) -> list[StoredT]:
        """The receipts and corrections in the fiscal storage, oldest first."""
        return [document for document in self.documents if document.type in self.receipt_types]

    def keep_document(self, document: StoredT) -> None:
        """The fiscal storage takes a document: from now on it counts."""
        self.documents.append(document)
        if self._folder is not None:
            with (self._folder / DOCUMENTS_FILE).open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(document), ensure_ascii=self.is_ascii) + "\n")

    def keep(self) -> None:
        """Writes the memory down, where it has changed: whoever only looks writes nothing."""
        if self._folder is None or (text := self._memory_text()) == self._written:
            return
        with tempfile.NamedTemporaryFile("w", dir=self._folder, delete=False, encoding="utf-8") as file:
            file.write(text)
        Path(file.name).replace(self._folder / STATE_FILE)
        self._written = text

    def _memory_text(self) -> str:
        """The memory as it is written down."""
        return json.dumps(asdict(self.memory), ensure_ascii=self.is_ascii)

    def keep_paper(self, text: str) -> None:
        """A paper came out."""
        if self._folder is not None:
            with (self._folder / TAPE_FILE).open("a", encoding="utf-8") as file:
                file.write(text)

    def replace(self, serial: int) -> None:
        """Another register stands there, with an empty storage."""
        self.memory, self.documents = self._memory_of_another(serial), []
        if self._folder is not None:
            (self._folder / DOCUMENTS_FILE).unlink(missing_ok=True)
        self.keep()

    @abstractmethod
    def _memory_of_another(self, serial: int) -> MemoryT:
        """What is remembered once another register stands there."""

    @abstractmethod
    def _memory_of(self, kept: dict[str, Any]) -> MemoryT:
        """The memory that was written down."""

    def _read(self, folder: Path, stored: Callable[..., StoredT]) -> None:
        if (folder / DOCUMENTS_FILE).exists():
            lines = (folder / DOCUMENTS_FILE).read_text("utf-8").splitlines()
            self.documents = [stored(**json.loads(line)) for line in lines]
        if (folder / STATE_FILE).exists():
            self.memory = self._memory_of(json.loads((folder / STATE_FILE).read_text("utf-8")))
