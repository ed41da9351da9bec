"""A flag that says a unit of work is open, so that no device or network call slips into one."""

from contextvars import ContextVar

_open: ContextVar[bool] = ContextVar("unit_open", default=False)


def unit_is_open() -> bool:
    """Whether this thread is inside a unit of work."""
    return _open.get()


def mark_unit(opened: bool) -> None:
    """Says that a unit of work was opened or has ended."""
    _open.set(opened)


def refuse_inside_unit() -> None:
    """Raises RuntimeError inside a unit of work: ports call it before they touch the world."""
    if _open.get():
        raise RuntimeError("a device or network call inside a unit of work")
