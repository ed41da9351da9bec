"""What the forms of the office share: reading fields, showing what is wrong beside them, going on afterwards."""

from collections.abc import Callable
from typing import Any, Final

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import BadInput, Conflict, ShopError
from app.core.texts import marked
from app.web.office.blueprint import blueprint
from app.web.shared import whole
from app.web.shared.answering import Problem, problem_of
from app.web.shared.language import translated

DONE: Final = {
    "saved": marked("Saved."),
    "removed": marked("Removed."),
    "ended": marked("Done. Whoever was logged in there is logged out."),
    "merged": marked("The two are one customer now."),
    "apart": marked("Remembered: the two are not one person."),
    "parted": marked("They are two customers again."),
    "printing": marked("It is being printed."),
    "shown": marked("It shows a test for some seconds."),
    "asked": marked("The register is being asked; its answer comes up below by itself."),
    "sending": marked("It is on its way to the mail server."),
    "handed_over": marked("It is on its way to the modem."),
    "paired": marked("This browser is a till now."),
}
"""What a page says after a form was taken."""


def whole_numbers(name: str) -> frozenset[int]:
    """The whole numbers of a field that may come several times; anything else is dropped."""
    found = (whole.whole_number(text) for text in request.form.getlist(name))
    return frozenset(number for number in found if number is not None)


def whole_number(name: str) -> int | None:
    """The whole number of a field, where there is one."""
    return whole.whole_number(request.form.get(name, ""))


def go_on(endpoint: str, done: str, **values: Any) -> ResponseReturnValue:
    """To the next page, which says what was done."""
    return redirect(url_for(endpoint, done=done, **values), 303)


def try_form(act: Callable[[], ResponseReturnValue], again: Callable[[Problem], str]) -> ResponseReturnValue:
    """Runs what a form asks for; where the shop's rules refuse, shows the form again with the reason.

    A missing right and a thing that is gone are answered as everywhere else.
    """
    try:
        return act()
    except (BadInput, Conflict) as error:
        return _shown_again(error, again)


def _shown_again(error: ShopError, again: Callable[[Problem], str]) -> ResponseReturnValue:
    problem = problem_of(error)
    return again(problem), problem.status


@blueprint.context_processor
def _done() -> dict[str, str]:
    return {"done": translated(DONE.get(request.args.get("done", ""), ""))}
