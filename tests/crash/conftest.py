"""Fixtures of the crash tests."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from devices.emulators.escpos.server import EscposEmulator
from tests.crash.scene import MakeScene, Scene, open_scene
from tests.support.databases import Backend, DatabasesFor


@pytest.fixture
def make_scene(databases_for: DatabasesFor, tmp_path: Path) -> Iterator[MakeScene]:
    """``make_scene("sqlite", printer)``: a shop on that database product, closed at the end of the test."""
    with ExitStack() as ending:

        def make(backend: Backend, printer: EscposEmulator) -> Scene:
            scene = open_scene(databases_for(backend).create(), printer, tmp_path / "data")
            ending.enter_context(closing(scene.shop.database))
            return scene

        yield make
