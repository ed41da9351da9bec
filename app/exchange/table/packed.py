"""What a packed table says of its parts, before any of them is opened."""

import zipfile
from pathlib import Path

from app.core.errors import BadInput


def packed_parts(path: Path) -> list[zipfile.ZipInfo]:
    """The parts of a ZIP file with their unpacked sizes; BadInput ``table_unreadable`` where it is broken.

    To the library a part that asks for a newer version of ZIP is a NotImplementedError, and some damage a ValueError:
    to the shop both are files that cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            return packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise BadInput("table_unreadable") from None
