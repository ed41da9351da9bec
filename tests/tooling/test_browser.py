"""The real browser of the tests: reaches this machine only, reports what pages do wrong."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.support import browser as support
from tests.support.browser import (
    SCREENS,
    WIDE_LIGHT,
    Screen,
    axe_violations,
    cut_off,
    launch,
    looks_right,
    open_context,
    save_picture,
)
from tests.support.servers import serve_in_thread

GOOD = b"<!doctype html><html lang=en><title>t</title><main><h1>Hello</h1></main></html>"
BAD = b"<!doctype html><html><title>t</title><main><h1>Hello</h1><img src=/x.png></main></html>"


def site(body: bytes, *headers: tuple[str, str]) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), *headers])
        return [body]

    return application


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_page_has_the_size_and_colours_asked_for(page: Page, screen: Screen) -> None:
    assert page.evaluate("[innerWidth, innerHeight]") == [screen.width_px, screen.height_px]
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (screen.colour_scheme == "dark")


def test_axe_judges_a_page(page: Page) -> None:
    with serve_in_thread(site(GOOD)) as address:
        page.goto(address)
        assert axe_violations(page) == []
    with serve_in_thread(site(BAD)) as address:
        page.goto(address)
        assert sorted(line.partition(" ")[0] for line in axe_violations(page)) == ["html-has-lang", "image-alt"]


def test_axe_works_under_a_strict_policy(page: Page) -> None:
    policy = ("Content-Security-Policy", "default-src 'self'; script-src 'self'")
    with serve_in_thread(site(GOOD, policy)) as address:
        page.goto(address)
        assert axe_violations(page) == []


FAULTS_OF_A_SCREEN = {
    "color-contrast": "@media (prefers-color-scheme: dark) { p { color: #333; } }",
    "sideways": "@media (max-width: 1100px) { main { width: 2000px; } }",
    "hidden there": "@media (max-width: 1100px) { button { width: 20px; overflow: hidden; white-space: nowrap; } }",
    "zone-pay is wider than its place": "@media (max-width: 1100px) { .zone-pay i { width: 2000px; } }",
}


@pytest.mark.parametrize("fault", FAULTS_OF_A_SCREEN)
def test_a_page_is_looked_at_on_each_screen_and_left_as_it_was(page: Page, fault: str) -> None:
    body = """<!doctype html><html lang=en><title>t</title><style>
        html, dialog { background: white; transition: background 60ms; } * { color: black; transition: color 60ms; }
        @media (prefers-color-scheme: dark) { html, dialog, button { background: black; } * { color: white; } } FAULT
        .zone-pay { overflow: hidden; } .zone-pay i { display: block; } </style>
        <main><h1>Hello</h1><div class=zone-pay><i>Pay</i></div></main>
        <dialog aria-label=Sum><p>Fifty</p><button>hidden there</button></dialog>
        <script>document.querySelector("dialog").showModal()</script>"""
    with serve_in_thread(site(body.replace("FAULT", "").encode())) as address:
        page.goto(address)
        looks_right(page, "good")
        assert page.evaluate("[innerWidth, document.activeElement.textContent]") == [1366, "hidden there"]
        assert page.evaluate(
            "matchMedia('(prefers-color-scheme: light)').matches && !!document.querySelector('[open]')"
        )
    with serve_in_thread(site(body.replace("FAULT", FAULTS_OF_A_SCREEN[fault]).encode())) as address:
        page.goto(address)
        assert (axe_violations(page), cut_off(page)) == ([], [])
        with pytest.raises(AssertionError, match=f"(?s)bad 1024x768-dark.*{fault}"):
            looks_right(page, "bad")


def test_contexts_do_not_share_cookies(new_context: Callable[[], BrowserContext]) -> None:
    with serve_in_thread(site(GOOD, ("Set-Cookie", "till=1"))) as address:
        first, second = new_context(), new_context()
        first.new_page().goto(address)
        assert [cookie["name"] for cookie in first.cookies()] == ["till"]
        assert second.cookies() == []


@pytest.mark.parametrize(
    ("body", "headers", "complaint"),
    [
        (b"<script>nowhere()</script><p>ready", [], "nowhere is not defined"),
        (b"<img src=http://192.0.2.1/x.png><p>ready", [], "asked for http://192.0.2.1/x.png"),
        (b"<script>1</script><p>ready", [("Content-Security-Policy", "script-src 'self'")], "Content Security Policy"),
    ],
    ids=["script error", "outside", "policy"],
)
def test_what_a_page_does_wrong_fails_the_test(
    browser: Browser, body: bytes, headers: list[tuple[str, str]], complaint: str
) -> None:
    def visit(address: str) -> None:
        with open_context(browser, WIDE_LIGHT) as context:
            page = context.new_page()
            page.goto(address)
            expect(page.get_by_text("ready")).to_be_visible()

    with serve_in_thread(site(body, *headers)) as address, pytest.raises(AssertionError, match=complaint):
        visit(address)


def test_pictures_are_kept_on_request(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(support, "PICTURES", tmp_path)
    monkeypatch.delenv("REGULARS_SCREENS", raising=False)
    save_picture(page, "empty", WIDE_LIGHT)
    assert list(tmp_path.iterdir()) == []

    monkeypatch.setenv("REGULARS_SCREENS", "1")
    save_picture(page, "empty", WIDE_LIGHT)
    assert (tmp_path / "empty-1366x768-light.png").read_bytes().startswith(b"\x89PNG")


def test_without_a_browser_the_tests_fail_and_say_why(
    playwright: Playwright, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match=r"No Chromium found .* run\.py test"):
        launch(playwright)
