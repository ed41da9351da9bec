"""Settings of how the pages look."""

from typing import Final

from app.core.settings import Setting

ACCENT: Final = Setting(
    "look.accent",
    str,
    "pine",
    "Colour of the shop",
    "Buttons and marks of every page.",
    choices=("pine", "ocean", "indigo", "plum", "berry", "clay", "moss", "slate"),
)
