"""SentinAI and its observers, while a run has them open."""

import json
import ssl
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from functools import cached_property, partial
from typing import Protocol, TypeVar

from support.core.errors import Failure, SetupError
from support.core.http import Api, ApiError
from support.core.names import is_of
from support.core.settings import is_set, set_by, where
from support.run.journal import Resource
from support.run.plugin import Deployment, Run, Unmet
from support.run.undo import CleanupStack
from support.sentinai.abilities import Abilities, abilities_in
from support.sentinai.client.access import Access, by_key, by_token
from support.sentinai.client.control import Control, workers_in
from support.sentinai.client.database import Database
from support.sentinai.client.packs import Json, Playbook
from support.sentinai.client.sentinai import SentinAI
from support.sentinai.observers.database import DatabaseObserver
from support.sentinai.observers.kafka import KafkaObserver
from support.sentinai.observers.shared_tool_stub import joined, serving
from support.sentinai.observers.tenant import TenantObserver
from support.sentinai.observers.tool_stub import Tool, ToolStub, listening
from support.sentinai.rehearsal import Rehearsal, expect_seen
from support.sentinai.secrets import Secrets
from support.sentinai.settings import SentinaiSettings


class _Closing(Protocol):
    def close(self) -> None: ...


T = TypeVar("T", bound=_Closing | None)
Steps = Sequence[tuple[str, Json]]

TENANT = "sentinai tenant"
SWITCHES = "sentinai switches"

_NO_SUCH_ROUTE = {404, 405}
_NOT_BELIEVED = {401, 403}
_WORKERS = "workers"
_TWO = 2
_KEYS = (
    "SENTINAI_TENANT_ID",
    "SENTINAI_API_KEY",
    "SENTINAI_OTHER_TENANT_ID",
    "SENTINAI_OTHER_API_KEY",
)


@contextmanager
def open_sentinai(run: Run, deployment: Deployment) -> Iterator["SentinaiSystem"]:
    """Open SentinAI and its observers for a run; what is opened is closed at the end.

    Raises:
        SetupError: an observer cannot look where the settings say.
    """
    settings = SentinaiSettings.load(deployment.filled)
    secrets = Secrets(settings)
    with ExitStack() as opened:
        opening = partial(_open, opened)
        yield SentinaiSystem(
            run,
            deployment,
            settings,
            secrets,
            opened,
            opening(_api(settings, secrets)),
            opening(_kafka(settings, secrets)),
            opening(_database(settings)),
            opening(_control(settings)),
        )


class SentinaiSystem:
    """SentinAI and the observers that look at it from outside.

    Attributes:
        settings: of SentinAI.
        secrets: what SentinAI was given in confidence.
        kafka: the Kafka observer, or None if it may not or cannot look.
        database: SentinAI's, or None if it cannot be reached.
        database_observer: who looks at it, or None.
        admin: somebody who may create tenants.
    """

    def __init__(
        self,
        run: Run,
        deployment: Deployment,
        settings: SentinaiSettings,
        secrets: Secrets,
        opened: ExitStack,
        api: Api,
        kafka: KafkaObserver | None,
        database: Database | None,
        control: Control | None,
    ) -> None:
        self.settings = settings
        self.secrets = secrets
        self._run = run
        self._deployment = deployment
        self._opened = opened
        self._tool_is = ""
        self.kafka = kafka
        self.database = database
        self.database_observer = (
            None if database is None else DatabaseObserver(database, secrets.judge)
        )
        self._api = api
        self._control = control
        key = settings.sentinai_admin_api_key
        self.admin = self.client(by_key("", key.get_secret_value() if key else ""))

    @cached_property
    def tool_stub(self) -> ToolStub:
        """The tool that counts its calls: of this process, or of the one that opened the run."""
        if self._deployment.shared:
            return joined(self._deployment.shared)
        try:
            return self._opened.enter_context(listening(*_tool_port(self.settings)))
        except OSError as error:
            why = f"is of no use: {error.strerror}"
            raise SetupError(_explain("SENTINAI_TOOL_PORT", why)) from None

    @cached_property
    def abilities(self) -> Abilities:
        """What SentinAI says of itself."""
        return abilities_in(self.admin.description())

    @cached_property
    def usual_workers(self) -> dict[str, int]:
        """How many workers of each kind there were before the run."""
        noted = self._deployment.shared.get(_WORKERS)
        return json.loads(noted) if noted else self.control().workers()

    def url_of(self, tool: Tool) -> str:
        """Return where SentinAI reaches a tool of the suite's own."""
        return self.tool_stub.url_of(
            str(self.settings.sentinai_tool_url or self.tool_stub.url), tool
        )

    def control(self) -> Control:
        """Return the switches of workers and broker; only where the settings name them."""
        assert self._control is not None, "the scenario needs @needs_control"
        return self._control

    def client(self, access: Access) -> SentinAI:
        """Return somebody who acts with this access."""
        return SentinAI(self._api, access)

    def create_playbook(self, client: SentinAI, playbook: Playbook, steps: Steps) -> int:
        """Create a playbook and return its id; write the steps where the API ignores them.

        Args:
            client: an admin of the tenant whose it is.
            playbook: when it is followed.
            steps: tool and order each.
        """
        number = client.create_playbook(playbook, steps)
        if self.database is not None:
            self.database.add_missing_steps(number, steps)
        return number

    def access(self, tenant: str) -> Access:
        """Return the access of an admin of one of our own tenants."""
        access = by_token(tenant, self.settings.secret("sentinai_jwt_secret"))
        self.secrets.give(f"the token of {tenant}", access.proof)
        return access

    def tenants_with_api_keys(self) -> list[SentinAI]:
        """Return the admins of those tenants for which the settings name an API key."""
        settings = self.settings
        keys = {
            settings.sentinai_tenant_id: settings.sentinai_api_key,
            settings.sentinai_other_tenant_id: settings.sentinai_other_api_key,
        }
        return [
            self.client(by_key(tenant, key.get_secret_value()))
            for tenant, key in keys.items()
            if tenant and key
        ]

    def check(self) -> None:
        """Reach SentinAI as somebody who may create tenants, and whatever else is looked into.

        Raises:
            SetupError: a secret is lacking, or something that is looked into is not SentinAI's.
            Failure: SentinAI refuses, or is something else.
        """
        abilities = self.abilities
        self.admin.check_health()
        self.admin.tenants()
        if self.settings.sentinai_jwt_secret is None:
            raise SetupError("SENTINAI_JWT_SECRET is not set; tenants of the run's own need it")
        if self.kafka is not None:
            with _set_by("KAFKA_BOOTSTRAP_SERVERS"):
                self.kafka.check()
        if self.database is not None:
            with _set_by("DATABASE_URL"):
                self.database.check(may_delete=not abilities.deletes_tenants)
        elif not abilities.deletes_tenants:
            raise SetupError(
                "DATABASE_URL is not set, and SentinAI deletes no tenants: whatever a run makes"
                " would stay in it"
            )
        if self._control is not None:
            with _set_by("SENTINAI_CONTROL_URL"):
                self._control.check()

    def rehearse(self) -> None:
        """Have the tool called once through a SentinAI that is not of the run's own.

        Raises:
            SetupError: it cannot be, or tokens that we sign are not believed.
        """
        if not self._deployment.is_live:
            return
        cleanup = CleanupStack(self._remove, self._run.journal)
        tenant = f"{self._run.id}-0-rehearsal"
        cleanup.register(TENANT, tenant)
        try:
            self.admin.create_tenant(tenant)
            self._tool_is = self._call_tool(tenant)
        finally:
            cleanup.undo()

    def _call_tool(self, tenant: str) -> str:
        client = self.client(self.access(tenant))
        try:
            client.exceptions()
        except ApiError as error:
            if error.status not in _NOT_BELIEVED:
                raise
            why = f"is not what SentinAI signs tokens with: {error}"
            raise SetupError(_explain("SENTINAI_JWT_SECRET", why)) from None
        observer = TenantObserver(client, self.kafka, self.database_observer, self.tool_stub)
        explain = partial(_explain, "SENTINAI_TOOL_URL")
        create_playbook = partial(self.create_playbook, client)
        budget = self.settings.budget("exception")
        rehearsal = Rehearsal(client, observer, self.url_of, budget, create_playbook, explain)
        outcome = rehearsal.call_tool()
        expect_seen(observer, tenant, _explain)
        return outcome

    def shared(self) -> dict[str, str]:
        """Share the tool, and how many workers there were before the run."""
        if self._deployment.shared:
            return dict(self._deployment.shared)
        workers = {} if self._control is None else {_WORKERS: json.dumps(self.usual_workers)}
        return workers | serving(self.tool_stub)

    def unmet(self, tags: AbstractSet[str]) -> Unmet | None:
        """Return what else scenarios need than single settings: API keys, and what is optional."""
        if "needs_api_keys" in tags and len(self.tenants_with_api_keys()) < _TWO:
            reason = f"@needs_api_keys: {', '.join(_KEYS)} are not all set"
            return Unmet(reason, demandable=True)
        if "needs_idempotency_keys" in tags and not self.abilities.idempotency_keys:
            reason = "@needs_idempotency_keys: SentinAI knows no such key"
            return Unmet(reason, demandable=False)
        return None

    @property
    def generation(self) -> str:
        """Which of its generations answers."""
        return self.abilities.title

    def facts(self) -> dict[str, str]:
        """Return which SentinAI it is, which observers look, and what of the optional it can do."""
        looking = {"Kafka": self.kafka, "database": self.database}
        names = [name for name, observer in looking.items() if observer]
        switches = "no switches" if self._control is None else "switches"
        tool = f" (tool {self._tool_is})" if self._tool_is else ""
        return {
            "SentinAI is": f"{self.abilities.title} with {self.abilities.told()}, {switches}",
            "SentinAI seen in": ", ".join([*names, "timeline", "executed tools"]) + tool,
        }

    def coverage_gaps(self) -> list[str]:
        """Return which observers could not look, and why."""
        settings, gaps = self.settings, []
        if settings.skip_kafka_integration_tests:
            gaps.append("SentinAI's Kafka, because SKIP_KAFKA_INTEGRATION_TESTS is set")
        elif settings.kafka_bootstrap_servers is None:
            gaps.append("SentinAI's Kafka, because KAFKA_BOOTSTRAP_SERVERS is not set")
        if settings.database_url is None:
            gaps.append("SentinAI's database, because DATABASE_URL is not set")
        return gaps

    @property
    def longest_pause(self) -> float:
        """SentinAI asks for no pause."""
        return 0.0

    def remover(self, kind: str) -> Callable[[str], None] | None:
        """Tenants go with everything that is their own; what was switched off goes on again."""
        removers: dict[str, Callable[[str], None]] = {
            TENANT: self._delete_tenant,
            SWITCHES: lambda name: self.control().restore(workers_in(name)),
        }
        return removers.get(kind)

    def resources_of(self, run: str) -> list[Resource]:
        """Ask SentinAI for the tenants of a run."""
        return [Resource(TENANT, tenant) for tenant in self.admin.tenants() if is_of(run, tenant)]

    def _remove(self, resource: Resource) -> None:
        remover = self.remover(resource.kind)
        assert remover is not None, "whatever is registered here is SentinAI's"
        remover(resource.name)

    def _delete_tenant(self, tenant: str) -> None:
        """Delete a tenant by the API, or by the database where the API offers no way."""
        try:
            self.admin.delete_tenant(tenant)
        except ApiError as error:
            if error.status not in _NO_SUCH_ROUTE:
                raise
            if self.database is None:
                raise Failure("DATABASE_URL is not set, and SentinAI deletes no tenants") from None
            self.database.delete_tenant(tenant)


def _open(opened: ExitStack, thing: T) -> T:
    """Have whatever was opened closed at the end."""
    if thing is not None:
        opened.enter_context(closing(thing))
    return thing


def _api(settings: SentinaiSettings, secrets: Secrets) -> Api:
    url, patience = str(settings.sentinai_api_url), settings.request_timeout_s
    return Api("SentinAI", url, {}, patience, settings.max_retries, secrets.judge)


def _tool_port(settings: SentinaiSettings) -> tuple[int, ssl.SSLContext | None]:
    """Return where the tool listens, and with which certificate.

    Raises:
        SetupError: the certificate or its key is of no use.
    """
    certificate, key = settings.sentinai_tool_certificate, settings.sentinai_tool_key
    if certificate is None:
        return settings.sentinai_tool_port, None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:
        why = f"is of no use, with SENTINAI_TOOL_KEY {key}: {error.strerror or error}"
        raise SetupError(_explain("SENTINAI_TOOL_CERTIFICATE", why)) from None
    return settings.sentinai_tool_port, context


def _kafka(settings: SentinaiSettings, secrets: Secrets) -> KafkaObserver | None:
    servers = settings.kafka_bootstrap_servers
    if servers is None or settings.skip_kafka_integration_tests:
        return None
    with _set_by("KAFKA_BOOTSTRAP_SERVERS"):
        return KafkaObserver(servers, secrets.judge)


def _database(settings: SentinaiSettings) -> Database | None:
    if settings.database_url is None:
        return None
    with _set_by("DATABASE_URL"):
        return Database(settings.database_url.get_secret_value())


def _control(settings: SentinaiSettings) -> Control | None:
    if settings.sentinai_control_url is None:
        return None
    with _set_by("SENTINAI_CONTROL_URL"):
        return Control(
            str(settings.sentinai_control_url),
            settings.sentinai_control_token,
            settings.budget("sentinai_control"),
        )


def _set_by(variable: str) -> AbstractContextManager[None]:
    return set_by(_used(variable))


def _explain(variable: str, what: str) -> str:
    return f"{_used(variable)} ({where(_used(variable))}) {what}"


def _used(variable: str) -> str:
    """Return the name under which a variable was set: with the system's prefix, or bare."""
    return next(filter(is_set, SentinaiSettings.variables(variable.lower())), variable)
