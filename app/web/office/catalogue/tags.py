"""Price tags printed on a label printer: which goods, how many, and how far the printer is."""

from dataclasses import replace
from typing import Any, Final

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import BadInput, ShopError
from app.core.ids import new_uid
from app.core.texts import marked
from app.places.devices import label_printers
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.listing import category_choices
from app.web.office.catalogue.typed import shop_here
from app.web.office.forms import try_form, whole_number
from app.web.shared.access import needs
from app.web.shared.answering import Problem, sentence_of
from app.web.shared.language import gettext, translated
from app.web.shared.units import read, transact
from app.web.shared.whole import whole_number as whole
from warehouse.catalogue.categories import category_tree
from warehouse.tags.choosing import MOST_COPIES, Choice, Which, choose_goods, count_goods, stock_copies
from warehouse.tags.jobs import TAGS_RIGHT, TagLine, answer_count, print_tags, stop_job
from warehouse.tags.listing import tag_job, tag_jobs

WHICH_WORDS: Final[dict[Which, str]] = {
    "outdated": marked("Tags with an old price"),
    "untagged": marked("Goods without a tag"),
    "all": marked("All goods"),
}
COPIES: Final = {"one": marked("one each"), "stock": marked("as many as in stock")}
_FIELD: Final = "copies-"
_CHOICE: Final = ("which", "q", "category", "family", "product", "copies")


@blueprint.get("/products/tags")
@needs(TAGS_RIGHT)
def tags() -> ResponseReturnValue:
    """What may be printed, and what is being printed."""
    return _page()


@blueprint.post("/products/tags")
@needs(TAGS_RIGHT)
def print_chosen_tags() -> ResponseReturnValue:
    """Prints as many tags as were typed."""

    def act() -> ResponseReturnValue:
        device_id, uid = whole_number("device_id"), request.form.get("uid", "")
        if device_id is None:
            raise BadInput("no_tags")
        lines = _typed_lines()
        transact(lambda tx: print_tags(tx, device_id, lines, uid))
        return redirect(url_for("office.tags", **_asked()), 303)

    return try_form(act, _page)


@blueprint.get("/products/tags/jobs/<int:job_id>")
@needs(TAGS_RIGHT, counts_as_use=False)
def show_tag_job(job_id: int) -> ResponseReturnValue:
    """How far a job is, asked again and again; once it asks or has ended the whole page is shown anew."""
    with read() as tx:
        job = tag_job(tx, job_id)
    answer = Response(render_template("office/catalogue/tag_job.html", job=job, sentence_of_code=_sentence))
    if not job.is_running:
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.post("/products/tags/jobs/<int:job_id>/count")
@needs(TAGS_RIGHT)
def count_tags(job_id: int) -> ResponseReturnValue:
    """Somebody counted what came out; it goes on from there, or ends."""

    def act() -> ResponseReturnValue:
        came_out, wants_more = whole_number("came_out"), request.form.get("act") == "go_on"
        if came_out is None:
            with read() as tx:
                job = tag_job(tx, job_id)
            raise BadInput("tags_came_out", "came_out", least=job.confirmed, most=job.sent)
        transact(lambda tx: answer_count(tx, job_id, came_out, go_on=wants_more))
        return redirect(url_for("office.tags"), 303)

    return try_form(act, lambda problem: _page(problem, job_id))


@blueprint.post("/products/tags/jobs/<int:job_id>/stop")
@needs(TAGS_RIGHT)
def stop_tags(job_id: int) -> ResponseReturnValue:
    """Prints no more of a job."""

    def act() -> ResponseReturnValue:
        transact(lambda tx: stop_job(tx, job_id))
        return redirect(url_for("office.tags"), 303)

    return try_form(act, _page)


def _typed_lines() -> list[TagLine]:
    """The goods with as many tags as were typed; BadInput ``tag_copies`` (``most``)."""
    lines = []
    for name, text in request.form.items():
        product_id = whole(name.removeprefix(_FIELD)) if name.startswith(_FIELD) else None
        if product_id is None:
            continue
        copies = whole(text or "0")
        if copies is None or copies > MOST_COPIES:
            raise BadInput("tag_copies", name, most=MOST_COPIES)
        if copies:
            lines.append(TagLine(product_id, copies))
    return lines


def _asked() -> dict[str, Any]:
    """What the address says of the choice, for the next address."""
    return {name: request.args[name] for name in _CHOICE if name in request.args}


def _choice() -> Choice:
    asked = request.args
    which: Which | None = next((each for each in WHICH_WORDS if each == asked.get("which")), None)
    choice = Choice(
        query=asked.get("q", "").strip(),
        category_id=asked.get("category", type=int),
        family_id=asked.get("family", type=int),
        product_id=asked.get("product", type=int),
    )
    # Whoever names nothing comes for what has to be done.
    return replace(choice, which=which or ("outdated" if choice == Choice() else "all"))


def _page(problem: Problem | None = None, counted_job: int | None = None) -> str:
    choice, by_stock = _choice(), request.args.get("copies") == "stock"
    with read() as tx:
        shop_id = shop_here(tx)
        chosen = choose_goods(tx, shop_id, choice)
        counts: dict[str, int] = {"outdated": count_goods(tx, shop_id, "outdated")}
        more: dict[str, Any] = {
            "printers": [(device.id, device.name) for device in label_printers(tx, shop_id)],
            "jobs": tag_jobs(tx, shop_id),
            "category_choices": [("", gettext("All categories")), *category_choices(category_tree(tx))],
        }
    typed = request.form if problem is not None and counted_job is None else {}
    wanted = {
        card.product_id: typed.get(f"{_FIELD}{card.product_id}", stock_copies(card) if by_stock else 1)
        for card in chosen.cards
    }
    return render_template(
        "office/catalogue/tags.html",
        choice=choice,
        by_stock=by_stock,
        chosen=chosen,
        wanted=wanted,
        which_choices=[(which, _with_count(words, counts.get(which))) for which, words in WHICH_WORDS.items()],
        copies_choices=[(count, translated(words)) for count, words in COPIES.items()],
        most_copies=MOST_COPIES,
        device_id=whole_number("device_id") or (more["printers"][0][0] if more["printers"] else None),
        uid=new_uid(),
        problem=problem,
        counted_job=counted_job,
        sentence_of_code=_sentence,
        action=url_for("office.print_chosen_tags", **_asked()),
        **more,
    )


def _with_count(words: str, count: int | None) -> str:
    return translated(words) if count is None else f"{translated(words)} ({count})"


def _sentence(code: str) -> str:
    return sentence_of(ShopError(code))
