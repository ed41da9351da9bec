"""Other machines get in by TLS only, and the page that explains the certificate is open to all of them."""

import ipaddress
import plistlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from app.core.clock import SetClock
from app.core.tls.keeper import CertificateKeeper
from app.core.tls.names import HostNames
from app.factory import create_app
from app.web.shared.context import WebContext
from app.web.shared.secure_door import SecureDoor
from tests.support.web import Browser, WebShop, browser_at

PHONE = "192.0.2.9"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1"
ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-A546B) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36"
NAMES = HostNames(
    frozenset({"localhost", "till.local", "till"}),
    frozenset(map(ipaddress.ip_address, ("127.0.0.1", "192.168.1.20", "fd00::20"))),
)


@pytest.fixture
def door(tmp_path: Path) -> SecureDoor:
    """The certificate of a shop, and the ports it is served at."""
    return SecureDoor(CertificateKeeper(tmp_path, lambda: NAMES, SetClock(datetime.now(UTC))), 8080, 8443)


@pytest.fixture
def shop(web_on_sqlite: WebShop, door: SecureDoor) -> WebShop:
    """A shop that lets its network in."""
    config = replace(web_on_sqlite.config, names=("till.local",))
    web_on_sqlite.app = create_app(WebContext(config, web_on_sqlite.database, secure_door=door))
    return web_on_sqlite


def phone(shop: WebShop, *, tls: bool = False, agent: str = ANDROID) -> Browser:
    return browser_at(shop.app, PHONE, {"Accept": "text/html", "User-Agent": agent}, tls=tls)


@pytest.mark.parametrize("path", ["/", "/auth/till", "/auth/office", "/office/", "/till/", "/auth/first", "/no/such"])
def test_every_page_in_the_clear_leads_to_the_certificate(shop: WebShop, path: str) -> None:
    answer = phone(shop).get(path)
    assert (answer.status_code, answer.location) == (303, "/auth/certificate")


def test_nothing_is_taken_in_the_clear(shop: WebShop) -> None:
    device = phone(shop)
    device.get("/auth/certificate")
    answer = device.post("/auth/office", {"login": "olga", "password": "a long password"})
    assert answer.status_code == 403
    assert "by https only" in answer.text
    assert not [each for each in answer.headers.getlist("Set-Cookie") if "session" in each]
    program = shop.app.test_client().get(
        "/api/v1/products", headers={"Authorization": "Bearer rgl_x"}, environ_base={"REMOTE_ADDR": PHONE}
    )
    assert (program.status_code, program.get_json()["error"]["code"]) == (403, "not_secure")


def test_by_tls_everything_is_there_and_the_cookies_stay_with_tls(shop: WebShop) -> None:
    device = phone(shop, tls=True)
    assert device.get("/").location == "/auth/office"
    shop.office("olga", device)
    answer = device.post("/auth/lock")
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    assert all("Secure" in each for each in cookies)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_the_pcs_own_browser_needs_no_certificate(shop: WebShop, address: str) -> None:
    own = browser_at(shop.app, address, {"Accept": "text/html"}, tls=False)
    answer = own.get("/auth/office")
    assert answer.status_code == 200
    assert not [each for each in answer.headers.getlist("Set-Cookie") if "Secure" in each]


@pytest.mark.parametrize("address", ["192.0.2.9", "::ffff:192.0.2.9", "10.0.0.1", "fe80::1%eth0", ""])
def test_no_other_machine_passes_for_it(shop: WebShop, address: str) -> None:
    other = browser_at(shop.app, address, {"Accept": "text/html"}, tls=False)
    assert other.get("/auth/office").location == "/auth/certificate"


def test_the_page_explains_itself_to_a_phone(shop: WebShop, door: SecureDoor) -> None:
    page = phone(shop).get("/auth/certificate", headers={"Host": "192.168.1.20:8080"}).text
    assert 'href="https://192.168.1.20:8443/"' in page
    assert re.sub("<[^>]+>", "", page).count(door.keeper.authority.fingerprint) == 1
    systems = re.findall(r'<details class="way"[^>]*?( open)?>\s*<summary>.*?</svg> ([^<]+)</summary>', page)
    assert systems[0] == (" open", "Android")
    assert {name for _, name in systems} == {"Windows", "Android", "iPhone, iPad", "Mac", "Linux"}


@pytest.mark.parametrize(
    ("agent", "system"),
    [
        (IPHONE, "iPhone, iPad"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
        ("curl/8", "Windows"),
    ],
)
def test_the_visitors_system_comes_first(shop: WebShop, agent: str, system: str) -> None:
    page = phone(shop, agent=agent).get("/auth/certificate").text
    found = re.search(r'<details class="way"[^>]* open>\s*<summary>.*?</svg> ([^<]+)</summary>', page)
    assert found is not None
    assert found[1] == system


@pytest.mark.parametrize(
    ("host", "address"),
    [("till.local:8080", "https://till.local:8443/"), ("[fd00::20]:8080", "https://[fd00::20]:8443/")],
)
def test_it_leads_on_by_the_name_the_visitor_came_by(shop: WebShop, host: str, address: str) -> None:
    device = phone(shop)
    assert f'href="{address}"' in device.get("/auth/certificate", headers={"Host": host}).text


def test_a_name_the_certificate_does_not_hold_for_leads_to_the_best_one(shop: WebShop) -> None:
    page = phone(shop).get("/auth/certificate", headers={"Host": "10.9.9.9:8080"}).text
    assert 'href="https://192.168.1.20:8443/"' in page


def test_the_certificate_is_there_for_every_kind_of_device(shop: WebShop, door: SecureDoor) -> None:
    device, authority = phone(shop), door.keeper.authority
    plain = device.get("/auth/certificate/regulars.crt")
    assert plain.mimetype == "application/x-x509-ca-cert"
    assert x509.load_pem_x509_certificate(plain.data) == authority.certificate
    profile = device.get("/auth/certificate/regulars.mobileconfig")
    assert profile.mimetype == "application/x-apple-aspen-config"
    content = plistlib.loads(profile.data)
    (entry,) = content["PayloadContent"]
    assert entry["PayloadType"] == "com.apple.security.root"
    assert entry["PayloadContent"] == authority.certificate.public_bytes(serialization.Encoding.DER)
    assert content["PayloadDisplayName"] == authority.name
    again = device.get("/auth/certificate/regulars.mobileconfig")
    assert again.data == profile.data
    assert b"PRIVATE" not in plain.data + profile.data
    assert device.get("/auth/certificate/regulars.key").status_code == 404


def test_the_office_shows_where_a_new_machine_begins(shop: WebShop, door: SecureDoor) -> None:
    page = shop.office().get("/office/other-machines").text
    assert "http://192.168.1.20:8080/" in page
    assert "https://till.local:8443/" in page
    assert "https://localhost" not in page
    assert door.keeper.authority.name in page
    picture = phone(shop).get("/auth/certificate/address.svg")
    assert picture.mimetype == "image/svg+xml"
    assert shop.office("peter").get("/office/other-machines").status_code == 403


def test_a_server_for_its_own_machine_only_says_so(web_on_sqlite: WebShop) -> None:
    assert 'host = "0.0.0.0"' in web_on_sqlite.office().get("/office/other-machines").text
    own = web_on_sqlite.browser()
    assert "No other machine is let in" in own.get("/auth/certificate").text
    assert own.get("/auth/certificate/regulars.crt").status_code == 404
    assert own.get("/auth/certificate/address.svg").status_code == 404


def test_it_speaks_russian(shop: WebShop) -> None:
    device = browser_at(shop.app, PHONE, {"Accept": "text/html", "Accept-Language": "ru"}, tls=False)
    page = device.get("/auth/certificate").text
    assert '<html lang="ru"' in page
    assert "Установите сертификат" in page
