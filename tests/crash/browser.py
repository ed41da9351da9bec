"""A browser without a screen that talks to a real server over HTTP and keeps its cookies over a restart."""

import http.client
import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any


class LostAnswer(Exception):  # it is an answer that was lost, not an error of ours
    """The server went away before it answered."""


class HttpBrowser:
    """Sends forms as our pages do."""

    def __init__(self, address: str, cookies: Mapping[str, str]) -> None:
        self.address = address
        self.jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self._first = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self._token = ""

    def get(self, path: str) -> str:
        """A page; remembers the token it carries."""
        page = self._open(urllib.request.Request(f"{self.address}{path}"))  # loopback
        found = re.search(r'name="csrf-token" content="([0-9a-f]+)"', page)
        if found is not None:
            self._token = found[1]
        return page

    def post(self, path: str, form: Mapping[str, str]) -> str:
        """Sends a form; LostAnswer where the server dies on the way."""
        data = urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(f"{self.address}{path}", data, method="POST")  # loopback
        request.add_header("X-CSRF-Token", self._token)
        return self._open(request)

    def write_sale(self, token: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Sends a sale as a program does; LostAnswer where the server dies on the way."""
        request = urllib.request.Request(f"{self.address}/api/v1/sales", json.dumps(body).encode(), method="POST")
        request.add_header("Authorization", f"Bearer {token}")
        request.add_header("Content-Type", "application/json")
        sale: dict[str, Any] = json.loads(self._open(request))
        return sale

    def _open(self, request: urllib.request.Request) -> str:
        kept = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)
        request.add_header("Cookie", "; ".join(part for part in (self._first, kept) if part))
        try:
            with self._opener.open(request, timeout=60) as answer:
                text: str = answer.read().decode()
                return text
        except (ConnectionError, http.client.HTTPException) as error:
            raise LostAnswer from error
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{error.code}: {error.read().decode()[:500]}") from error
        except urllib.error.URLError as error:
            raise LostAnswer from error
