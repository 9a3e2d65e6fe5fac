"""Google's error bodies."""

from fastapi import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse


def not_found(item_id: str) -> HTTPException:
    """Return the error for something that is not there."""
    return HTTPException(404, f"Not Found: {item_id}.")


def error_body(_: Request, error: Exception) -> JSONResponse:
    """Show an error as Google does."""
    assert isinstance(error, HTTPException)
    body = {"code": error.status_code, "message": error.detail}
    return JSONResponse({"error": body}, error.status_code)
