"""Keys as the browser hears them: physical, with a time each, through the layout of the computer.

A scanner and fingers differ in nothing but the time between keys. That time is the keys' own, so no test waits for it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

SCANNER_GAP_S: Final = 0.008
FINGER_GAP_S: Final = 0.15
SHIFT: Final = 8
CONTROL: Final = 2
_LATIN: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN: Final = "йцукенгшщзхъфывапролджэячсмитьбю"
_AZERTY_DIGITS: Final = dict(zip("1234567890", "&é\"'(-è_çà", strict=True))


@dataclass(frozen=True)
class Key:
    """A physical key: its place, its Windows number, what it writes, what is held with it."""

    code: str
    number: int
    name: str
    text: str = ""
    modifiers: int = 0


_SIGNS: Final = {
    "*": Key("Digit8", 0x38, "*", "*", SHIFT),
    "+": Key("Equal", 0xBB, "+", "+", SHIFT),
    "?": Key("Slash", 0xBF, "?", "?", SHIFT),
    "/": Key("Slash", 0xBF, "/", "/"),
    "=": Key("Equal", 0xBB, "=", "="),
    "-": Key("Minus", 0xBD, "-", "-"),
    ",": Key("Comma", 0xBC, ",", ","),
    ".": Key("Period", 0xBE, ".", "."),
    " ": Key("Space", 0x20, " ", " "),
}
_NAMED: Final = {
    "Enter": Key("Enter", 0x0D, "Enter", "\r"),
    "Tab": Key("Tab", 0x09, "Tab"),
    "Escape": Key("Escape", 0x1B, "Escape"),
    "Space": _SIGNS[" "],
    "Delete": Key("Delete", 0x2E, "Delete"),
    "Insert": Key("Insert", 0x2D, "Insert"),
    "Home": Key("Home", 0x24, "Home"),
    "End": Key("End", 0x23, "End"),
    "ArrowUp": Key("ArrowUp", 0x26, "ArrowUp"),
    "ArrowDown": Key("ArrowDown", 0x28, "ArrowDown"),
    "Control+z": Key("KeyZ", 0x5A, "z", "", CONTROL),
    "Control+a": Key("KeyA", 0x41, "a", "", CONTROL),
    "Control+Enter": Key("Enter", 0x0D, "Enter", "\r", CONTROL),
    "Shift+F8": Key("F8", 0x77, "F8", "", SHIFT),
    "Shift+F7": Key("F7", 0x76, "F7", "", SHIFT),
    "Shift+F9": Key("F9", 0x78, "F9", "", SHIFT),
    "Shift+F6": Key("F6", 0x75, "F6", "", SHIFT),
    "Shift+F1": Key("F1", 0x70, "F1", "", SHIFT),
    "Shift+F2": Key("F2", 0x71, "F2", "", SHIFT),
    "Shift+F4": Key("F4", 0x73, "F4", "", SHIFT),
    "Shift+Insert": Key("Insert", 0x2D, "Insert", "", SHIFT),
    "Shift+F3": Key("F3", 0x72, "F3", "", SHIFT),
    **{f"F{number}": Key(f"F{number}", 0x6F + number, f"F{number}") for number in range(1, 13)},
}


class Keys:
    """Whatever presses keys at one page, scanner and fingers; their common clock only goes forward."""

    def __init__(self, page: Page) -> None:
        self._wire = page.context.new_cdp_session(page)
        self._at = 0.0

    def scan(
        self, code: str, *, layout: str = "us", suffix: str | None = "Enter", pause_s: float = FINGER_GAP_S
    ) -> None:
        """A scanner types a code; ``layout`` is what the computer makes of the keys: us, russian or azerty."""
        self._wait(pause_s)
        for character in code:
            self._send(_key_of(character, layout), SCANNER_GAP_S)
        if suffix is not None:
            self._send(_NAMED[suffix], SCANNER_GAP_S)

    def suffix(self) -> None:
        """The end of the scan before, pressed right after it, whenever it is sent."""
        self._send(_NAMED["Enter"], SCANNER_GAP_S)

    def scan_late(self, code: str, shown: Callable[[], None]) -> None:
        """A scan on a busy computer: two of its keys come, and the others only once ``shown`` says so."""
        self._wait(FINGER_GAP_S)
        for character in code[:2]:
            self._send(_key_of(character, "us"), SCANNER_GAP_S)
        shown()
        for character in code[2:]:
            self._send(_key_of(character, "us"), SCANNER_GAP_S)
        self._send(_NAMED["Enter"], SCANNER_GAP_S)

    def type(self, text: str) -> None:
        """Fingers type, Latin or Cyrillic."""
        self._wait(FINGER_GAP_S)
        for character in text:
            self._send(_key_of(character, "us"), FINGER_GAP_S)

    def press(self, name: str) -> None:
        """A finger presses a key that is no character, or a shortcut."""
        self._wait(FINGER_GAP_S)
        self._send(_NAMED[name], FINGER_GAP_S)

    def hold(self, character: str, times: int) -> None:
        """A key held down: the keyboard repeats it as quickly as a scanner types."""
        self._wait(FINGER_GAP_S)
        for index in range(times):
            self._send(_key_of(character, "us"), SCANNER_GAP_S, repeat=index > 0)

    def _wait(self, pause_s: float) -> None:
        self._at = max(self._at + pause_s, time.time())

    def _send(self, key: Key, gap_s: float, *, repeat: bool = False) -> None:
        event = {
            "key": key.name,
            "code": key.code,
            "modifiers": key.modifiers,
            "windowsVirtualKeyCode": key.number,
            "timestamp": self._at,
        }
        down = {"type": "keyDown" if key.text else "rawKeyDown", "text": key.text, "autoRepeat": repeat}
        self._wire.send("Input.dispatchKeyEvent", {**event, **down})
        self._wire.send("Input.dispatchKeyEvent", {**event, "type": "keyUp"})
        self._at += gap_s


def _key_of(character: str, layout: str) -> Key:
    if character in _SIGNS:
        return _SIGNS[character]
    if character.isdigit():
        shown = _AZERTY_DIGITS[character] if layout == "azerty" else character
        return Key(f"Digit{character}", ord(character), shown, shown)
    small = character.lower()
    latin = _LATIN[_RUSSIAN.index(small)] if small in _RUSSIAN else small
    shown = _RUSSIAN[_LATIN.index(latin)] if layout == "russian" else small
    is_capital = character != small
    shown = shown.upper() if is_capital else shown
    return Key(f"Key{latin.upper()}", ord(latin.upper()), shown, shown, SHIFT if is_capital else 0)
