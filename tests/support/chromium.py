"""Which Chromium the tests use."""

import shutil

PROGRAM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """The path of the installed Chromium, if there is one."""
    return next(filter(None, map(shutil.which, PROGRAM_NAMES)), None)
