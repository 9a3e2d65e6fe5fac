"""One organisation of Airweave, whichever generation of its API answers."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from support.airweave.client.august_2025 import August2025
from support.airweave.client.generation import (
    Ability,
    Embedded,
    Generation,
    Identified,
    Limit,
    Part,
    Subject,
    generation_of,
)
from support.airweave.client.models import Collection, Connection, Job, Piece, Strategy
from support.airweave.client.reading import reading_calls
from support.airweave.client.today import Today
from support.core.causes import Cause
from support.core.errors import Failure
from support.core.http import Api, ApiError, refusal_of
from support.core.waiting import WaitedInVain, eventually
from support.laws.agreement import Telling
from support.laws.secrets import SecretWatch

_MOST_HITS = 200
_GENERATIONS: dict[str, Callable[[Api], Generation]] = {"2025-08": August2025, "today": Today}


class Airweave:
    """One organisation of an Airweave deployment.

    Attributes:
        secrets: what it was given in confidence; every answer to every call is looked through.
        searches: how many questions may be asked of it at a time.

    Args:
        base_url: where the API answers.
        api_key: names and opens the organisation; None where authentication is off.
        organization_id: picks one of the key's organisations.
        timeout: of one request, in seconds.
        retries: how often a call is repeated after a transient error.
        generation: which API answers, if that is known; empty to find out.
        searches: how many questions may be asked at a time.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str | None,
        organization_id: UUID | None,
        timeout: float,
        retries: int,
        generation: str = "",
        searches: int = 1,
    ) -> None:
        headers = {"X-API-Key": api_key} if api_key else {}
        if organization_id:
            headers["X-Organization-ID"] = str(organization_id)
        self.secrets = SecretWatch()
        self.secrets.give("the API key of the organisation", api_key or "")
        self._api = Api("Airweave", base_url, headers, timeout, retries, self.secrets.look)
        self._known_generation = generation
        self.searches = searches
        self._access = (base_url, api_key, timeout, retries)

    def close(self) -> None:
        """Close the pooled connections."""
        self._api.close()

    def as_if_of(self, organization_id: UUID) -> "Airweave":
        """Return the same caller, who says to be of an organisation; to be closed."""
        base_url, api_key, timeout, retries = self._access
        return Airweave(
            base_url, api_key, organization_id, timeout, retries, self.generation, self.searches
        )

    def outsider(self, api_key: str | None) -> "Airweave":
        """Return somebody who has another key, or none, and knows all else; to be closed."""
        base_url, _, timeout, retries = self._access
        return Airweave(base_url, api_key, None, timeout, retries, self.generation, self.searches)

    @property
    def lets_in(self) -> bool:
        """Whether the caller is let in: with this key, or without one."""
        return refusal_of(self.collections) is None

    def organization_of(self, collection: Collection) -> UUID | None:
        """Return the organisation that a collection belongs to, if that is told."""
        told = self._api.ask(dict[str, Any], "GET", f"/collections/{collection.readable_id}")
        return UUID(told["organization_id"]) if told.get("organization_id") else None

    @property
    def generation(self) -> str:
        """The name of the generation that answers."""
        return self._spoken.name

    @property
    def contract(self) -> Generation:
        """What the generation that answers promises of its searches and lists."""
        return self._spoken

    @property
    def limits(self) -> Mapping[Ability, Limit]:
        """What this generation cannot do, with the reasons."""
        return self._spoken.limits

    def check_health(self) -> None:
        """Raise a Failure unless Airweave calls itself healthy."""
        answer = self._api.ask(dict[str, Any], "GET", "/health")
        if answer.get("status") != "healthy":
            raise Failure(Cause.UNAVAILABLE(f"Airweave does not call itself healthy: {answer}"))

    @cached_property
    def sources(self) -> frozenset[str]:
        """The short names of the sources that this deployment can be connected to."""
        return frozenset(self._spoken.sources())

    def create_collection(self, readable_id: str) -> Collection:
        """Create a collection whose name and readable id are both `readable_id`."""
        body = {"name": readable_id, "readable_id": readable_id}

        def made() -> object:
            return self._api.call_if_there("GET", f"/collections/{readable_id}")

        return self._api.ask(Collection, "POST", "/collections", body=body, made=made)

    def collections(self, search: str = "") -> list[Collection]:
        """Return the organisation's collections whose name contains `search`."""
        return self._spoken.collections(search)

    def count(self, search: str) -> int | None:
        """Count the organisation's collections whose name contains `search`, if it is told."""
        return self._spoken.count(search)

    def rename_collection(self, readable_id: str, name: str) -> None:
        """Give a collection another name."""
        path, method = f"/collections/{readable_id}", self._spoken.update_method
        self._api.ask(Collection, method, path, body={"name": name})

    def rename_connection(self, connection_id: str, name: str) -> None:
        """Give a connection another name, and change nothing else of it."""
        path, method = f"/source-connections/{connection_id}", self._spoken.update_method
        self._api.call(method, path, body={"name": name})

    def delete_collection(self, readable_id: str) -> None:
        """Delete a collection with its connections; the stored data goes a little later."""
        self._api.call("DELETE", f"/collections/{readable_id}")

    def connect(
        self,
        readable_id: str,
        source: str,
        credentials: Mapping[str, Any],
        config: Mapping[str, Any],
        *,
        sync: bool,
    ) -> Connection:
        """Connect a source to a collection; `sync` starts the first one at once.

        No schedule: a run that Airweave starts by itself would disturb the scenario.
        """
        return self._spoken.connect(readable_id, source, credentials, config, sync=sync)

    def read_everything(self, connection: Connection) -> int:
        """Ask every route that shows something of a connection, or of the whole organisation.

        Returns:
            How many answered.
        """
        known = {
            "readable_id": connection.readable_collection_id,
            "source_connection_id": connection.id,
            "sync_id": connection.sync_id or "",
            "short_name": connection.short_name,
        }
        answered = 0
        for path, query in reading_calls(self._openapi, known):
            with suppress(ApiError):
                self._api.call("GET", path, query=query)
                answered += 1
        return answered

    def connections(self, readable_id: str) -> list[str]:
        """Return the ids of a collection's connections."""
        found = self._api.ask(
            list[Identified], "GET", "/source-connections", query={"collection": readable_id}
        )
        return [connection.id for connection in found]

    def delete_connection(self, connection_id: str) -> None:
        """Delete a connection; the stored data goes a little later."""
        self._api.call("DELETE", f"/source-connections/{connection_id}")

    def change_credentials(self, connection_id: str, credentials: Mapping[str, Any]) -> None:
        """Give a connection other credentials."""
        self._spoken.change_credentials(connection_id, credentials)

    def schedule(self, connection_id: str, cron: str | None) -> None:
        """Let a connection be synced by itself whenever it is due.

        Args:
            connection_id: of the connection.
            cron: when that is, in the five fields of crontab(5); None for never.
        """
        self._spoken.schedule(connection_id, cron)

    def run(self, connection_id: str, *, full: bool = False) -> Job:
        """Start a sync, over everything (`full`) or over what changed since the last one.

        Raises:
            Failure: a full one is asked for, and this generation cannot do it.
        """
        if full and Ability.FULL_SYNC in self.limits:
            raise Failure(f"Not possible: {self.limits[Ability.FULL_SYNC]}")
        return self._spoken.run(connection_id, full=full)

    def jobs(self, connection_id: str) -> list[Job]:
        """Return the connection's sync jobs, newest first."""
        return self._spoken.jobs(connection_id)

    def job(self, connection_id: str, job_id: str) -> Job:
        """Return one sync job."""
        return self._spoken.job(connection_id, job_id)

    def cancel(self, connection_id: str, job_id: str) -> Job:
        """Ask a job to stop."""
        return self._spoken.cancel(connection_id, job_id)

    def wait_for_end(self, connection_id: str, job_id: str, budget: float) -> Job:
        """Wait until a job has ended, however it ended; `budget` in seconds.

        A job whose counters still move is not late.

        Raises:
            Failure: it has not ended; says how far it had come.
        """
        try:
            return eventually(
                lambda: self._spoken.job(connection_id, job_id),
                until=lambda job: job.ended,
                budget=budget,
                waiting_for="the sync job to end",
                progress=lambda job: (job.status, job.counts),
            )
        except WaitedInVain as vain:
            raise Failure(Cause.SLOW(f"The sync was not finished in time. {vain}")) from None

    def search(
        self, readable_id: str, query: str, strategy: Strategy, part: Part | None = None
    ) -> list[Piece]:
        """Search without any language model; hits come best first, with their scores.

        Args:
            readable_id: of the collection.
            query: what is looked for.
            strategy: what makes a hit.
            part: which of all hits are wanted; as many as possible by default.
        """
        return self._spoken.search(readable_id, query, strategy, part or Part(_MOST_HITS))

    def told(self, collection: Collection, connection: Connection) -> dict[str, Telling]:
        """Return what each route tells of a connection, its collection and its newest job."""
        return self._spoken.told(collection, connection)

    def attempts(
        self, collection: Collection, connection: Connection, job: Job
    ) -> Iterator[tuple[str, bool]]:
        """Do one thing after the other to what may be another organisation's, deleting last.

        Yields:
            What was done, and whether it was refused; of what a generation does not offer, too.
        """
        by_id = f"/source-connections/{connection.id}"
        by_name = f"/collections/{collection.readable_id}"
        change = self._spoken.update_method
        for deed, method, path, body in (
            ("read the collection", "GET", by_name, None),
            ("read the connection", "GET", by_id, None),
            ("read the syncs", "GET", f"{by_id}/jobs", None),
            ("cancel a sync", "POST", f"{by_id}/jobs/{job.id}/cancel", None),
            ("start a sync", "POST", f"{by_id}/run", None),
            ("rename the connection", change, by_id, {"name": "Of another organisation"}),
            ("rename the collection", change, by_name, {"name": "Of another organisation"}),
            ("delete the connection", "DELETE", by_id, None),
            ("delete the collection", "DELETE", by_name, None),
        ):
            # Whoever is refused has changed nothing, and may ask again where an answer was lost.
            once = partial(self._api.call, method, path, body=body)
            act = partial(once, repeatable=True, absent_is_done=False)
            refusal = refusal_of(act)
            yield deed, refusal is not None

    def is_there(self, connection_id: str) -> bool:
        """Tell whether a connection is shown, to whoever knows its id."""
        return self._api.call_if_there("GET", f"/source-connections/{connection_id}") is not None

    def questions(self, subject: Subject) -> Mapping[Embedded, str]:
        """Return the text that is embedded for a document, for all that it may be made of."""
        return self._spoken.questions(subject)

    @cached_property
    def _spoken(self) -> Generation:
        name = self._known_generation or generation_of(self._openapi)
        if name is None:
            raise Failure(
                f"{self._api.base_url} describes neither API that the suite speaks"
                f" ({' or '.join(_GENERATIONS)}): if it is one of them, AIRWEAVE_API_GENERATION"
                " says which"
            )
        return _GENERATIONS[name](self._api)

    @cached_property
    def _openapi(self) -> Mapping[str, Any]:
        """Return the OpenAPI document; an empty one where it is not published."""
        document: Mapping[str, Any] = self._api.call_if_there("GET", "/openapi.json") or {}
        return document
