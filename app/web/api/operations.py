"""Declaring an operation of the API once: its route, its right, its check of the body and its page of the document."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ValidationError

from app.core.errors import BadInput
from app.core.jsontext import RepeatedKey, parse
from app.web.shared.access import program

Body = TypeVar("Body", bound=BaseModel)
blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the query or the path."""

    name: str
    words: str
    kind: str = "string"
    where: str = "query"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """What the document says of one operation. ``body`` and ``answer`` are shapes or plain schemas."""

    method: str
    path: str
    name: str
    words: str
    scope: str
    answer: type[BaseModel] | dict[str, Any]
    body: type[BaseModel] | dict[str, Any] | None = None
    parameters: tuple[Parameter, ...] = ()
    created: bool = False
    tags: tuple[str, ...] = field(default_factory=tuple)


OPERATIONS: Final[list[Operation]] = []


def operation(declared: Operation) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Registers a view as an operation; a program needs a token with its scope."""
    OPERATIONS.append(declared)

    def register(view: Callable[..., Response]) -> Callable[..., Response]:
        route = declared.path.replace("{", "<").replace("}", ">")
        marked = program(declared.scope)(view)
        blueprint.add_url_rule(route, declared.name, marked, methods=[declared.method])
        return marked

    return register


def body_as(shape: type[Body]) -> Body:
    """The request's JSON as a value; BadInput ``bad_field``, ``duplicate_key`` with the path, or ``not_json_body``."""
    text = request.get_data()
    try:
        body = shape.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        path = _path(first["loc"])
        if first["type"] == "json_invalid":
            raise BadInput("not_json_body") from None
        raise BadInput("bad_field", path, problem=first["msg"]) from None
    for place in _repeated_keys(parse(text), ()):
        raise BadInput("duplicate_key", _path(place))
    return body


@contextmanager
def at(path: str) -> Iterator[None]:
    """What a use case refuses names the field where it stands in the body: its ``qty`` is ``lines[3].qty`` there."""
    try:
        yield
    except BadInput as error:
        if error.path.startswith("cart."):
            error.path = error.path.removeprefix("cart.")
        elif path:
            error.path = f"{path}.{error.path}" if error.path else path
        raise


def answer(shape: BaseModel, status: int = 200) -> Response:
    """A value as the JSON answer."""
    response = jsonify(shape.model_dump(mode="json"))
    response.status_code = status
    return response


def whole_argument(name: str, default: int, low: int, high: int) -> int:
    """A whole number of the query; BadInput ``bad_field`` outside its limits."""
    text = request.args.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 18 and low <= int(text) <= high):
        raise BadInput("bad_field", name, problem=f"a whole number from {low} to {high} is wanted")
    return int(text)


def _repeated_keys(value: object, place: tuple[int | str, ...]) -> Iterator[tuple[int | str, ...]]:
    if isinstance(value, RepeatedKey):
        yield (*place, value.key)
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inner:
        yield from _repeated_keys(part, (*place, name))


def _path(location: tuple[int | str, ...]) -> str:
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    return path.removeprefix(".")
