"""Fixtures with a real browser: one Chromium per worker, one context with its own cookies per test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.support.browser import DEFAULT_TIMEOUT_MS, WIDE_LIGHT, Screen, launch, open_context, save_picture


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of browsers of this worker; what is expected may take as long on a busy machine as any act."""
    expect.set_options(timeout=DEFAULT_TIMEOUT_MS)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The Chromium of this worker."""
    chromium = launch(playwright)
    yield chromium
    chromium.close()


@pytest.fixture
def screen() -> Screen:
    """The window of the test; override by ``@pytest.mark.parametrize("screen", SCREENS, ids=str)``."""
    return WIDE_LIGHT


@pytest.fixture
def new_context(browser: Browser, screen: Screen) -> Iterator[Callable[[], BrowserContext]]:
    """Opens one more browser context, a second till say; closed at the end of the test."""
    with ExitStack() as contexts:
        yield lambda: contexts.enter_context(open_context(browser, screen))


@pytest.fixture
def page(new_context: Callable[[], BrowserContext]) -> Page:
    """An empty tab in a context of its own."""
    return new_context().new_page()


@pytest.fixture
def picture(page: Page, screen: Screen) -> Callable[[str], None]:
    """``picture("till-empty")`` keeps a picture of the page when REGULARS_SCREENS is set."""
    return lambda name: save_picture(page, name, screen)
