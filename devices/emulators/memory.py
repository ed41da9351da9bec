"""What an emulated device remembers without power: a file in its folder."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def remembered(file: Path) -> dict[str, Any]:
    """What was written down; nothing where there is no file."""
    return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}


def remember(file: Path, facts: Mapping[str, object]) -> None:
    """Writes it down."""
    write_whole(file, json.dumps(facts, ensure_ascii=False).encode())


def write_whole(file: Path, data: bytes) -> None:
    """Whole or not at all: readers look at any moment."""
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as new:
        new.write(data)
    Path(new.name).replace(file)
