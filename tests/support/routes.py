"""Addresses of the program that are compiled once a process, not once an application."""

from copy import copy
from typing import Any, ClassVar

from werkzeug.routing import Map, Rule, RuleFactory


class KnownRoutes(Map):
    """Every application has the same addresses: what finds and writes them is compiled once, not for each.

    Rules are only collected until somebody asks; two maps of the same rules then share what they were compiled to.
    """

    compiled: ClassVar[dict[tuple[Any, ...], Map]] = {}

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.collected: list[Rule] = []
        super().__init__(*arguments, **options)

    def add(self, rulefactory: RuleFactory) -> None:
        """Collect rules; an application adds them before its first request."""
        self.collected.extend(rulefactory.get_rules(self))
        self._remap = True

    def update(self) -> None:
        """Take over what the same rules were compiled to; werkzeug calls it before it matches or writes an address."""
        with self._remap_lock:
            if not self._remap:
                return
            key = (self.host_matching, *map(everything_in, self.collected))
            if key not in self.compiled:
                # Copies, because a rule belongs to one map for good.
                self.compiled[key] = Map(map(copy, self.collected), host_matching=self.host_matching)
                self.compiled[key].update()
            self._matcher = self.compiled[key]._matcher
            self._rules_by_endpoint = self.compiled[key]._rules_by_endpoint
            self._remap = False


def everything_in(rule: Rule) -> tuple[Any, ...]:
    """All that a rule that is in no map yet says: its fields, sets of words in a fixed order."""
    return tuple(
        (name, tuple(sorted(value)) if isinstance(value, set) else repr(value))
        for name, value in sorted(vars(rule).items())
    )
