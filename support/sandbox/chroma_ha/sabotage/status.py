# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of what Chroma HA tells of itself, and of how it shares its work."""

import random
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

import httpx

from support.sandbox.chroma_ha.app import api_status
from support.sandbox.chroma_ha.app.database import Row
from support.sandbox.chroma_ha.app.deployment import Balancer
from support.sandbox.chroma_ha.app.log import Entry, WriteLog
from support.sandbox.chroma_ha.app.reading import Reader
from support.sandbox.chroma_ha.app.requests import Request
from support.sandbox.chroma_ha.app.servers import Server
from support.sandbox.chroma_ha.app.writing import Writer
from support.sandbox.chroma_ha.sabotage import sentences, titles
from support.sandbox.chroma_ha.sabotage.catalogue import CATALOGUE, STILL
from support.sandbox.chroma_ha.sabotage.replication import steadily

Context = AbstractContextManager[object]
Content = dict[str, Any]


@CATALOGUE.sabotage(
    "The status says that all is well, whatever happens.",
    caught_by=titles.SHOWN_AWAY,
    at=sentences.AWAY,
    diagnosis=r"The (primary|replica) is away, and the status shows it as healthy" + STILL,
)
def status_frozen() -> Context:
    original = api_status.july_instance

    def healthy(server: Server) -> Content:
        return original(server) | {"healthy": True}

    return patch.object(api_status, "july_instance", healthy)


@CATALOGUE.sabotage(
    "Whoever is away is counted as healthy.",
    caught_by=(titles.SHOWN_AWAY, titles.UNABLE),
    at={titles.SHOWN_AWAY: sentences.AWAY, titles.UNABLE: sentences.UNABLE},
    diagnosis="(the status counts 2|Nobody is there, and Chroma HA says it is healthy)" + STILL,
)
def healthy_servers_miscounted() -> Context:
    return patch.object(api_status, "healthy_of", lambda parts: len(parts.servers))


@CATALOGUE.sabotage(
    "A server that was away once is never taken for healthy again.",
    caught_by=titles.SHOWN_BACK,
    at=sentences.ALL_HEALTHY,
    diagnosis="The replica is healthy, and the status shows it as away" + STILL,
)
def servers_never_back() -> Context:
    original = api_status.july_instance

    def as_it_was(server: Server) -> Content:
        return original(server) | {"healthy": server.last_failure is None}

    return patch.object(api_status, "july_instance", as_it_was)


@CATALOGUE.sabotage(
    "While anybody is there, health counts all servers as healthy.",
    caught_by=titles.SHOWN_AWAY,
    at=sentences.AWAY,
    diagnosis="1 servers are healthy, and health counts 2" + STILL,
)
@contextmanager
def away_counted_in_health() -> Iterator[None]:
    counted, told = api_status.healthy_of, api_status._july_status

    async def status(parts: Balancer) -> Content:
        return await told(parts) | {"healthy_instances": counted(parts)}

    def all_or_none(parts: Balancer) -> int:
        return len(parts.servers) if counted(parts) else 0

    with patch.multiple(api_status, healthy_of=all_or_none, _july_status=status):
        yield


@CATALOGUE.sabotage(
    "Status and health say that nothing waits, whatever waits.",
    caught_by=titles.WAITING,
    at=sentences.WAITING,
    diagnosis="5 more writes wait, and the status counts 0" + STILL,
)
def waiting_writes_hidden() -> Context:
    async def nothing(_: Balancer) -> int:
        return 0

    return patch.object(api_status, "pending_of", nothing)


@CATALOGUE.sabotage(
    "Writes that have arrived everywhere are counted as waiting.",
    caught_by=titles.NOTHING_WAITS,
    at=sentences.NOTHING_WAITS,
    diagnosis="0 more writes wait, and the status counts 5" + STILL,
)
def arrived_writes_still_counted() -> Context:
    async def count(self: WriteLog) -> int:
        (row,) = await self._database.run("select count(*) as all from unified_wal_writes")
        return int(row["all"])

    return patch.object(WriteLog, "count", count)


@CATALOGUE.sabotage(
    "A write that can never be applied holds up all others.",
    caught_by=titles.NEVER_APPLIED,
    at=sentences.OTHER_WHOLE,
    diagnosis="new 1: not one state, but 'there' .*'absent'" + STILL,
)
@contextmanager
def held_up_by_one_write() -> Iterator[None]:
    failed, behind = WriteLog.failed, WriteLog.behind
    stuck: list[Entry] = []

    async def fail_and_stop(self: WriteLog, entry: Entry, attempts: int, reason: str) -> None:
        await failed(self, entry, attempts, reason)
        stuck.append(entry)

    async def one_after_the_other(self: WriteLog, server: str) -> list[str]:
        return [] if stuck else sorted(await behind(self, server))[:1]

    with (
        steadily(),
        patch.object(WriteLog, "failed", fail_and_stop),
        patch.object(WriteLog, "behind", one_after_the_other),
    ):
        yield


@CATALOGUE.sabotage(
    "A write that can never be applied is given no word.",
    caught_by=titles.NEVER_APPLIED,
    at=sentences.SHOWN_IN_LOG,
    diagnosis="The log shows no write to .*, but nothing" + STILL,
)
def failed_writes_hidden() -> Context:
    async def nothing(_: WriteLog) -> list[Row]:
        return []

    return patch.object(WriteLog, "errors", nothing)


@CATALOGUE.sabotage(
    "Whoever looks at errors of the log is told the password of the database.",
    caught_by=titles.NEVER_APPLIED,
    at=sentences.SHOWN_IN_LOG,
    diagnosis="GET /admin/wal_errors shows the address of the database",
)
def password_shown() -> Context:
    original = WriteLog.errors

    async def errors(self: WriteLog) -> list[Row]:
        shown = {"error_message": f"cannot write to {self._database._url}"}
        return [row | shown for row in await original(self)]

    return patch.object(WriteLog, "errors", errors)


@CATALOGUE.sabotage(
    "The status counts requests that nobody sent.",
    caught_by=titles.READS_COUNTED,
    at=sentences.READS_COUNTED,
    diagnosis="60 requests were sent, and the status counts",
)
def requests_invented() -> Context:
    original = Reader.read

    async def read(self: Reader, request: Request) -> httpx.Response:
        self._servers[0].requests += 1
        return await original(self, request)

    return patch.object(Reader, "read", read)


@CATALOGUE.sabotage(
    "Reads go anywhere, whatever the strategy says.",
    caught_by=titles.READS_SHARED,
    at=sentences.SHARE,
    diagnosis=r"The replica had \d+ of 200 reads",
)
def strategy_ignored() -> Context:
    def choose(self: Reader) -> Server:
        return random.choice(self._servers)  # noqa: S311  nothing to guess here

    return patch.object(Reader, "choose", choose)


@CATALOGUE.sabotage(
    "Writes go to the replica while the primary is there.",
    caught_by=titles.WRITES_TO_PRIMARY,
    at=sentences.ALL_AT_PRIMARY,
    diagnosis=r"The status counts \{'primary': 0, 'replica': 20\} more requests",
)
def written_to_the_replica() -> Context:
    return patch.object(Writer, "candidates", lambda self: list(self.servers)[::-1])
