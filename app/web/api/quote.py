"""``POST /api/v1/quote``: prices a scenario; the same body and answer as ``regulars quote``."""

import json
from typing import Final

from flask import Response, request

from app.core.errors import BadInput
from app.web.api.operations import Operation, operation
from pos.pricing.quoting import error_answer, quote_text

_ANY: Final = {"type": "object", "description": "See the pricing contract: docs/pricing.md."}


@operation(Operation("POST", "/quote", "quote", "Price a cart without selling it", "quote", answer=_ANY, body=_ANY))
def quote() -> Response:
    """The priced cart; 422 with code, message and path where the scenario is wrong."""
    try:
        answer, status = quote_text(request.get_data()), 200
    except BadInput as error:
        answer, status = error_answer(error), 422
    return Response(json.dumps(answer, ensure_ascii=False), status, mimetype="application/json")
