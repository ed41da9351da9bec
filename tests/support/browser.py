"""The system's Chromium, driven by Playwright: sizes and colours of screens, accessibility, pictures."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, Route

from tests.support.chromium import PROGRAM_NAMES, find_chromium
from tests.support.network_guard import is_loopback

PICTURES = Path(__file__).parents[2] / "build" / "screens"
# Playwright's own list, which the last flag below replaces, and the two pages that a window loads for its address bar:
# they cost each new window half a second.
FEATURES_OFF = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
)
# --no-sandbox: the sandbox refuses to run as root. The other flags keep the browser silent and off the network. It is
# told by a flag that there is nothing else: to ask us about every request would cost as much as the pages, and no page
# would find in its cache what the one before it loaded.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.*, EXCLUDE localhost",
    f"--disable-features={','.join(FEATURES_OFF)}",
)
DEFAULT_TIMEOUT_MS = 60_000
LAUNCH_TIMEOUT_MS = 240_000
SERIOUS = ("serious", "critical")
ONLY_FAULTS = {"resultTypes": ["violations"], "xpath": False}
"""What axe tells of a page: to describe all that is in order takes as long as to look for what is not."""
PROBE = "**/health?caught"
IS_PROBE_CAUGHT = "async () => (await fetch('/health?caught', { cache: 'no-store' })).status === 204"
IS_SETTLED = """() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))
  .then(() => document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity))
  .then((moving) => Promise.allSettled(moving.map((one) => one.finished)))
  .then(() => true)"""
HAS_AXE = "typeof axe !== 'undefined'"
LOOK_BY_AXE = """options => axe.run(document, options).then(({ violations }) => violations.map(
  ({ id, impact, help, nodes }) => ({ id, impact, help, targets: nodes.map(({ target }) => target.join(", ")) })))"""

ColourScheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Screen:
    """A browser window: size in CSS pixels and the colour scheme that the system asks for."""

    width_px: int
    height_px: int
    colour_scheme: ColourScheme

    def __str__(self) -> str:
        return f"{self.width_px}x{self.height_px}-{self.colour_scheme}"


WIDE_LIGHT = Screen(1366, 768, "light")
SCREENS = (WIDE_LIGHT, Screen(1024, 768, "dark"))
"""Between them every size and every colour scheme that looks different."""
PHONE_LIGHT = Screen(390, 844, "light")
PHONE_DARK = Screen(390, 844, "dark")
SMALL = (Screen(1024, 768, "light"), Screen(820, 1180, "light"), PHONE_LIGHT)
"""From the small till to the phone of the owner."""


def launch(playwright: Playwright) -> Browser:
    """Start Chromium with a fresh profile. Raises RuntimeError with the way out when there is none."""
    path = find_chromium()
    if path is None:
        raise RuntimeError(f"No Chromium found ({', '.join(PROGRAM_NAMES)}): run the tests by `python3 run.py test`")
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS), timeout=LAUNCH_TIMEOUT_MS)


@contextmanager
def open_context(browser: Browser, screen: Screen, locale: str = "en-GB") -> Iterator[BrowserContext]:
    """A browser context with its own cookies that reaches this machine only.

    Raises at the end:
        AssertionError: a script of a page failed, a page broke its content security policy, or it asked for something
            outside this machine.
    """
    context = browser.new_context(
        viewport={"width": screen.width_px, "height": screen.height_px},
        color_scheme=screen.colour_scheme,
        locale=locale,
        reduced_motion="reduce",
    )
    context.set_default_timeout(DEFAULT_TIMEOUT_MS)
    complaints: list[str] = []

    def look(request: Request) -> None:
        if not is_loopback(urlsplit(request.url).hostname):
            complaints.append(f"asked for {request.url}")

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    # Nothing outside can be reached, so that what asked for it fails; to hear of every request slows each page down.
    context.on("requestfailed", look)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("console", listen)
    try:
        yield context
    finally:
        context.close()
    assert not complaints, "\n".join(complaints)


def intercept(page: Page, url: str, handler: Callable[[Route], object]) -> None:
    """Gives what the page asks for at this address to the handler, from the moment this returns.

    A page that nobody listened in to until now lets its next requests past for a moment, although the browser has said
    that it does not: so it asks for something harmless until that is caught.
    """
    page.route(url, handler)
    page.route(PROBE, lambda route: route.fulfill(status=204))
    page.wait_for_function(IS_PROBE_CAUGHT)
    page.unroute(PROBE)


def axe_violations(page: Page, impacts: tuple[str, ...] = SERIOUS) -> list[str]:
    """What axe finds wrong with the page as it stands, of the given impacts: one line per element."""
    # A page that is still coming may lack a style sheet.
    page.wait_for_load_state("load")
    # Half a megabyte of program: once a page is enough, however often it changes.
    if not page.evaluate(HAS_AXE):
        page.evaluate(_axe_program())
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: {target}"
        for violation in page.evaluate(LOOK_BY_AXE, ONLY_FAULTS)
        if violation["impact"] in impacts
        for target in violation["targets"]
    ]


@cache
def _axe_program() -> str:
    return str(Axe().axe_script)


def cut_off(page: Page) -> list[str]:
    """Texts and zones of the till that are wider than their place, and whether the page scrolls sideways.

    A zone may reach out by the few pixels that a focused tile's ring needs.
    """
    found: list[str] = page.evaluate(
        """() => Array.from(document.querySelectorAll("button, h1, h2, dt, dd, strong, label, .light"))
            .filter((one) => one.checkVisibility() && !one.matches(".only-heard, .skip"))
            .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === "hidden")
            .map((one) => one.textContent.trim())
            .concat(Array.from(document.querySelectorAll(".zone-cart, .zone-find, .zone-pay"))
            .filter((one) => one.scrollWidth > one.clientWidth + 4)
            .map((one) => `${one.className} is wider than its place`))"""
    )
    return found if fits_in_width(page) else [*found, "the page scrolls sideways"]


def fits_in_width(page: Page) -> bool:
    """Whether the page needs no scrolling to the side."""
    found: bool = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    return found


def show_on(page: Page, screen: Screen) -> None:
    """Turns the window of the page into another one, with the page as it stands, and waits until it has taken it in."""
    page.set_viewport_size({"width": screen.width_px, "height": screen.height_px})
    page.emulate_media(color_scheme=screen.colour_scheme)
    page.wait_for_load_state("load")
    page.evaluate(IS_SETTLED)


def looks_right(page: Page, name: str, screens: Sequence[Screen] = SCREENS) -> None:
    """Looks at the page as it stands on each screen: fit for everybody, nothing cut off, and kept as a picture.

    It is left on the first screen, the one that the test works at. To look twice takes half as long as to walk twice.
    Raises AssertionError with the page's name, the screen and what is wrong there.
    """
    for screen in (*screens[1:], screens[0]):
        show_on(page, screen)
        faults = [*axe_violations(page), *cut_off(page)]
        assert not faults, f"{name} {screen}: {faults}"
        save_picture(page, name, screen)


def fits_on(page: Page, name: str, screens: Sequence[Screen]) -> None:
    """The page as it stands needs no scrolling to the side on any of the screens; it is left on the wide one."""
    for screen in screens:
        show_on(page, screen)
        assert fits_in_width(page), f"{name} {screen}"
    show_on(page, WIDE_LIGHT)


def save_picture(page: Page, name: str, screen: Screen) -> None:
    """Keep a picture as build/screens/NAME-SCREEN.png when REGULARS_SCREENS is set in the environment."""
    if not os.environ.get("REGULARS_SCREENS"):
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{screen}.png", animations="disabled")
