"""What the routes of the balancer work with."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from support.sandbox.chroma_ha.app.batches import Batches
from support.sandbox.chroma_ha.app.configuration import Configuration
from support.sandbox.chroma_ha.app.database import Database
from support.sandbox.chroma_ha.app.identities import Identities
from support.sandbox.chroma_ha.app.log import WriteLog
from support.sandbox.chroma_ha.app.machine import Machine
from support.sandbox.chroma_ha.app.reading import Reader
from support.sandbox.chroma_ha.app.replication import Replicator
from support.sandbox.chroma_ha.app.resources import Resources
from support.sandbox.chroma_ha.app.servers import Server, servers_of
from support.sandbox.chroma_ha.app.tasks import Tasks
from support.sandbox.chroma_ha.app.workers import Workers
from support.sandbox.chroma_ha.app.writing import Writer


@dataclass(frozen=True)
class Balancer:
    """The parts of a balancer.

    Attributes:
        configuration: of it.
        servers: the primary first.
        log: of writes.
        identities: of collections.
        replicator: brings writes to the other server.
        writer: takes writes.
        reader: takes reads.
        machine: tells what is used.
        batches: say how much of the log is carried at a time.
        resources: watches over what is used.
        tasks: of replication.
        workers: does them, in the distributed mode.
    """

    configuration: Configuration
    servers: list[Server]
    log: WriteLog
    identities: Identities
    replicator: Replicator
    writer: Writer
    reader: Reader
    machine: Machine
    batches: Batches
    resources: Resources
    tasks: Tasks
    workers: Workers

    @classmethod
    def of(cls, configuration: Configuration) -> "Balancer":
        """Put a balancer together; nothing runs yet."""
        database = Database(configuration.database_url)
        servers = servers_of(configuration.servers, configuration.request_timeout_s)
        log = WriteLog(database, [server.name for server in servers])
        identities = Identities(database)
        machine = Machine(configuration.usage)
        batches = Batches(machine)
        tasks = Tasks(database)
        replicator = Replicator(servers, log, identities, configuration.sync_interval_s, batches)
        return cls(
            configuration,
            servers,
            log,
            identities,
            replicator,
            Writer(servers, log, identities, replicator),
            Reader(configuration, servers, identities, replicator),
            machine,
            batches,
            Resources(database, machine, configuration),
            tasks,
            Workers(tasks, replicator, machine, configuration.sync_interval_s),
        )


def balancer_of(request: Request) -> Balancer:
    """Return the balancer that serves a request."""
    balancer: Balancer = request.app.state.balancer
    return balancer


Parts = Annotated[Balancer, Depends(balancer_of)]
