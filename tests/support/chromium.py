"""Which Chromium the tests use."""

import shutil

PACKAGES = ("chromium-headless-shell", "chromium")
"""What to install, the best first: Chromium without windows takes half the processor time of the whole one."""
PROGRAM_NAMES = (*PACKAGES, "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """The path of the installed Chromium, if there is one."""
    return next(filter(None, map(shutil.which, PROGRAM_NAMES)), None)
