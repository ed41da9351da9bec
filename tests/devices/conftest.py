"""A shop's picture, as for papers on the screen."""

from tests.unit.printing.conftest import logo

__all__ = ["logo"]
