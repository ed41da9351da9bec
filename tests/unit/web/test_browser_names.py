"""What a browser is called."""

import pytest

from app.web.shared.browser_names import browser_name

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (CHROME, "Chrome, Windows"),
        (f"{CHROME} Edg/126.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox, Linux"),
        ("Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Safari/604.1", "Safari, iPad"),
        ("curl/8.0", "curl/8.0"),
        ("", "?"),
    ],
)
def test_people_can_tell_machines_apart(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name
