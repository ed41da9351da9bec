"""Names, notes and e-mail addresses as they are kept."""

import pytest

from app.core.errors import BadInput
from app.crm.typed import clean_email, clean_line, clean_note


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" Anna@Example.ORG ", "Anna@example.org"),
        ("anna+shop@mail.example.org", "anna+shop@mail.example.org"),
        ("o'neill@example.org", "o'neill@example.org"),
        ("почта@пример.бг", "почта@пример.бг"),
        ("", None),
        ("  ", None),
    ],
)
def test_an_address_is_kept(text: str, kept: str | None) -> None:
    assert clean_email(text, "email") == kept


@pytest.mark.parametrize(
    "text",
    [
        "anna",
        "anna@",
        "@example.org",
        "anna@example",
        "anna@@example.org",
        "anna b@example.org",
        "anna@exa mple.org",
        "anna@.org",
        "anna@-example.org",
        "anna@example.1",
        ".anna@example.org",
        "an..na@example.org",
        "a@example.org, b@example.org",
        f"{'a' * 65}@example.org",
        f"anna@{'example.' * 40}org",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="email_invalid"):
        clean_email(text, "email")


def test_lines_lose_what_no_column_holds() -> None:
    assert clean_line("  Anna\t von \n\0 Berg ", "name", 120) == "Anna von Berg"
    assert clean_note("one \r\ntwo\0\r\n\r\n", "note") == "one\ntwo"
    with pytest.raises(BadInput, match="text_too_long"):
        clean_line("x" * 121, "name", 120)
