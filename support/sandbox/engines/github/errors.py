"""GitHub's error bodies."""

from collections.abc import Mapping

from starlette.responses import JSONResponse

_DOCUMENTATION = "https://docs.github.com/rest"


def error(status: int, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return an answer in the shape of GitHub's errors."""
    body = {"message": message, "documentation_url": _DOCUMENTATION, "status": str(status)}
    return JSONResponse(body, status, headers)
