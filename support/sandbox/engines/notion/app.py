"""Notion's API as far as the suite uses it. Reference: developers.notion.com, 2022-06-28."""

import secrets
from collections.abc import Awaitable, Callable, Iterable
from itertools import islice
from typing import Annotated, Any

from fastapi import Body, FastAPI, HTTPException, Request, Response
from starlette.responses import JSONResponse

from support.sandbox.engines.github.faults import Fault, FaultInjection, switches
from support.sandbox.engines.notion.store import Item, Store
from support.sandbox.kit import private

_CODES = {
    400: "validation_error",
    401: "unauthorized",
    403: "restricted_resource",
    404: "object_not_found",
}
Given = Annotated[Item, Body()]


def create_app(token: str, first_page: str) -> FastAPI:
    """Return the application.

    Args:
        token: the one that is let in.
        first_page: the id of a page that is there from the beginning.

    Returns:
        An application that answers as Notion does, and `/_sandbox/faults` as GitHub's gate.
    """
    app = FastAPI(openapi_url=None)
    app.add_exception_handler(HTTPException, _error)
    faults: list[Fault] = []
    app.add_middleware(FaultInjection, faults=faults, error=_refusal)
    app.include_router(switches(faults))
    api = _Api(Store(first_page))
    for path, handler, method in (
        ("/v1/users/me", api.me, "GET"),
        ("/v1/search", api.search, "POST"),
        ("/v1/pages", api.create_page, "POST"),
        ("/v1/pages/{item_id}", api.get, "GET"),
        ("/v1/pages/{item_id}", api.update, "PATCH"),
        ("/v1/databases", api.create_database, "POST"),
        ("/v1/databases/{item_id}", api.get, "GET"),
        ("/v1/databases/{item_id}/query", api.rows, "POST"),
        ("/v1/blocks/{item_id}", api.delete, "DELETE"),
        ("/v1/blocks/{item_id}/children", api.children, "GET"),
        ("/v1/blocks/{item_id}/children", api.append, "PATCH"),
    ):
        app.add_api_route(path, handler, methods=[method], response_model=None)

    @app.middleware("http")
    async def refuse(request: Request, serve: Callable[[Request], Awaitable[Response]]) -> Response:
        if request.url.path.startswith(private.PATH):
            return await serve(request)
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not secrets.compare_digest(given.encode(), token.encode()):
            return _error(request, HTTPException(401, "API token is invalid."))
        return await serve(request)

    return app


class _Api:
    """The handlers of the routes."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def me(self) -> Item:
        """Return the bot that the token stands for."""
        return {"object": "user", "id": "bot", "type": "bot", "name": "Acceptance"}

    async def search(self, given: Given) -> Item:
        """Return all pages and databases, or those of one kind."""
        kind = given.get("filter", {}).get("value")
        found = self._store.listed(*([kind] if kind else ["page", "database"]))
        return _page(found, given.get("start_cursor"), given.get("page_size", 100))

    async def create_page(self, given: Given) -> Item:
        """Make a page below another one or, as a row, in a database."""
        self._parent(given)
        made = self._store.add("page", given["parent"], {"properties": given["properties"]})
        self._store.add_blocks(made["id"], given.get("children", []))
        return made

    async def create_database(self, given: Given) -> Item:
        """Make a database below a page."""
        self._parent(given)
        content = {key: given[key] for key in ("title", "properties")}
        return self._store.add("database", given["parent"], content)

    async def rows(self, item_id: str, given: Given) -> Item:
        """Return the pages of a database."""
        database = self._store.get(item_id, "database")["id"]
        pages = self._store.listed("page")
        found = (page for page in pages if page["parent"].get("database_id") == database)
        return _page(found, given.get("start_cursor"), given.get("page_size", 100))

    async def get(self, item_id: str) -> Item:
        """Return a page or a database."""
        return self._store.get(item_id, "page", "database")

    async def update(self, item_id: str, given: Given) -> Item:
        """Change the properties of a page, or put it into the trash or take it out."""
        return self._store.change(self._store.get(item_id, "page"), given)

    async def delete(self, item_id: str) -> Item:
        """Put a block into the trash."""
        return self._store.change(self._store.get(item_id), {"archived": True})

    async def children(
        self, item_id: str, start_cursor: str | None = None, page_size: int = 100
    ) -> Item:
        """Return the blocks directly inside a block or a page."""
        return _page(self._store.children(item_id), start_cursor, page_size)

    async def append(self, item_id: str, given: Given) -> Item:
        """Put blocks at the end of a block or a page."""
        parent = self._store.get(item_id)
        made = self._store.add_blocks(parent["id"], given["children"])
        self._store.change(parent, {"has_children": True})
        return _page(made, None, len(made))

    def _parent(self, given: Item) -> None:
        parent = given["parent"]
        self._store.get(parent.get("page_id") or parent["database_id"], "page", "database")


def _page(items: Iterable[Item], cursor: str | None, size: int) -> Item:
    """Return a page of a list; a cursor is the number of items before it."""
    start = int(cursor or 0)
    found = list(islice(items, start, start + size + 1))
    more = len(found) > size
    next_cursor = str(start + size) if more else None
    page = {"object": "list", "results": found[:size]}
    return page | {"has_more": more, "next_cursor": next_cursor}


def _error(_: Request, error: Any) -> Response:  # noqa: ANN401  Starlette declares any exception
    return _refusal(error.status_code, error.detail, {})


def _refusal(status: int, message: str, headers: dict[str, str]) -> Response:
    body = {"object": "error", "status": status, "message": message, "code": _CODES[status]}
    return JSONResponse(body, status, headers)
