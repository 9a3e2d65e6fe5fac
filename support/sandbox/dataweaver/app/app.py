"""The routes of DataWeaver."""

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Request, status
from pydantic import BaseModel

from support.sandbox.dataweaver.app.store import Store
from support.sandbox.kit import api_sabotage
from support.sandbox.kit.sabotage import Saboteur


class Entry(BaseModel):
    """An entry."""

    text: str


def create_app(store: Store, api_key: str, saboteur: Saboteur) -> FastAPI:
    """Return the application that serves a store, with the defects that are planted in it."""
    app = FastAPI(title="DataWeaver", version="sandbox")
    app.state.store = store
    app.state.api_key = api_key
    app.state.saboteur = saboteur
    app.include_router(router)
    app.include_router(api_sabotage.router)
    app.add_api_route("/health", health)
    return app


def health() -> dict[str, str]:
    """Tell that it answers."""
    return {"status": "healthy"}


def authorise(request: Request, x_api_key: Annotated[str | None, Header()] = None) -> Store:
    """Return the store to whoever has the key; 401 to all others."""
    if x_api_key != request.app.state.api_key:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "No valid API key")
    store: Store = request.app.state.store
    return store


router = APIRouter(prefix="/spaces")
Entries = Annotated[Store, Depends(authorise)]


@router.get("")
def list_spaces(store: Entries) -> list[str]:
    """List the names of all spaces."""
    return store.spaces()


@router.get("/{space}/entries")
def list_entries(space: str, store: Entries) -> dict[str, str]:
    """List the entries of a space."""
    return store.entries(space)


@router.get("/{space}/entries/{name}")
def show_entry(space: str, name: str, store: Entries) -> Entry:
    """Show an entry; 404 if there is none of that name."""
    entries = store.entries(space)
    if name not in entries:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"There is no entry {name}")
    return Entry(text=entries[name])


@router.put("/{space}/entries/{name}")
def put_entry(space: str, name: str, entry: Entry, store: Entries) -> Entry:
    """Keep an entry."""
    store.put(space, name, entry.text)
    return entry


@router.delete("/{space}", status_code=status.HTTP_204_NO_CONTENT)
def delete_space(space: str, store: Entries) -> None:
    """Delete a space with its entries."""
    store.delete(space)
