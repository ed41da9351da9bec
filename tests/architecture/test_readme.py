"""The README shows the two commands and pictures that exist; what it links to is there."""

import re
from pathlib import Path

from tests.support.sources import PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")


def test_it_begins_with_a_picture_and_shows_both_commands() -> None:
    first_picture, first_command = README.index("!["), README.index("python3 run.py\n")
    assert first_picture < first_command < README.index("python3 run.py test\n")


def test_what_it_points_to_exists() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not Path(PROJECT, link).exists()] == []
