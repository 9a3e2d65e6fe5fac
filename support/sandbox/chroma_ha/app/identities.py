"""One id of a collection for users, whatever the servers call it."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from support.sandbox.chroma_ha.app.database import Database
from support.sandbox.chroma_ha.app.requests import Request, is_id
from support.sandbox.chroma_ha.app.servers import Server

_TABLE = """
    create table if not exists collection_id_mapping (
        mapping_id uuid primary key,
        collection_name text unique not null,
        primary_collection_id text,
        replica_collection_id text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
    )
"""


@dataclass
class Identity:
    """A collection, as users and servers call it.

    Attributes:
        id: for users; the same whichever server answers.
        on: its id by server; None where it is not known.
    """

    id: str
    on: dict[str, str | None]


class Identities:
    """The ids of all collections.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, Identity] = {}

    async def load(self) -> None:
        """Make the table unless it is there, and read what it holds."""
        await self._database.run(_TABLE)
        for row in await self._database.run("select * from collection_id_mapping"):
            on = {name: row[f"{name}_collection_id"] for name in ("primary", "replica")}
            self._known[row["collection_name"]] = Identity(str(row["mapping_id"]), on)

    def name_of(self, key: str) -> str | None:
        """Return the name of the collection that a user names so; None if there is none."""
        if not is_id(key):
            return key if key in self._known else None
        return next((name for name, one in self._known.items() if one.id == key), None)

    async def claim(self, name: str) -> None:
        """Give a collection its id before it is made."""
        if name not in self._known:
            identity = Identity(str(uuid4()), {})
            self._known[name] = identity
            await self._database.run(
                "insert into collection_id_mapping (mapping_id, collection_name) values (%s, %s)",
                identity.id,
                name,
            )

    async def forget(self, name: str) -> None:
        """Drop the ids of a collection that was deleted."""
        self._known.pop(name, None)
        await self._database.run(
            "delete from collection_id_mapping where collection_name = %s", name
        )

    async def id_on(self, server: Server, name: str, root: str) -> str | None:
        """Return what a server calls a collection; None if it does not have it.

        Raises:
            Unreachable: it does not answer.
        """
        identity = self._known.get(name)
        if identity is not None and (known := identity.on.get(server.name)):
            return known
        answer = await server.send("GET", f"{root}/{name}")
        if not answer.is_success:
            return None
        found = str(answer.json()["id"])
        await self.learn(server, name, found)
        return found

    async def learn(self, server: Server, name: str, found: str) -> None:
        """Remember what a server calls a collection."""
        if (identity := self._known.get(name)) is None:
            return
        identity.on[server.name] = found
        await self._database.run(
            f"update collection_id_mapping set {server.name}_collection_id = %s,"  # noqa: S608
            " updated_at = now() where collection_name = %s",
            found,
            name,
        )

    def forget_on(self, server: Server, name: str) -> None:
        """Ask the server again what it calls a collection, the next time."""
        if (identity := self._known.get(name)) is not None:
            identity.on.pop(server.name, None)

    def for_users(self, answer: httpx.Response) -> bytes:
        """Return the body of an answer with the ids of collections that users know."""
        if not answer.is_success or not answer.content:
            return answer.content
        content = answer.json()
        collections = content if isinstance(content, list) else [content]
        renamed = [self._renamed(one) for one in collections]
        return httpx.Response(
            200, json=renamed if isinstance(content, list) else renamed[0]
        ).content

    def _renamed(self, content: Any) -> Any:  # noqa: ANN401  JSON has any shape
        if not isinstance(content, dict) or not {"id", "name"} <= content.keys():
            return content
        identity = self._known.get(content["name"])
        return content | {"id": identity.id} if identity else content


def root_of(request: Request) -> str:
    """Return the path of all collections that the one of a request lies among."""
    return request.path[: request.path.rindex("/collections") + len("/collections")]
