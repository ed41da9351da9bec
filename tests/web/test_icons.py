"""The icon sprite holds what pages use and nothing else."""

import re
from pathlib import Path

WEB = Path(__file__).parents[2] / "app" / "web"
SPRITE = WEB / "static" / "vendor" / "lucide" / "sprite.svg"


def sources() -> str:
    """Every template and view of the pages."""
    files = [*WEB.rglob("*.html"), *WEB.rglob("*.py")]
    return "\n".join(file.read_text("utf-8") for file in files)


def test_every_icon_of_a_page_is_in_the_sprite_and_none_is_carried_along() -> None:
    held = set(re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE.read_text("utf-8")))
    text = sources()
    asked_for = set(re.findall(r"""\b(?:icon|empty)\(["']([a-z0-9-]+)["']""", text))
    assert asked_for - held == set()
    assert {name for name in held if not re.search(rf"""["']{name}["']""", text)} == set()
