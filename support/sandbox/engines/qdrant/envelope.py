"""The envelopes of Qdrant's answers and errors, as api.qdrant.tech describes them."""

import re
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic_core import to_json

_NOT_MEASURED = 0.0
# What local mode says, and what the server answers in its place.
_TRANSLATIONS = [
    (r"Collection (.+) not found", 404, r"Not found: Collection `\1` doesn't exist!"),
    (r"Collection (.+) already exists", 409, r"Wrong input: Collection `\1` already exists!"),
    (r"(\w+) value (\S+) is invalid\. Must be (.+)\.", 422,
     r"Validation error in JSON body: [\1: value \2 invalid, must be \3]"),
    (r"Wrong input: (.+)", 400, r"Wrong input: \1"),
    (r"(.+)", 400, r"Wrong input: \1"),
]  # fmt: skip


def answer(result: Any) -> Response:  # noqa: ANN401  whatever local mode returns
    """Return a result in the envelope of a success.

    What is not set is left out, as the server does: older clients refuse a field that they do not
    know, even a null. The nulls of payloads stay, for they were written.
    """
    body = {"result": result, "status": "ok", "time": _NOT_MEASURED}
    return Response(to_json(body, exclude_none=True), media_type="application/json")


def error(status: int, message: str) -> Response:
    """Return a message in the envelope of an error."""
    body = {"status": {"error": message}, "time": _NOT_MEASURED}
    return Response(to_json(body), status, media_type="application/json")


async def refused_by_local_mode(_: Request, refusal: Exception) -> Response:
    """Translate an error of local mode into the server's status code and words."""
    said = str(refusal)
    for pattern, status, words in _TRANSLATIONS:
        if match := re.fullmatch(pattern, said, re.DOTALL):
            return error(status, match.expand(words))
    return error(500, f"Service internal error: {type(refusal).__name__}")


async def not_understood(_: Request, problem: Exception) -> Response:
    """Answer a body that is not of the model of its route."""
    assert isinstance(problem, RequestValidationError)
    first = problem.errors()[0]
    return error(400, f"Format error in JSON body: {first['msg']} at {first['loc']}")
