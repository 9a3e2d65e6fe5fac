"""SentinAI and its observers, while a run has them open."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, contextmanager
from typing import TypeVar

from support.core.errors import Failure, SetupError
from support.core.http import ApiError
from support.core.settings import where
from support.run.plugin import Deployment, Run, Unmet
from support.run.undo import Resource
from support.sentinai.client.access import Access, by_key, by_token
from support.sentinai.client.control import Control
from support.sentinai.client.sentinai import SentinAI
from support.sentinai.observers.database import Store
from support.sentinai.observers.kafka import Wire
from support.sentinai.observers.tool_stub import Receiver
from support.sentinai.settings import SentinaiSettings

T = TypeVar("T")

TENANT = "sentinai tenant"
SWITCHES = "sentinai switches"

_NO_SUCH_ROUTE = {404, 405}


@contextmanager
def open_sentinai(_: Run, deployment: Deployment) -> Iterator["SentinaiSystem"]:
    """Open SentinAI and its observers for a run; what is opened is closed at the end.

    Raises:
        SetupError: an observer cannot look where the settings say, or the tool's port is taken.
    """
    settings = SentinaiSettings.load(deployment.filled)
    with ExitStack() as opened:
        receiver = _receiver(settings)
        opened.callback(receiver.close)
        wire = _observer("KAFKA_BOOTSTRAP_SERVERS", lambda: _wire(settings))
        if wire:
            opened.callback(wire.close)
        store = _observer("DATABASE_URL", lambda: _store(settings))
        if store:
            opened.callback(store.close)
        control = _control(settings)
        if control:
            opened.callback(control.close)
        yield SentinaiSystem(settings, receiver, wire, store, control)


class SentinaiSystem:
    """SentinAI and the observers that look at it from outside.

    Attributes:
        settings: of SentinAI.
        receiver: the tool that counts its calls.
        wire: the Kafka observer, or None if it may not or cannot look.
        store: the database observer, or None if it cannot look.
        admin: somebody who may create tenants.
    """

    def __init__(
        self,
        settings: SentinaiSettings,
        receiver: Receiver,
        wire: Wire | None,
        store: Store | None,
        control: Control | None,
    ) -> None:
        self.settings = settings
        self.receiver = receiver
        self.wire = wire
        self.store = store
        self._control = control
        key = settings.sentinai_admin_api_key
        self.admin = self.client(by_key("", key.get_secret_value() if key else ""))

    @property
    def tool_url(self) -> str:
        """Where SentinAI reaches that tool."""
        return str(self.settings.sentinai_tool_url or self.receiver.url).rstrip("/")

    @property
    def control(self) -> Control:
        """The switches of workers and broker; only where the settings name them."""
        assert self._control is not None, "the scenario needs @needs_control"
        return self._control

    def client(self, access: Access) -> SentinAI:
        """Return somebody who acts with this access."""
        settings = self.settings
        url = str(settings.sentinai_api_url)
        return SentinAI(url, access, settings.request_timeout_s, settings.max_retries)

    def access(self, tenant: str) -> Access:
        """Return the access of an admin of one of our own tenants."""
        secret = self.settings.sentinai_jwt_secret
        assert secret is not None, "checked when the run was opened"
        return by_token(tenant, secret.get_secret_value())

    def keyholders(self) -> list[SentinAI]:
        """Return the admins of two tenants, each with an API key."""
        settings = self.settings
        holders = {
            settings.sentinai_tenant_id: settings.sentinai_api_key,
            settings.sentinai_other_tenant_id: settings.sentinai_other_api_key,
        }
        return [
            self.client(by_key(tenant, key.get_secret_value()))
            for tenant, key in holders.items()
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

    def unmet(self, tags: AbstractSet[str]) -> Unmet | None:
        """Return None: all that scenarios need are settings."""
        return None

    def facts(self) -> dict[str, str]:
        """Return which observers look."""
        looking = {"wire": self.wire, "store": self.store}
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
            SWITCHES: lambda _: self.control.restore(),
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
            if self.store is None:
                raise Failure("DATABASE_URL is not set, and SentinAI deletes no tenants") from None
            self.store.delete_tenant(tenant)


def _receiver(settings: SentinaiSettings) -> Receiver:
    try:
        return Receiver(settings.sentinai_tool_port)
    except OSError as error:
        why = f"is of no use: {error.strerror}; runs side by side need a port each, or 0"
        raise SetupError(_explain("SENTINAI_TOOL_PORT", why)) from None


def _wire(settings: SentinaiSettings) -> Wire | None:
    servers = settings.kafka_bootstrap_servers
    return Wire(servers) if servers and not settings.skip_kafka_integration_tests else None


def _store(settings: SentinaiSettings) -> Store | None:
    return Store(settings.database_url.get_secret_value()) if settings.database_url else None


def _control(settings: SentinaiSettings) -> Control | None:
    url = settings.sentinai_control_url
    return Control(str(url), settings.budget("exception")) if url else None


def _observer(variable: str, look: Callable[[], T]) -> T:
    try:
        return look()
    except Failure as error:
        raise SetupError(_explain(variable, f"does not work: {error}")) from None


def _explain(variable: str, what: str) -> str:
    return f"{variable} ({where(variable)}) {what}"
