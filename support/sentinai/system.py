"""SentinAI and its observers, while a run has them open."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from typing import Protocol, TypeVar

from support.core.errors import Failure, SetupError
from support.core.http import Api, ApiError
from support.core.settings import where
from support.run.plugin import Deployment, Run, Unmet
from support.run.undo import Resource
from support.sentinai.client.access import Access, by_key, by_token
from support.sentinai.client.control import Control
from support.sentinai.client.database import Database
from support.sentinai.client.sentinai import SentinAI
from support.sentinai.observers.database import DatabaseObserver
from support.sentinai.observers.kafka import KafkaObserver
from support.sentinai.observers.tool_stub import Tool, ToolStub
from support.sentinai.secrets import Secrets
from support.sentinai.settings import SentinaiSettings


class _Closing(Protocol):
    def close(self) -> None: ...


T = TypeVar("T", bound=_Closing | None)

TENANT = "sentinai tenant"
SWITCHES = "sentinai switches"

_NO_SUCH_ROUTE = {404, 405}
_TWO = 2
_KEYS = (
    "SENTINAI_TENANT_ID",
    "SENTINAI_API_KEY",
    "SENTINAI_OTHER_TENANT_ID",
    "SENTINAI_OTHER_API_KEY",
)


@contextmanager
def open_sentinai(_: Run, deployment: Deployment) -> Iterator["SentinaiSystem"]:
    """Open SentinAI and its observers for a run; what is opened is closed at the end.

    Raises:
        SetupError: an observer cannot look where the settings say, or the tool's port is taken.
    """
    settings = SentinaiSettings.load(deployment.filled)
    secrets = Secrets(settings)
    with ExitStack() as opened:
        opening = partial(_open, opened)
        yield SentinaiSystem(
            settings,
            secrets,
            opening(_api(settings, secrets)),
            opening(_tool_stub(settings)),
            opening(_kafka(settings, secrets)),
            opening(_database(settings)),
            opening(_control(settings)),
        )


class SentinaiSystem:
    """SentinAI and the observers that look at it from outside.

    Attributes:
        settings: of SentinAI.
        secrets: what SentinAI was given in confidence.
        tool_stub: the tool that counts its calls.
        kafka: the Kafka observer, or None if it may not or cannot look.
        database: SentinAI's, or None if it cannot be reached.
        database_observer: who looks at it, or None.
        admin: somebody who may create tenants.
    """

    def __init__(
        self,
        settings: SentinaiSettings,
        secrets: Secrets,
        api: Api,
        tool_stub: ToolStub,
        kafka: KafkaObserver | None,
        database: Database | None,
        control: Control | None,
    ) -> None:
        self.settings = settings
        self.secrets = secrets
        self.tool_stub = tool_stub
        self.kafka = kafka
        self.database = database
        self.database_observer = (
            None if database is None else DatabaseObserver(database, secrets.judge)
        )
        self._api = api
        self._control = control
        key = settings.sentinai_admin_api_key
        self.admin = self.client(by_key("", key.get_secret_value() if key else ""))

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
        """Reach SentinAI as somebody who may create tenants.

        Raises:
            SetupError: a secret is lacking.
            Failure: SentinAI refuses.
        """
        self.admin.check_health()
        self.admin.tenants()
        if self.settings.sentinai_jwt_secret is None:
            raise SetupError("SENTINAI_JWT_SECRET is not set; tenants of the run's own need it")

    def rehearse(self) -> None:
        """Try nothing yet."""

    def shared(self) -> dict[str, str]:
        """Share nothing yet."""
        return {}

    def unmet(self, tags: AbstractSet[str]) -> Unmet | None:
        """Return what else scenarios need than single settings: two tenants with API keys."""
        if "needs_api_keys" not in tags or len(self.tenants_with_api_keys()) == _TWO:
            return None
        return Unmet(f"@needs_api_keys: {', '.join(_KEYS)} are not all set", demandable=True)

    def facts(self) -> dict[str, str]:
        """Return which observers look."""
        looking = {"Kafka": self.kafka, "database": self.database}
        names = [name for name, observer in looking.items() if observer]
        return {"SentinAI seen in": ", ".join([*names, "timeline", "executed tools"])}

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
            SWITCHES: lambda _: self.control().restore(),
        }
        return removers.get(kind)

    def resources_of(self, run: str) -> list[Resource]:
        """Ask SentinAI for the tenants of a run."""
        return [Resource(TENANT, tenant) for tenant in self.admin.tenants() if run in tenant]

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


def _tool_stub(settings: SentinaiSettings) -> ToolStub:
    try:
        return ToolStub(settings.sentinai_tool_port)
    except OSError as error:
        why = f"is of no use: {error.strerror}; runs side by side need a port each, or 0"
        raise SetupError(_explain("SENTINAI_TOOL_PORT", why)) from None


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
        return Control(str(settings.sentinai_control_url), settings.budget("exception"))


@contextmanager
def _set_by(variable: str) -> Iterator[None]:
    """Name the variable by which something was set that does not work."""
    try:
        yield
    except Failure as error:
        raise SetupError(_explain(variable, f"does not work: {error}")) from None


def _explain(variable: str, what: str) -> str:
    return f"{variable} ({where(variable)}) {what}"
