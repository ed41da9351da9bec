"""A till's page as its server sees it: one connection that stays open, cookies, the token against forgery."""

import http.client
import json
import re
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import urlencode, urlsplit

from app.core.ids import new_uid
from app.core.money import Money

PIN: Final = "2580"
_TOKEN: Final = re.compile(r'name="csrf-token" content="([0-9a-f]+)"')


class Page:
    """Asks one server over one connection."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self.cookies: dict[str, str] = {}
        self.token = ""

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """One request; answers status and body."""
        headers = {
            "Accept": "text/html",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-CSRF-Token": self.token,
        }
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, urlencode(form) if form is not None else None, headers)
        response = self._connection.getresponse()
        body = response.read().decode()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        found = _TOKEN.search(body)
        if found is not None:
            self.token = found[1]
        return response.status, body

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()


class TillPage(Page):
    """A paired browser with a cashier logged in, and the cart it shows."""

    def __init__(self, address: str, pairing: tuple[str, str], account_id: int) -> None:
        super().__init__(address)
        self.cookies[pairing[0]] = pairing[1]
        self._begin_cart()
        self.ask("GET", "/auth/till")
        self._expect(303, self.ask("POST", "/auth/till", {"account_id": str(account_id), "pin": PIN}))
        self._expect(200, self.ask("GET", "/till/"))

    def scan(self, code: str) -> None:
        """Scans a code into the cart, as the page does."""
        form = {"code": code, "line_uid": new_uid(), "cart_uid": self.cart_uid, "version": str(self.version)}
        self._expect(200, self.ask("POST", "/till/scan", form))
        self.version += 1

    def pay(self, tenders: list[tuple[str, Money | None]]) -> None:
        """Pays the cart; the next scan begins another."""
        parts = [{"kind": kind, "amount": None if amount is None else amount.minor} for kind, amount in tenders]
        form = {"cart_uid": self.cart_uid, "version": str(self.version), "tenders": json.dumps(parts)}
        self._expect(200, self.ask("POST", "/till/pay", form))
        self._begin_cart()

    def _begin_cart(self) -> None:
        self.cart_uid, self.version = new_uid(), 0

    def _expect(self, status: int, answer: tuple[int, str]) -> None:
        if answer[0] != status:
            raise RuntimeError(f"{answer[0]} was answered, not {status}: {answer[1][:2000]}")
