"""What the steps of the first day share: who may walk them, where they lead, how they look."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, program
from app.core.db.unit import Unit
from app.core.errors import BadInput, Conflict, ShopError
from app.core.texts import marked
from app.flows import begun
from app.flows.first_day import STEPS, FirstDay
from app.flows.first_day import read as read_answers
from app.web.shared.answering import Problem, problem_of
from app.web.shared.context import context
from app.web.shared.hosts import is_loopback
from app.web.shared.language import facts_of_shop
from app.web.shared.units import read

ACTOR: Final[Actor] = program("first day")
TITLES: Final = {
    "country": marked("Country"),
    "rules": marked("Rules"),
    "shop": marked("Shop"),
    "owner": marked("You"),
    "recovery": marked("Recovery code"),
    "till": marked("Till"),
}
"""The steps in their order; the last one opens the shop."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the head of each page shows it; ``open`` where its page can be gone to."""

    name: str
    title: str
    open: bool


def refuse_wrong_moment() -> None:
    """Raises Conflict ``already_opened`` later, ShopError ``not_opened`` on other machines."""
    if facts_of_shop().opened:
        raise Conflict("already_opened")
    if not is_loopback(request.remote_addr):
        raise ShopError("not_opened")


def said_so_far() -> FirstDay:
    """The answers kept so far."""
    with read() as tx:
        return read_answers(begun.answers(tx))


def keep(step: str, values: dict[str, Any]) -> None:
    """Keeps the answers of a step."""

    def act(tx: Unit) -> None:
        begun.answer(tx, step, values)

    context().database.transact(ACTOR, act)


def show(
    step: str, page: Callable[[FirstDay, Problem | None], Mapping[str, Any]], problem: Problem | None = None
) -> ResponseReturnValue:
    """The page of a step, or the way to the first step before it that has not been answered."""
    refuse_wrong_moment()
    day = said_so_far()
    if day.missing is not None and _place(day.missing) < _place(step):
        return redirect(url_for(f"auth.first_{day.missing}"), 303)
    reached = _place(day.missing or "till")
    names = list(TITLES)
    html = render_template(
        f"auth/first/{step}.html",
        step=step,
        steps=[Step(name, TITLES[name], _place(name) <= reached) for name in names],
        back=f"auth.first_{names[_place(step) - 1]}" if _place(step) else "auth.first_day",
        problem=problem,
        typed=request.form,
        day=day,
        **page(day, problem),
    )
    return (html, problem.status) if problem is not None else html


def take(
    step: str,
    act: Callable[[], None],
    again: Callable[[Problem], ResponseReturnValue],
    fields: Mapping[str, str],
) -> ResponseReturnValue:
    """Keeps what a step's form says and goes on; shows the form again where it is refused.

    ``fields`` name the field behind what a service calls a value.
    """
    refuse_wrong_moment()
    try:
        act()
    except BadInput as error:
        problem = problem_of(error)
        return again(replace(problem, path=fields.get(problem.path, problem.path)))
    names = list(TITLES)
    return redirect(url_for(f"auth.first_{names[_place(step) + 1]}"), 303)


def _place(step: str) -> int:
    return (*STEPS, "till").index(step)
