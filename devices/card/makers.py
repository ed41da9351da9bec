"""The kinds of card terminals that may be connected, by the driver in their address."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CARD_DRIVERS: Final[Mapping[str, str]] = MappingProxyType({"training": "training+tcp://127.0.0.1:9150"})
"""An address of each as an example."""
