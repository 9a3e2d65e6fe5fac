"""ReplantWorld and its observers, while a run has them open."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, closing, contextmanager
from functools import cached_property
from urllib.parse import urlsplit

from support.bongos.sei import COLLECTION, SeiAccount, nobodys_address
from support.bongos.settings import SeiSettings
from support.core.http import Api
from support.core.names import is_of
from support.core.settings import set_by
from support.core.switches import Control
from support.laws.secrets import SecretWatch
from support.replantworld.client.api import ReplantworldApi
from support.replantworld.client.command import ManageCommand
from support.replantworld.observers.cache import CacheObserver
from support.replantworld.observers.database import DatabaseObserver
from support.replantworld.observers.evidence import Observers
from support.replantworld.observers.sei_node import SeiNode
from support.replantworld.observers.solana import SolanaObserver
from support.replantworld.settings import ReplantworldSettings
from support.run.journal import Resource
from support.run.plugin import Deployment, Run, Unmet

SWITCHES = "replantworld switches"
ITSELF = "api"
"""The switch of ReplantWorld itself."""

_KEY, _NOBODYS_KEY = "X-API-Key", "a key of nobody"


@contextmanager
def open_replantworld(_: Run, deployment: Deployment) -> Iterator["ReplantworldSystem"]:
    """Open ReplantWorld for a run; what is opened is closed at the end.

    Raises:
        SetupError: a chain, the database or the switches cannot be reached where the settings say.
    """
    settings = ReplantworldSettings.load(deployment.filled)
    with ExitStack() as opened:
        api = opened.enter_context(closing(_api(settings)))
        sei = SeiAccount.log_in(SeiSettings.load(deployment.filled))
        opened.enter_context(closing(sei))
        database = None
        if settings.database_url is not None:
            with set_by("REPLANTWORLD_DATABASE_URL"):
                database = DatabaseObserver(settings.secret("database_url"))
        solana = _solana(settings)
        if solana is not None:
            opened.enter_context(closing(solana))
        control = None
        if settings.replantworld_control_url is not None:
            with set_by("REPLANTWORLD_CONTROL_URL"):
                control = Control(
                    "ReplantWorld",
                    str(settings.replantworld_control_url),
                    settings.replantworld_control_token,
                    settings.budget("pipeline"),
                )
            opened.enter_context(closing(control))
        node = None
        if settings.replantworld_sei_control_url is not None:
            url, token = (
                settings.replantworld_sei_control_url,
                settings.replantworld_sei_control_token,
            )
            node = SeiNode(str(url), token, settings.request_timeout_s)
            opened.enter_context(closing(node))
        cache = None
        if settings.redis_url is not None:
            with set_by("REDIS_URL"):
                cache = CacheObserver(settings.secret("redis_url"))
            opened.enter_context(closing(cache))
        command = None
        if settings.replantworld_manage is not None:
            typed, longest = settings.secret("replantworld_manage"), settings.budget("pipeline")
            with set_by("REPLANTWORLD_MANAGE"):
                command = ManageCommand(typed, longest, _secrets(settings))
        observers = Observers(api, database, solana)
        yield ReplantworldSystem(settings, api, sei, observers, cache, control, node, command)


class ReplantworldSystem:
    """ReplantWorld and the observers that look at it from outside.

    Attributes:
        settings: of ReplantWorld.
        api: ReplantWorld itself.
        sei: the account that makes collections.
        observers: all who can look at NFTs.
        cache: what is kept of them for a while; None if the settings do not name it.
    """

    def __init__(
        self,
        settings: ReplantworldSettings,
        api: ReplantworldApi,
        sei: SeiAccount,
        observers: Observers,
        cache: CacheObserver | None,
        control: Control | None,
        node: SeiNode | None,
        command: ManageCommand | None,
    ) -> None:
        self.settings = settings
        self.api = api
        self.sei = sei
        self.observers = observers
        self.cache = cache
        self._control = control
        self._sei_node = node
        self._command = command
        self._has_rollback = api.has_rollback()

    def control(self) -> Control:
        """Return the switches; only where the settings name them."""
        assert self._control is not None, "the scenario needs @needs_control"
        return self._control

    def sei_node(self) -> SeiNode:
        """Return the node that notes what it is asked; only where the settings name it."""
        assert self._sei_node is not None, "the scenario needs @needs_sei_control"
        return self._sei_node

    def command(self) -> ManageCommand:
        """Return the command of its operators; only where the settings name it."""
        assert self._command is not None, "the scenario needs @needs_manage"
        return self._command

    def database(self) -> DatabaseObserver:
        """Return who looks into the database; only where the settings name it."""
        assert self.observers.database is not None, "the scenario needs @needs_database"
        return self.observers.database

    def check(self) -> None:
        """Ask everybody for something; those who were opened have answered already.

        Raises:
            Failure: somebody does not answer as they should.
        """
        self.api.nfts_of(nobodys_address("nobody"), 1)
        if self.observers.solana:
            self.observers.solana.check()

    def rehearse(self) -> None:
        """Try nothing: single calls have shown all."""

    def shared(self) -> dict[str, str]:
        """Share nothing: every process opens its own."""
        return {}

    def unmet(self, tags: AbstractSet[str]) -> Unmet | None:
        """Return what else scenarios need than single settings: the wallet beside the node."""
        if "needs_rollback" in tags and not self._has_rollback:
            reason = "@needs_rollback: ReplantWorld has no route by which a job is taken back"
            return Unmet(reason, demandable=False)
        if "needs_alerts" in tags and not self._has_alerts:
            reason = "@needs_alerts: ReplantWorld's monitor does not tell of alerts"
            return Unmet(reason, demandable=False)
        if "needs_restart" in tags and not self._has_restart:
            reason = f"@needs_restart: there is no switch {ITSELF!r} that kills ReplantWorld"
            return Unmet(reason, demandable=False)
        if "needs_solana" in tags and self.observers.solana is None:
            return Unmet("@needs_solana: SOLANA_WALLET is not set", demandable=True)
        return None

    @cached_property
    def _has_restart(self) -> bool:
        """Whether ReplantWorld itself can be killed, and brought back."""
        return self._control is not None and ITSELF in self._control.states()

    @cached_property
    def _has_alerts(self) -> bool:
        """Whether the monitor tells of alerts; asked only by those who need them."""
        return self.api.monitored().summary.alerts is not None

    @property
    def generation(self) -> str:
        """Which of its generations answers."""
        return str(self.api.shape)

    def facts(self) -> dict[str, str]:
        """Return whose routes answer, and who looks."""
        looked = {
            "its own answers": True,
            "its database": self.observers.database,
            "Solana": self.observers.solana,
            "its cache": self.cache,
        }
        return {
            "ReplantWorld's routes": f"where {self.api.shape} says",
            "ReplantWorld seen in": ", ".join(who for who, one in looked.items() if one),
        }

    def coverage_gaps(self) -> list[str]:
        """Return what could not be looked at, and why."""
        gaps = []
        if self.observers.database is None:
            gaps.append("what ReplantWorld has stored: REPLANTWORLD_DATABASE_URL is not set")
        if self.observers.solana is None:
            gaps.append("what is on Solana: SOLANA_RPC_URL or SOLANA_WALLET is not set")
        if self._command is None:
            gaps.append("ReplantWorld's management command: REPLANTWORLD_MANAGE is not set")
        if self.cache is None:
            gaps.append("what ReplantWorld keeps in its cache: REDIS_URL is not set")
        return gaps

    @property
    def longest_pause(self) -> float:
        """Sei asks for no pause between two transactions."""
        return 0.0

    def remover(self, kind: str) -> Callable[[str], None] | None:
        """Collections are emptied; what was switched off goes on again."""
        removers: dict[str, Callable[[str], None]] = {
            COLLECTION: self.sei.empty,
            SWITCHES: lambda _: self.control().restore(),
        }
        return removers.get(kind)

    def resources_of(self, run: str) -> list[Resource]:
        """Return the collections of a run in which there is something to burn."""
        labels = [label for label in self.sei.labels() if is_of(run, label)]
        return [Resource(COLLECTION, label) for label in labels if self.sei.own_tokens(label)]


def _api(settings: ReplantworldSettings) -> ReplantworldApi:
    key = settings.replantworld_api_key
    headers = {_KEY: key.get_secret_value()} if key else {}
    url, timeout = str(settings.replantworld_api_url), settings.request_timeout_s
    asking = Api("ReplantWorld", url, headers, timeout, settings.max_retries)
    # A migration is answered when it is done.
    working = Api("ReplantWorld", url, headers, settings.budget("pipeline"), 0)
    unauthorised = [
        Api("ReplantWorld", url, headers, settings.budget("pipeline"), 0)
        for headers in ({}, {_KEY: _NOBODYS_KEY})
    ]
    return ReplantworldApi(asking, working, unauthorised, _secrets(settings))


def _solana(settings: ReplantworldSettings) -> SolanaObserver | None:
    if settings.solana_rpc_url is None or settings.solana_wallet is None:
        return None
    url, timeout = str(settings.solana_rpc_url), settings.request_timeout_s
    return SolanaObserver(
        Api("Solana", url, {}, timeout, settings.max_retries), settings.solana_wallet
    )


def _secrets(settings: ReplantworldSettings) -> SecretWatch:
    """Return what ReplantWorld may never show: its key, and how its database is entered."""
    watch = SecretWatch()
    if settings.replantworld_api_key is not None:
        watch.give("the API key", settings.replantworld_api_key.get_secret_value())
    if settings.database_url is not None:
        url = settings.database_url.get_secret_value()
        watch.give("the address of the database", url)
        watch.give("the password of the database", urlsplit(url).password or "")
    return watch
