"""Where the last exchanges lie while no program runs: a small file a device, which only its owner may read."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from app.core.private_files import FOLDER_OWNER_ONLY, replace_private
from devices.exchanges.log import Piece

FOLDER: Final = "devices"
"""In the data folder."""
KEPT_FOR: Final = timedelta(days=7)
"""Papers and registrations name people: what is older helps nobody."""


class ExchangeFiles:
    """The exchanges of a shop's devices, in its data folder."""

    def __init__(self, data_folder: Path) -> None:
        self._folder = data_folder / FOLDER

    def kept(self, address: str, now: datetime) -> list[Piece]:
        """What was exchanged with the device at an address, oldest first; nothing where the file cannot be read."""
        try:
            rows = json.loads(self._file(address).read_bytes())
            pieces = [_piece(row) for row in rows]
        except (OSError, ValueError, TypeError, KeyError):
            return []
        return [piece for piece in pieces if piece.at > now - KEPT_FOR]

    def keep(self, address: str, pieces: Iterable[Piece]) -> None:
        """Writes what was exchanged with a device in the place of what is there. Raises OSError."""
        rows = [_row(piece) for piece in pieces]
        if not rows:
            self._file(address).unlink(missing_ok=True)
            return
        self._folder.mkdir(mode=FOLDER_OWNER_ONLY, parents=True, exist_ok=True)
        replace_private(self._file(address), json.dumps(rows).encode())

    def forget_others(self, addresses: Iterable[str]) -> None:
        """Removes the files of devices that are at none of the addresses. Raises OSError."""
        kept = {self._file(address) for address in addresses}
        for file in self._folder.glob("*.json"):
            if file not in kept:
                file.unlink(missing_ok=True)

    def _file(self, address: str) -> Path:
        return self._folder / f"{hashlib.sha256(address.encode()).hexdigest()[:24]}.json"


def _row(piece: Piece) -> dict[str, Any]:
    row: dict[str, Any] = {"at": piece.at.isoformat(), "way": piece.way}
    if piece.way == "trouble":
        return {**row, "code": piece.code, "told": piece.told, "times": piece.times}
    return {**row, "hex": piece.data.hex(), "left_out": piece.left_out}


def _piece(row: dict[str, Any]) -> Piece:
    at = datetime.fromisoformat(row["at"])
    if row["way"] == "trouble":
        return Piece(at, "trouble", code=row["code"], told=row["told"], times=row["times"])
    return Piece(at, row["way"], bytes.fromhex(row["hex"]), row["left_out"])
