"""The one error tree. A code is for programs and catalogues, the facts fill the sentence a person reads."""

from typing import Any


class ShopError(Exception):
    """Something the shop's rules refuse; nothing was written.

    ``code`` is stable and translated by pages; ``facts`` are the named values its sentence uses.
    """

    def __init__(self, code: str, /, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        if not self.facts:
            return self.code
        return f"{self.code} ({', '.join(f'{name}={value}' for name, value in self.facts.items())})"


class BadInput(ShopError):
    """A value that cannot be what it claims; ``path`` names the field (``cart.lines[3].qty``)."""

    def __init__(self, code: str, /, path: str = "", **facts: Any) -> None:
        super().__init__(code, **facts)
        self.path = path


class NotFound(ShopError):
    """What was asked for does not exist."""


class Conflict(ShopError):
    """The state of the shop forbids the act now (a closed shift, a cart opened elsewhere)."""


class Forbidden(ShopError):
    """The actor lacks a right; ``facts["right"]`` names it, so that a supervisor can lend it."""


class ConfigError(ShopError):
    """``config.toml`` or the command line is wrong; the start stops with the sentence."""
