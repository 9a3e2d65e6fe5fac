"""SentinAI as one of the systems of a run."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from support.api import ApiError
from support.errors import Failure, SetupError
from support.sentinai.access import Access, by_key, by_token
from support.sentinai.client import SentinAI
from support.sentinai.control import Control
from support.sentinai.receiver import Receiver
from support.settings import Settings, where
from support.targets import Target, reaching
from support.undo import Thing

if TYPE_CHECKING:
    from support.sentinai.store import Store
    from support.sentinai.wire import Wire
    from support.session import Session

TENANT = "sentinai tenant"
SWITCHES = "sentinai switches"

_NO_SUCH_ROUTE = {404, 405}


class SentinaiSystem:
    """SentinAI and the observers that look at it from outside.

    Args:
        session: the run.
    """

    def __init__(self, session: "Session") -> None:
        self._session = session

    @cached_property
    def target(self) -> Target:
        """The SentinAI of the run."""
        return self._session.reach("SentinAI")

    @property
    def settings(self) -> Settings:
        """How to reach it."""
        return self.target.settings

    @property
    def address(self) -> str:
        """Where it answers."""
        return str(self.settings.sentinai_api_url)

    @cached_property
    def admin(self) -> SentinAI:
        """Somebody who may create tenants."""
        key = self.settings.sentinai_admin_api_key
        return self.client(by_key("", key.get_secret_value() if key else ""))

    @cached_property
    def receiver(self) -> Receiver:
        """The tool that counts its calls.

        Raises:
            Failure: its port is taken.
        """
        try:
            return Receiver(self.settings.sentinai_tool_port)
        except OSError as error:
            why = f"is of no use: {error.strerror}; runs side by side need a port each, or 0"
            raise Failure(_explain("SENTINAI_TOOL_PORT", why)) from None

    @property
    def tool_url(self) -> str:
        """Where SentinAI reaches that tool."""
        return str(self.settings.sentinai_tool_url or self.receiver.url).rstrip("/")

    @cached_property
    def wire(self) -> "Wire | None":
        """The Kafka observer, or None if it may not or cannot look."""
        settings = self.settings
        if settings.skip_kafka_integration_tests or settings.kafka_bootstrap_servers is None:
            return None
        from support.sentinai.wire import Wire

        return Wire(settings.kafka_bootstrap_servers)

    @cached_property
    def store(self) -> "Store | None":
        """The database observer, or None if it cannot look."""
        if self.settings.database_url is None:
            return None
        from support.sentinai.store import Store

        return Store(self.settings.database_url.get_secret_value())

    @cached_property
    def control(self) -> Control:
        """The switches of workers and broker; only where the settings name them."""
        return Control(str(self.settings.sentinai_control_url), self.settings.budget("exception"))

    def client(self, access: Access) -> SentinAI:
        """Return somebody who acts with this access."""
        settings = self.settings
        return SentinAI(self.address, access, settings.request_timeout_s, settings.max_retries)

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

    def log_in(self) -> None:
        """Reach SentinAI and everything that its observers look into."""
        with reaching("SentinAI", "SENTINAI_ADMIN_API_KEY"):
            self.admin.check_health()
            self.admin.tenants()
        if self.settings.sentinai_jwt_secret is None:
            raise SetupError("SENTINAI_JWT_SECRET is not set; tenants of the run's own need it")
        self._reach("KAFKA_BOOTSTRAP_SERVERS", lambda: self.wire)
        self._reach("DATABASE_URL", lambda: self.store)

    def facts(self) -> dict[str, str]:
        """Return which observers look."""
        looking = {"wire": self.wire, "store": self.store}
        names = [name for name, observer in looking.items() if observer]
        return {"SentinAI seen in": ", ".join([*names, "timeline", "executed tools"])}

    def blind_spots(self) -> list[str]:
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

    def things_of(self, run: str) -> list[Thing]:
        """Ask SentinAI for the tenants of a run."""
        return [Thing(TENANT, tenant) for tenant in self.admin.tenants() if run in tenant]

    def close(self) -> None:
        """Stop the observers."""
        for name in ("receiver", "wire", "store", "control"):
            observer = self.__dict__.get(name)
            if observer is not None:
                observer.close()

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

    def _reach(self, variable: str, observer: Callable[[], object]) -> None:
        try:
            observer()
        except Failure as error:
            raise SetupError(_explain(variable, f"does not work: {error}")) from None


def _explain(variable: str, what: str) -> str:
    return f"{variable} ({where(variable)}) {what}"
