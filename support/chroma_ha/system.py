"""Chroma HA and its observers, while a run has them open."""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, closing, contextmanager, suppress
from urllib.parse import urlsplit

from support.chroma_ha.client.balancer import JUNE_2025, Balancer
from support.chroma_ha.client.store import NoSuchCollection, VectorStore
from support.chroma_ha.collection import COLLECTION
from support.chroma_ha.observers.database import RECOMMENDATIONS, TASKS, WORKERS, DatabaseObserver
from support.chroma_ha.observers.slack import SlackStub
from support.chroma_ha.settings import ChromaHaSettings
from support.core.http import Api
from support.core.names import is_of
from support.core.settings import set_by
from support.core.switches import Control
from support.core.waiting import WaitedInVain, eventually
from support.laws.secrets import SecretWatch
from support.run.journal import Resource
from support.run.plugin import Deployment, Run, Unmet

SWITCHES = "chroma_ha switches"
USAGE = "/usage"
"""Where it is set what Chroma HA believes that it uses."""
STARTS = "/starts"
"""Where it is started on trial, with other settings."""

_SEVERAL = 2

BALANCER, PRIMARY, REPLICA = "the balancer", "the primary", "the replica"


@contextmanager
def open_chroma_ha(_: Run, deployment: Deployment) -> Iterator["ChromaHaSystem"]:
    """Open Chroma HA for a run; what is opened is closed at the end.

    Raises:
        SetupError: a server or the switches cannot be reached where the settings say.
    """
    settings = ChromaHaSettings.load(deployment.filled)
    token = settings.chroma_ha_token
    headers = {"X-Chroma-Token": token.get_secret_value()} if token else {}
    timeout = settings.request_timeout_s
    url = str(settings.chroma_ha_url)
    with ExitStack() as opened:
        api = Api("Chroma HA", url, headers, timeout, 0)
        secrets = _secrets(settings)
        balancer = opened.enter_context(closing(Balancer(api, secrets)))
        store = opened.enter_context(closing(VectorStore(BALANCER, url, timeout, headers)))
        servers = {}
        for name, field in ((PRIMARY, "primary_url"), (REPLICA, "replica_url")):
            if (own := getattr(settings, field)) is not None:
                with set_by(field.upper()):
                    server = VectorStore(name, str(own), timeout, headers)
                servers[name] = opened.enter_context(closing(server))
        control = None
        if settings.chroma_ha_control_url is not None:
            with set_by("CHROMA_HA_CONTROL_URL"):
                control = Control(
                    "Chroma HA",
                    str(settings.chroma_ha_control_url),
                    settings.chroma_ha_control_token,
                    settings.budget("failover"),
                )
            opened.enter_context(closing(control))
        database = _database(settings)
        yield ChromaHaSystem(settings, balancer, store, servers, control, database, secrets)


class ChromaHaSystem:
    """Chroma HA and the observers that look at it from outside.

    Attributes:
        settings: of Chroma HA.
        balancer: what it tells of itself.
        store: the vector store through the balancer.
        servers: each Chroma server by itself, by name.
        secrets: what Chroma HA may never show.
        workers: that can be switched off, by the names of their switches.
    """

    def __init__(
        self,
        settings: ChromaHaSettings,
        balancer: Balancer,
        store: VectorStore,
        servers: dict[str, VectorStore],
        control: Control | None,
        database: DatabaseObserver | None,
        secrets: SecretWatch,
    ) -> None:
        self.settings = settings
        self.balancer = balancer
        self.store = store
        self.servers = servers
        self.secrets = secrets
        self._control = control
        self._database = database
        self._tries_starts = control is not None and control.offers(STARTS)
        self._sets_usage = control is not None and control.offers(USAGE)
        self._has_workers = database is not None and _are_shared(
            database, settings.budget("heartbeat")
        )
        self.workers = [] if control is None else _workers(control)

    @property
    def stores(self) -> list[VectorStore]:
        """Everybody who can be asked for a collection."""
        return [self.store, *self.servers.values()]

    def control(self) -> Control:
        """Return the switches; only where the settings name them."""
        assert self._control is not None, "the scenario needs @needs_control"
        return self._control

    def database(self) -> DatabaseObserver:
        """Return what looks into the database; only where the settings name it."""
        assert self._database is not None, "the scenario needs @needs_database"
        return self._database

    def slack(self) -> SlackStub:
        """Listen where messages are sent; only where the settings say where that is.

        One process can listen there at a time, so whoever listens closes it again.
        """
        assert self.settings.slack_webhook_url is not None, "the scenario needs @needs_slack"
        return SlackStub(str(self.settings.slack_webhook_url))

    def restore(self) -> None:
        """Bring back everything that is away, and let it be noticed: others start from there.

        That the status shows it in time is another promise: here nothing depends on it.
        """
        self.control().restore()
        if self._sets_usage:
            self.control().set(USAGE, {})
        self.let_be_noticed(lambda healthy: all(healthy.values()))

    def let_be_noticed(self, seen: Callable[[Mapping[str, bool]], bool]) -> None:
        """Wait until the status shows who is healthy, but no longer than it may take."""
        with suppress(WaitedInVain):
            eventually(
                lambda: self.balancer.status().healthy,
                until=seen,
                budget=self.settings.budget("failover"),
                waiting_for="the status to show who is healthy",
            )

    def check(self) -> None:
        """Ask everybody for something.

        Raises:
            Failure: somebody does not answer as they should.
        """
        self.balancer.status()
        for store in self.stores:
            store.collections()

    def rehearse(self) -> None:
        """Try nothing: single calls have shown all."""

    def shared(self) -> dict[str, str]:
        """Share nothing: every process opens its own."""
        return {}

    def unmet(self, tags: AbstractSet[str]) -> Unmet | None:
        """Return what else scenarios need than single settings, as it is now."""
        if "needs_servers" in tags and self.settings.replica_url is None:
            return Unmet("@needs_servers: REPLICA_URL is not set", demandable=True)
        generation, control = self.balancer.generation, "nothing at CHROMA_HA_CONTROL_URL"
        is_june = generation == JUNE_2025
        lacking = {
            "needs_log": is_june and f"Chroma HA {generation} has no log of writes",
            "needs_strategies": not is_june and f"Chroma HA {generation} has no strategies",
            "needs_usage": not self._sets_usage and f"{control} sets what Chroma HA uses",
            "needs_workers": not self._has_workers
            and (
                "no two workers give signs of life in time (HEARTBEAT_TIMEOUT_S)"
                if is_june
                else f"Chroma HA {generation} has no workers"
            ),
            "needs_worker_switches": len(self.workers) < _SEVERAL
            and f"{control} switches workers off",
            "needs_starts": not self._tries_starts and f"{control} starts Chroma HA on trial",
            "needs_cool_down": "needs_cool_down" in tags
            and self._is_cooling_down()
            and "Chroma HA has recommended more not long ago (ALERT_COOL_DOWN_S)",
        }
        reasons = [f"@{tag}: {reason}" for tag, reason in lacking.items() if tag in tags and reason]
        return Unmet(reasons[0], demandable=False) if reasons else None

    def _is_cooling_down(self) -> bool:
        """Tell whether more of anything was recommended so recently that nobody need tell it."""
        if self._database is None or not self._database.has(RECOMMENDATIONS):
            return False
        last = self._database.last_recommendation()
        return last is not None and last.age.total_seconds() < self.settings.alert_cool_down_s

    @property
    def generation(self) -> str:
        """Which of its generations answers."""
        return str(self.balancer.generation)

    def facts(self) -> dict[str, str]:
        """Return which generation answers, and who looks."""
        return {
            "Chroma HA's generation": self.balancer.generation,
            "Chroma HA seen through": ", ".join(store.name for store in self.stores),
        }

    def coverage_gaps(self) -> list[str]:
        """Return which servers could not be looked at, and why."""
        gaps = [
            f"what {name} of Chroma HA holds, because {name.split()[1].upper()}_URL is not set"
            for name in (PRIMARY, REPLICA)
            if name not in self.servers
        ]
        if self._database is None:
            gaps.append("what Chroma HA keeps in its database, because DATABASE_URL is not set")
        return gaps

    @property
    def longest_pause(self) -> float:
        """Chroma HA asks for no pause."""
        return 0.0

    def remover(self, kind: str) -> Callable[[str], None] | None:
        """Collections go from everywhere; what was switched off goes on again."""
        removers: dict[str, Callable[[str], None]] = {
            COLLECTION: self._delete_collection,
            SWITCHES: lambda _: self.restore(),
        }
        return removers.get(kind)

    def resources_of(self, run: str) -> list[Resource]:
        """Ask the balancer and both servers for the collections of a run."""
        names = {name for store in self.stores for name in store.collections() if is_of(run, name)}
        return [Resource(COLLECTION, name) for name in sorted(names)]

    def _delete_collection(self, name: str) -> None:
        """Delete a collection through the balancer, and from a server that has it still.

        A server that is away would keep its copy.
        """
        if self._control is not None:
            self.restore()
        self.balancer.delete_collection(name)
        for server in self.servers.values():
            with _unless_gone():
                server.delete(name)


def _workers(control: Control) -> list[str]:
    """Return the names of the switches of workers."""
    return sorted(name for name in control.states() if name.startswith("worker-"))


def _are_shared(database: DatabaseObserver, longest_s: float) -> bool:
    """Tell whether several workers share tasks, who are never silent for longer than that."""
    if database.has(TASKS, WORKERS) != {TASKS, WORKERS}:
        return False
    return sum(one.is_alive(longest_s) for one in database.workers()) >= _SEVERAL


def _database(settings: ChromaHaSettings) -> DatabaseObserver | None:
    if settings.database_url is None:
        return None
    with set_by("DATABASE_URL"):
        return DatabaseObserver(settings.database_url.get_secret_value())


def _secrets(settings: ChromaHaSettings) -> SecretWatch:
    """Return what Chroma HA may never show: how its own database is entered."""
    watch = SecretWatch()
    if settings.database_url is not None:
        url = settings.database_url.get_secret_value()
        watch.give("the address of the database", url)
        watch.give("the password of the database", urlsplit(url).password or "")
    return watch


@contextmanager
def _unless_gone() -> Iterator[None]:
    try:
        yield
    except NoSuchCollection:
        return
