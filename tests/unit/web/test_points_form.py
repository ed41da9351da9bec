"""The word for points takes the form that its number asks for, in each language."""

import pytest

from app.core.texts import texts
from app.web.shared.formats import points_form
from tests.factories.loyalty import POINT

ROWS = [
    (1.0, "point", "балл"),
    (-1.0, "point", "балл"),
    (2.0, "points", "балла"),
    (5.0, "points", "баллов"),
    (21.0, "points", "балл"),
    (0.0, "points", "баллов"),
    (1.5, "points", "балла"),
    (7.8, "points", "балла"),
]


@pytest.mark.parametrize(("count", "english", "russian"), ROWS)
def test_the_word_fits_its_number(count: float, english: str, russian: str) -> None:
    form = points_form(round(count * POINT))
    for language, word in (("en", english), ("ru", russian)):
        written = texts(language).ngettext("%(points)s point", "%(points)s points", form)
        assert written == f"%(points)s {word}"
