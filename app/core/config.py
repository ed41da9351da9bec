"""``config.toml``: what the server needs before its database opens, read once into frozen values.

An unknown section or key stops the start and suggests the near one; a secret comes from the environment or from a
file beside the configuration.
"""

import difflib
import ipaddress
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy.exc import ArgumentError

from app.core.db.engine import read_url, sqlite_url
from app.core.errors import ConfigError

PROJECT: Final = Path(__file__).parents[2]
DEFAULT_FILE: Final = PROJECT / "config.toml"
DATABASE_FILE: Final = "regulars.db"
URL_VARIABLE: Final = "REGULARS_DATABASE_URL"
PASSWORD_VARIABLE: Final = "REGULARS_DATABASE_PASSWORD"  # noqa: S105  # the name of a variable
MAIL_PASSWORD_VARIABLE: Final = "REGULARS_MAIL_PASSWORD"  # noqa: S105  # the name of a variable
LOG_LEVELS: Final = ("debug", "info", "warning", "error")
LOG_FORMATS: Final = ("plain", "json")
ROLES: Final = ("web", "devices", "jobs")
LOWEST_THREADS: Final = 64
"""An open page holds a thread for its live updates."""


@dataclass(frozen=True, slots=True)
class Config:
    """The configuration of one server. ``host`` and ``port`` say where it listens, ``tls_port`` for other machines.

    The shop to practise in listens on ``practice_port`` and ``practice_tls_port``. ``names`` are further
    names and addresses browsers may call it by; ``database_url`` may hold a password.
    """

    data_folder: Path
    database_url: str = field(repr=False)
    host: str
    port: int
    tls_port: int
    practice_port: int
    practice_tls_port: int
    threads: int
    names: tuple[str, ...]
    log_level: str
    log_format: str
    roles: frozenset[str]
    mail_password: str = field(default="", repr=False)

    @property
    def log_folder(self) -> Path:
        """Where the log files lie."""
        return self.data_folder / "logs"

    @property
    def lets_others_in(self) -> bool:
        """Whether the server listens to other machines than its own."""
        try:
            return not ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() != "localhost"


@dataclass(frozen=True, slots=True)
class _Key:
    kind: type
    default: Any
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()


_SECTIONS: Final[Mapping[str, Mapping[str, _Key]]] = {
    "server": {
        "host": _Key(str, "127.0.0.1"),
        "port": _Key(int, 8080, low=0, high=65535),
        "tls_port": _Key(int, 8443, low=0, high=65535),
        "practice_port": _Key(int, 8088, low=0, high=65535),
        "practice_tls_port": _Key(int, 8448, low=0, high=65535),
        "threads": _Key(int, LOWEST_THREADS, low=LOWEST_THREADS, high=1000),
        "names": _Key(list, []),
        "roles": _Key(list, list(ROLES), choices=ROLES),
    },
    "database": {"url": _Key(str, ""), "password_file": _Key(str, "")},
    "data": {"folder": _Key(str, "data")},
    "mail": {"password_file": _Key(str, "")},
    "log": {
        "level": _Key(str, "info", choices=LOG_LEVELS),
        "format": _Key(str, "plain", choices=LOG_FORMATS),
    },
}


def read_config(
    file: Path | None = None,
    *,
    data_folder: Path | None = None,
    host: str | None = None,
    port: int | None = None,
    tls_port: int | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Config:
    """The configuration from a file, with what the command line said put over it.

    Without ``file`` the ``config.toml`` beside the program holds, and where there is none its defaults. Relative
    paths count from the folder of the file. Raises ConfigError: ``config_not_found``, ``config_not_readable``,
    ``config_not_toml``, ``config_unknown_section``, ``config_unknown_key``, ``config_wrong_type``,
    ``config_out_of_range``, ``config_not_a_choice``, ``config_password_in_file``, ``bad_database_url``.
    """
    base = (file or DEFAULT_FILE).absolute().parent
    values = _checked(_read_toml(file), file or DEFAULT_FILE)
    server, log = values["server"], values["log"]
    folder = data_folder.absolute() if data_folder is not None else base / Path(values["data"]["folder"]).expanduser()
    for name, given in (("port", port), ("tls_port", tls_port)):
        if given is not None:
            _check("server", name, given)
            server[name] = given
    return Config(
        data_folder=folder,
        database_url=_database_url(values["database"], base, folder, environment),
        host=host if host is not None else server["host"],
        port=server["port"],
        tls_port=server["tls_port"],
        practice_port=server["practice_port"],
        practice_tls_port=server["practice_tls_port"],
        threads=server["threads"],
        names=tuple(name.lower() for name in server["names"]),
        log_level=log["level"],
        log_format=log["format"],
        roles=frozenset(server["roles"]),
        mail_password=environment.get(MAIL_PASSWORD_VARIABLE) or _password_in(values["mail"]["password_file"], base),
    )


def _read_toml(file: Path | None) -> dict[str, Any]:
    path = file or DEFAULT_FILE
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        if file is None:
            return {}
        raise ConfigError("config_not_found", file=str(path)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("config_not_readable", file=str(path), problem=str(error)) from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("config_not_toml", file=str(path), problem=str(error)) from None


def _checked(found: Mapping[str, Any], file: Path) -> dict[str, dict[str, Any]]:
    for name, section in found.items():
        if name not in _SECTIONS:
            hint = _near(name, _SECTIONS) or _home_of(name) or ", ".join(_SECTIONS)
            raise ConfigError("config_unknown_section", file=str(file), section=name, hint=hint)
        if not isinstance(section, dict):
            raise ConfigError("config_wrong_type", key=name, wanted="table", got=_kind(section))
        for key, value in section.items():
            if key not in _SECTIONS[name]:
                hint = _near(key, _SECTIONS[name]) or _home_of(key) or ", ".join(_SECTIONS[name])
                raise ConfigError("config_unknown_key", file=str(file), key=f"{name}.{key}", hint=hint)
            _check(name, key, value)
    return {
        name: {key: found.get(name, {}).get(key, declared.default) for key, declared in keys.items()}
        for name, keys in _SECTIONS.items()
    }


def _check(section: str, key: str, value: Any) -> None:
    declared, name = _SECTIONS[section][key], f"{section}.{key}"
    # A TOML boolean is a Python int.
    if type(value) is not declared.kind:
        raise ConfigError("config_wrong_type", key=name, wanted=_kind(declared.default), got=_kind(value))
    if isinstance(value, int) and declared.low is not None and declared.high is not None:
        if not declared.low <= value <= declared.high:
            raise ConfigError("config_out_of_range", key=name, got=value, low=declared.low, high=declared.high)
        return
    for entry in value if isinstance(value, list) else [value]:
        if type(entry) is not str:
            raise ConfigError("config_wrong_type", key=name, wanted="text", got=_kind(entry))
        if declared.choices and entry not in declared.choices:
            choices = ", ".join(declared.choices)
            raise ConfigError("config_not_a_choice", key=name, got=entry, choices=choices)


def _kind(value: Any) -> str:
    return {bool: "true or false", int: "whole number", str: "text", list: "list", dict: "table"}.get(
        type(value), type(value).__name__
    )


def _near(name: str, known: Mapping[str, Any]) -> str:
    found = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return found[0] if found else ""


def _home_of(key: str) -> str:
    """``section.key`` for a key that stands in the wrong section or in none."""
    for section, keys in _SECTIONS.items():
        if near := _near(key, keys):
            return f"{section}.{near}"
    return ""


def _database_url(section: Mapping[str, Any], base: Path, folder: Path, environment: Mapping[str, str]) -> str:
    given = environment.get(URL_VARIABLE, "")
    if not given and not section["url"]:
        return sqlite_url(folder / DATABASE_FILE)
    url = read_url(given or section["url"])
    if url.password is not None and not given:
        raise ConfigError("config_password_in_file", variable=PASSWORD_VARIABLE)
    if url.get_backend_name() == "sqlite":
        if url.database and url.database != ":memory:":
            return sqlite_url(base / url.database)
        raise ConfigError("bad_database_url")
    password = environment.get(PASSWORD_VARIABLE) or _password_in(section["password_file"], base)
    try:
        return url.set(password=password or url.password).render_as_string(hide_password=False)
    except ArgumentError:
        raise ConfigError("bad_database_url") from None


def _password_in(name: str, base: Path) -> str:
    if not name:
        return ""
    path = base / name
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("config_not_readable", file=str(path), problem=str(error)) from None
