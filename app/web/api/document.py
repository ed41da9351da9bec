"""The OpenAPI 3.1 document of the API, drawn from the declared operations."""

from typing import Any, Final

from flask import Response, jsonify
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.auth.api_tokens import SCOPES
from app.web.api.operations import OPERATIONS, Operation, blueprint
from app.web.api.shapes import ProblemAnswer
from app.web.shared.access import public

VERSION: Final = "1.0.0"
_REF: Final = "#/components/schemas/{model}"
_PROBLEMS: Final = {
    "400": "The request cannot be read.",
    "401": "No token, or one that was revoked.",
    "403": "The token lacks the scope.",
    "404": "It does not exist.",
    "409": "The state of the shop forbids it now.",
    "413": "It is more than the server takes at once.",
    "422": "A value is wrong; path names the field.",
    "500": "A fault of the program, which is in its log under the incident; nothing was written.",
    "503": "The shop is not open yet, or its database is busy, away or damaged.",
    "507": "The disk is full, or the folder of the data cannot be written.",
}


@blueprint.get("/openapi.json")
@public
def openapi() -> Response:
    """The document; anybody may read how the API is called."""
    return jsonify(document())


def document() -> dict[str, Any]:
    """The whole document."""
    shapes: set[type[BaseModel]] = {ProblemAnswer}
    for one in OPERATIONS:
        shapes |= {shape for shape in (one.body, one.answer) if isinstance(shape, type)}
    ordered = sorted(shapes, key=lambda shape: shape.__name__)
    _, schemas = models_json_schema([(shape, "validation") for shape in ordered], ref_template=_REF)
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(f"/api/v1{one.path}", {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Regulars",
            "version": VERSION,
            "description": "Sell, look up goods, customers and stock. Money, quantities and rates are decimal strings.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token from Office, API tokens. Scopes: "
                    + "; ".join(f"{scope}: {label}" for scope, label in SCOPES.items()),
                }
            },
        },
        "security": [{"token": []}],
    }


def _operation(one: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.words,
        "description": f"Needs the scope `{one.scope}`.",
        "responses": {
            "200": {"description": "Done.", "content": _json(one.answer)},
            **({"201": {"description": "Written.", "content": _json(one.answer)}} if one.created else {}),
            **{status: {"description": words, "content": _json(ProblemAnswer)} for status, words in _PROBLEMS.items()},
        },
    }
    if one.parameters:
        described["parameters"] = [
            {
                "name": parameter.name,
                "in": parameter.where,
                "required": parameter.required,
                "description": parameter.words,
                "schema": {"type": parameter.kind},
            }
            for parameter in one.parameters
        ]
    if one.body is not None:
        described["requestBody"] = {"required": True, "content": _json(one.body)}
    return described


def _json(shape: type[BaseModel] | dict[str, Any]) -> dict[str, Any]:
    schema = shape if isinstance(shape, dict) else {"$ref": _REF.format(model=shape.__name__)}
    return {"application/json": {"schema": schema}}
