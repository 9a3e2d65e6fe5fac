"""Temporal's service: how it is reached, and who works for it."""

import re
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.envconfig import ClientConfigProfile, ClientConfigTLS, ClientConnectConfig
from temporalio.service import RPCError, RPCStatusCode

from support.core.errors import SetupError, in_short
from support.core.settings import set_by, where
from support.parallel.temporal.payloads import RUN
from support.run.settings import TemporalSettings

_TLS = "TEMPORAL_TLS"
_KEY = "TEMPORAL_API_KEY"
_AUTHORITY = "TEMPORAL_TLS_SERVER_CA_CERT_PATH"
_CERTIFICATE = "TEMPORAL_TLS_CLIENT_CERT_PATH"
_PRIVATE = "TEMPORAL_TLS_CLIENT_KEY_PATH"

# What is wrong, by what the library and the service say: they name none of our variables.
_BLAME = (
    ("NOT_FOUND", "TEMPORAL_NAMESPACE", ""),
    ("UNAUTHENTICATED|PERMISSION_DENIED|Unauthenticated|PermissionDenied", _KEY, ""),
    ("NotValidForName", "TEMPORAL_TLS_SERVER_NAME", ", set it to a name in the certificate"),
    ("InvalidCertificate", _AUTHORITY, ", name the file of who signed the server's certificate"),
    ("InvalidContentType", _TLS, ", nobody speaks TLS there"),
    ("NoCertificatesPresented", _CERTIFICATE, ", it is no certificate in PEM"),
    ("PrivateKeyParseError", _PRIVATE, ", it is no private key in PEM"),
    ("KeyMismatch", _PRIVATE, f", it is not the key of {_CERTIFICATE}"),
    ("transport error|connection closed", _TLS, f", or {_CERTIFICATE} is missing: it hung up"),
)

_REFUSALS = {RPCStatusCode.UNAUTHENTICATED, RPCStatusCode.PERMISSION_DENIED}

_SEATS = " seats="
_POLLS_WITHIN = timedelta(seconds=70)  # a poll that finds nothing is repeated after a minute

T = TypeVar("T")


def queue_of(settings: TemporalSettings, revision: str) -> str:
    """Return the queue of all workers of a revision: one of another never sees what is in it."""
    return f"{settings.temporal_task_queue}-{revision}"


def starters_of(settings: TemporalSettings) -> str:
    """Return the queue of what schedules start: any worker may do so, with its own checkout."""
    return f"{settings.temporal_task_queue}-schedules"


def followers_of(settings: TemporalSettings, revision: str) -> str:
    """Return the queue of runs that have lost their starter: only its revision may follow them."""
    return f"{starters_of(settings)}-{revision}"


def identity_of(host: str, process: int, seats: int) -> str:
    """Return what a worker calls itself, for people and for `seats_of`."""
    return f"{process}@{host}{_SEATS}{seats}"


async def connect(settings: TemporalSettings, identity: str | None = None) -> Client:
    """Reach the service, and the namespace in it.

    Raises:
        SetupError: it does not answer, or refuses.
    """
    client = await _answered(Client.connect(**way_to(settings), identity=identity))
    await _answered(_ask(client))
    return client


async def refuse_the_refused(client: Client) -> None:
    """Ask the service for a sign that it still lets a client in.

    Raises:
        SetupError: it does not. Whether it answers at all is no matter here: it may come back.
    """
    try:
        await _ask(client)
    except RPCError as error:
        if error.status in _REFUSALS:
            raise mistake_of(error) from None


async def _ask(client: Client) -> None:
    request = DescribeNamespaceRequest(namespace=client.namespace)
    await client.workflow_service.describe_namespace(request)


def way_to(settings: TemporalSettings) -> ClientConnectConfig:
    """Return how the service is reached.

    Raises:
        SetupError: a file cannot be read, or the settings contradict each other.
    """
    key = settings.temporal_api_key
    certificate = _content(settings.temporal_tls_client_cert_path, _CERTIFICATE)
    private = _content(settings.temporal_tls_client_key_path, _PRIVATE)
    authority = _content(settings.temporal_tls_server_ca_cert_path, _AUTHORITY)
    name = settings.temporal_tls_server_name
    is_hidden = settings.temporal_tls
    if is_hidden is None:
        is_hidden = any((key, certificate, private, authority, name))
    if key and not is_hidden:
        raise SetupError(f"{_TLS} ({where(_TLS)}) is false: {_KEY} would be sent for all to read")
    if bool(certificate) != bool(private):
        raise SetupError(f"set both {_CERTIFICATE} and {_PRIVATE}, or none of them")
    profile = ClientConfigProfile(
        settings.temporal_address,
        settings.temporal_namespace,
        key.get_secret_value() if key else None,
        ClientConfigTLS(not is_hidden, name, authority, certificate, private),
    )
    return profile.to_client_connect_config()


def _content(path: Path | None, variable: str) -> bytes | None:
    if path is None:
        return None
    with set_by(variable):
        return path.read_bytes()


async def seats_of(client: Client, queue: str) -> int:
    """Return how many scenarios the workers of a queue can run at a time.

    Raises:
        SetupError: the service refuses.
    """
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    )
    told = await _answered(client.workflow_service.describe_task_queue(request))
    since = datetime.now(UTC) - _POLLS_WITHIN
    living = {
        one.identity
        for one in told.pollers
        if one.last_access_time.ToDatetime(tzinfo=UTC) > since and _SEATS in one.identity
    }
    return sum(int(identity.rpartition(_SEATS)[2]) for identity in living)


@dataclass(frozen=True)
class Going:
    """A run that goes on: its id, and the revision of the suite that it asks for."""

    run: str
    revision: str


async def going_on(client: Client, settings: TemporalSettings) -> list[Going]:
    """Return the runs that go on, whatever their revision.

    Raises:
        SetupError: the service refuses.
    """
    prefix = queue_of(settings, "")
    query = f"WorkflowType = '{RUN}' AND ExecutionStatus = 'Running'"

    async def listed() -> list[Going]:
        return [
            Going(one.id, one.task_queue.removeprefix(prefix))
            async for one in client.list_workflows(query)
            if one.task_queue.startswith(prefix)
        ]

    return await _answered(listed())


async def _answered(call: Awaitable[T]) -> T:
    try:
        return await call
    except (RPCError, RuntimeError) as error:  # the library knows no other word for "no answer"
        raise mistake_of(error) from None


def mistake_of(error: RPCError | RuntimeError) -> SetupError:
    """Return what a user is told when the service refuses, or does not answer."""
    variable, advice = _blamed(error)
    return SetupError(f"{variable} ({where(variable)}) does not work{advice}: {in_short(error)}")


def _blamed(error: RPCError | RuntimeError) -> tuple[str, str]:
    """Return which variable is probably wrong, and what to do."""
    status = error.status.name if isinstance(error, RPCError) else ""
    said = f"{status} {error}"
    told = (blame for sign, *blame in _BLAME if re.search(sign, said))
    variable, advice = next(told, ("TEMPORAL_ADDRESS", ""))
    return variable, advice
