"""The key this server signs with: made once, kept in the data folder, readable by its owner only."""

import contextlib
import secrets
from pathlib import Path
from typing import Final

from app.core.errors import ConfigError
from app.core.private_files import create_private

FILE_NAME: Final = "secret.key"
KEY_BYTES: Final = 32


def load_key(data_folder: Path) -> bytes:
    """The key, made where there is none yet.

    Raises ConfigError ``data_folder_not_writable``, and ``secret_key_broken`` where the file holds no key.
    """
    path = data_folder / FILE_NAME
    try:
        data_folder.mkdir(parents=True, exist_ok=True)
        # Whoever comes second finds the first one's key.
        with contextlib.suppress(FileExistsError):
            create_private(path, secrets.token_bytes(KEY_BYTES))
        key = path.read_bytes()
    except OSError as error:
        problem = error.strerror or str(error)
        raise ConfigError("data_folder_not_writable", folder=str(data_folder), problem=problem) from None
    if len(key) != KEY_BYTES:
        raise ConfigError("secret_key_broken", file=str(path))
    return key
