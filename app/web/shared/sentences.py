"""Sentences of error codes that belong to the domain packages and that the core does not know."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pos.pricing.messages import ERRORS

MORE_SENTENCES: Final[Mapping[str, str]] = MappingProxyType(dict(ERRORS))
