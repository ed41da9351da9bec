"""Logs: a rotating file in the data folder and short lines on standard error, neither with a secret in it."""

import json
import logging
import logging.handlers
import re
import sys
from datetime import UTC, datetime
from typing import Final

from app.core.config import Config
from app.core.errors import ConfigError

FILE_NAME: Final = "regulars.log"
FILE_BYTES: Final = 5_000_000
FILES_KEPT: Final = 5
HIDDEN: Final = "•••"

_SECRETS: Final = (
    # Tokens and argon2 hashes, wherever they stand.
    (re.compile(r"\brgl_[\w-]+"), HIDDEN),
    (re.compile(r"\$argon2\w*\$[^\s\"']+"), HIDDEN),
    # A key as files hold it.
    (re.compile(r"(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)", re.DOTALL), HIDDEN),
    # user:password@ in a URL
    (re.compile(r"(?<=://)([^\s:/@]*):[^\s/@]+@"), rf"\1:{HIDDEN}@"),
    # The values of a failed statement.
    (re.compile(r"\[parameters: .*?\](?=\s|$)", re.DOTALL), f"[parameters: {HIDDEN}]"),
    # pin=1234, 'password': '…', X-CSRF-Token: …, in any of the shapes programs write
    (
        re.compile(
            r"""(?ix) (?<![a-z]) (
                (?:[\w-]*[_-])? (?:pin|password|passwd|secret|token|csrf|cookie|authorization|digest|hash)
                (?:[_-][\w-]*)?
                ["']? \s* [=:] \s* ["']? (?:bearer\s+)? ) (?!\s) [^\s"'&,;)}\]]+"""
        ),
        rf"\1{HIDDEN}",
    ),
)


def without_secrets(text: str) -> str:
    """The text with passwords, PINs, tokens and hashes made unreadable."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class PlainLines(logging.Formatter):
    """Lines for people, in UTC."""

    def __init__(self, pattern: str = "%(asctime)s %(levelname)s %(name)s: %(message)s") -> None:
        super().__init__(pattern)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802  # the base class's names
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


class ShortLines(PlainLines):
    """Lines for whoever watches the window: no stack trace, that is in the file."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        # The file's handler may have left its trace on the record.
        bare = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None, "stack_info": None})
        return super().format(bare)


class JsonLines(PlainLines):
    """One JSON object a line, for programs."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": self.formatTime(record, self.datefmt),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
        }
        if record.exc_info:
            entry["trace"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)


def start_logging(config: Config) -> None:
    """Sends the log of the whole process to the file and to standard error, replacing earlier handlers.

    Raises ConfigError ``log_not_writable`` where the folder refuses.
    """
    folder = config.log_folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = logging.handlers.RotatingFileHandler(
            folder / FILE_NAME, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8"
        )
    except OSError as error:
        raise ConfigError("log_not_writable", folder=str(folder), problem=error.strerror or str(error)) from None
    file.setFormatter(JsonLines() if config.log_format == "json" else PlainLines())
    screen = logging.StreamHandler(sys.stderr)
    screen.setFormatter(ShortLines())
    screen.setLevel(logging.WARNING)
    stop_logging()
    root = logging.getLogger()
    for handler in list(root.handlers):
        # python-escpos calls basicConfig when it is imported; every line would reach the screen twice.
        if type(handler) is logging.StreamHandler:
            root.removeHandler(handler)
    root.addHandler(file)
    root.addHandler(screen)
    root.setLevel(config.log_level.upper())
    # Its answers to every request would bury what matters.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)


def stop_logging() -> None:
    """Closes what start_logging opened."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler.formatter, PlainLines):
            root.removeHandler(handler)
            handler.close()
