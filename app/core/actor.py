"""Who acts: every unit of work has one, and the journal names it."""

from dataclasses import dataclass, field, replace

from app.core.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a part of the program, with the rights that hold for this act.

    ``supervisor`` is the person who lent a right over the screen for one act; ``borrowed`` are the rights he lent.
    """

    name: str
    account_id: int | None = None
    rights: frozenset[str] = field(default_factory=frozenset)
    supervisor: str | None = None
    everything: bool = False
    borrowed: frozenset[str] = frozenset()

    def may(self, right: str) -> bool:
        """Whether the actor holds the right."""
        return self.everything or right in self.rights

    def require(self, right: str) -> None:
        """Raises Forbidden ``right_needed``, naming the right, where the actor lacks it."""
        if not self.may(right):
            raise Forbidden("right_needed", right=right)

    def require_lent(self, right: str) -> None:
        """Raises Forbidden ``right_needed`` unless somebody else lent the right for this act, held or not."""
        if right not in self.borrowed:
            raise Forbidden("right_needed", right=right)

    def lent(self, right: str, supervisor: str) -> "Actor":
        """The same actor with one more right, lent by a supervisor."""
        return replace(self, rights=self.rights | {right}, supervisor=supervisor, borrowed=self.borrowed | {right})


def program(part: str) -> Actor:
    """An actor that is the program itself (``job:outbox``, ``console:anna``): it holds every right."""
    return Actor(name=part, everything=True)
