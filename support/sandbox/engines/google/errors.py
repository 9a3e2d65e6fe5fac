"""Google's error bodies."""

from fastapi import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse


def not_found(item_id: str) -> HTTPException:
    """Return the error for something that is not there."""
    return HTTPException(404, f"Not Found: {item_id}.")


def refusal(status: int, message: str, headers: dict[str, str]) -> JSONResponse:
    """Return an error as Google shows it."""
    return JSONResponse({"error": {"code": status, "message": message}}, status, headers)


def error_body(_: Request, error: Exception) -> JSONResponse:
    """Show an error as Google does."""
    assert isinstance(error, HTTPException)
    return refusal(error.status_code, error.detail, {})
