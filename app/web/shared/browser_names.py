"""What a browser is called, from its ``User-Agent``: good enough for a person to tell the shop's machines apart."""

from typing import Final

# The order matters: nearly every browser also claims to be Chrome and Safari.
_BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser/", "Yandex"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_LONGEST: Final = 60


def browser_name(user_agent: str) -> str:
    """``Firefox, Windows``; the beginning of the text where nothing in it is known."""
    found = [next((name for mark, name in known if mark in user_agent), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, found)) or user_agent[:_LONGEST] or "?"
