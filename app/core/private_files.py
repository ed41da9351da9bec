"""Files that only their owner may read: keys. On Windows the folder's own rights guard them."""

import contextlib
import os
import secrets
import stat
from pathlib import Path
from typing import Final

from app.core.errors import ConfigError

OWNER_ONLY: Final = 0o600
FOLDER_OWNER_ONLY: Final = 0o700
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def create_private(path: Path, data: bytes) -> None:
    """Writes a new file to the disk; FileExistsError where there is one. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace_private(path: Path, data: bytes) -> None:
    """Puts a file in the place of an older one in one step. Raises OSError."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        create_private(fresh, data)
        fresh.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()


def read_private(path: Path) -> bytes:
    """The content; ConfigError ``key_readable_by_others`` where the system says that others can read it, too."""
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        raise ConfigError("key_readable_by_others", file=str(path))
    return path.read_bytes()
