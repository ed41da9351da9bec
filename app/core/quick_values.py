"""Values that are made by the dozen with every scan.

A frozen dataclass sets each of its fields by a call, eight times as dear as setting it. A ``quick_value`` is
a frozen dataclass to the type checker, which reads every line of the program, and one like any other while it runs.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

__all__ = ["quick_value"]

if TYPE_CHECKING:
    from dataclasses import dataclass as quick_value  # for whoever imports it from here
else:

    def quick_value(*, frozen: bool, slots: bool) -> Any:
        """Decorates a class as ``dataclass`` does; only the type checker holds it ``frozen``."""
        return dataclass(slots=slots, unsafe_hash=frozen)
