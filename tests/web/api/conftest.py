"""A shop with goods on its shelf, and a program that calls its API."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.auth.api_tokens import SCOPES, create_token
from app.core.config import URL_VARIABLE, read_config
from app.factory import create_app
from app.web.shared.context import WebContext
from tests.factories.shop import FITTER, Shop
from tests.factories.till import TillDesk


@dataclass
class Caller:
    """A program with a token."""

    client: FlaskClient
    token: str

    def get(self, path: str, **query: Any) -> TestResponse:
        """Asks."""
        return self.client.get(f"/api/v1{path}", query_string=query, headers=self._headers())

    def post(self, path: str, body: Any) -> TestResponse:
        """Sends JSON; bytes go as they are."""
        if isinstance(body, bytes):
            return self.client.post(
                f"/api/v1{path}", data=body, headers=self._headers(), content_type="application/json"
            )
        return self.client.post(f"/api/v1{path}", json=body, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


@pytest.fixture
def desk(shop: Shop) -> TillDesk:
    """The till whose sales the program writes, its shift open."""
    return shop.till()


@pytest.fixture
def client(shop: Shop, tmp_path: Path) -> FlaskClient:
    """The shop's server."""
    url = shop.database.url.render_as_string(hide_password=False)
    config = read_config(None, data_folder=tmp_path / "data", environment={URL_VARIABLE: url})
    config.data_folder.mkdir()
    return create_app(WebContext(config, shop.database)).test_client()


@pytest.fixture
def caller(shop: Shop, desk: TillDesk, client: FlaskClient) -> Caller:
    """A program that may do everything programs may."""
    with shop.database.unit_of_work(FITTER) as tx:
        return Caller(client, create_token(tx, "web shop", set(SCOPES), desk.id))
