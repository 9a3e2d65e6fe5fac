"""DataWeaver, its sources and its observers, while a run has them open."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from typing import TYPE_CHECKING

from support.bongos.sources import Sources
from support.core.browser import missing_for_pages, open_browser
from support.core.errors import Failure
from support.core.http import Api, ApiError
from support.core.looking import Patience
from support.core.names import is_of
from support.core.settings import set_by
from support.dataweaver.client.dataweaver import DataWeaver
from support.dataweaver.client.page import WebPage
from support.dataweaver.connectors import CONNECTOR
from support.dataweaver.crowd import CROWD
from support.dataweaver.observers.database import Database
from support.dataweaver.set_ups import SET_UP
from support.dataweaver.settings import DataWeaverSettings
from support.laws.secrets import SecretWatch
from support.run.journal import Resource
from support.run.plugin import Deployment, Run, Unmet

if TYPE_CHECKING:  # a suite that looks at no page does not have it
    from playwright.sync_api import Browser

_SOURCES = {
    "needs_tables": ("postgresql", ("LIMS",)),
    "needs_database": ("postgresql", ("DATABASE",)),
    "needs_channels": ("slack", ("SLACK",)),
    "needs_sheets": ("google_drive", ("GOOGLE_WORKSPACE",)),
    "needs_endpoints": ("github", ("API",)),
}
_PAGE = "needs_page"
_NOBODY = 0


@contextmanager
def open_dataweaver(run: Run, deployment: Deployment) -> Iterator["DataWeaverSystem"]:
    """Open DataWeaver for a run; what is opened is closed at the end."""
    settings = DataWeaverSettings.load(deployment.filled)
    sources = Sources({one for one, _ in _SOURCES.values()}, deployment.filled, run.limits)
    key = settings.dataweaver_api_key
    secrets = SecretWatch()
    url = str(settings.dataweaver_api_url)
    headers = {"X-API-Key": key.get_secret_value()} if key else {}
    timeout = settings.request_timeout_s
    with ExitStack() as opened:
        api = Api("DataWeaver", url, headers, timeout, settings.max_retries, secrets.look)
        client = DataWeaver(opened.enter_context(closing(api)))
        direct = opened.enter_context(closing(Api("DataWeaver", url, headers, timeout, 0)))
        database = None
        if settings.database_url is not None:
            with set_by("DATAWEAVER_DATABASE_URL"):
                database = Database(settings.database_url.get_secret_value())
            opened.callback(database.close)
        many = DataWeaver(direct)
        browser = cache(lambda: opened.enter_context(open_browser()))
        yield DataWeaverSystem(settings, client, many, database, sources, secrets, browser)


class DataWeaverSystem:
    """DataWeaver, what it reads, and the observers that look at it from outside.

    Attributes:
        settings: of DataWeaver.
        client: a user's program.
        direct: the same, which repeats nothing: for what is counted.
        database: what it has stored, if the settings tell where that is.
        sources: what the run writes to, for DataWeaver to read.
        secrets: what DataWeaver is told in confidence, looked for in every answer.
        patience: with what stands still, by the budget of time.
        set_up: the ids of the connectors that were made, by the name of their set-up.
        undeletable: the connectors of the run that DataWeaver would not delete.

    Args:
        browser: starts one, when the page is first looked at.
    """

    def __init__(
        self,
        settings: DataWeaverSettings,
        client: DataWeaver,
        direct: DataWeaver,
        database: Database | None,
        sources: Sources,
        secrets: SecretWatch,
        browser: Callable[[], "Browser"],
    ) -> None:
        self.settings = settings
        self.client = client
        self.direct = direct
        self.database = database
        self.sources = sources
        self.secrets = secrets
        self.patience: dict[str, Patience] = defaultdict(Patience)
        self.undeletable: list[str] = []
        self.set_up: dict[str, set[int]] = {}
        self._browser = browser

    def check(self) -> None:
        """Call it, look into its database, and log in to every source that is set up.

        Raises:
            SetupError: a source or the database refuses.
            Failure: DataWeaver does not answer as it should.
        """
        self.client.connectors()
        with set_by("DATAWEAVER_DATABASE_URL"):
            if self.database is not None:
                self.database.connector(_NOBODY)
        for source in self.sources.ready():
            self.sources.log_in(source)

    def rehearse(self) -> None:
        """Each call shows by itself whether it works: there is nothing to try."""

    def shared(self) -> dict[str, str]:
        """A run's other processes find out by themselves all there is to know."""
        return {}

    def unmet(self, tags: AbstractSet[str]) -> Unmet | None:
        """Return which source is not set up, or cannot be connected by this DataWeaver."""
        if _PAGE in tags and (missing := missing_for_pages()):
            return Unmet(f"@{_PAGE}: {missing}", demandable=True)
        for tag, (source, types) in _SOURCES.items():
            if tag not in tags:
                continue
            if missing := self.sources.missing(source):
                return Unmet(f"@{tag}: {missing} is not set", demandable=True)
            supported = self.client.supported_types()
            if lacking := [one for one in types if one not in supported]:
                return Unmet(f"@{tag}: this DataWeaver connects no {lacking[0]}", demandable=False)
        return None

    @contextmanager
    def page(self) -> Iterator[WebPage]:
        """Open a window of a browser for the page that people see; close it at exit."""
        url = str(self.settings.page_url)
        with closing(WebPage(self._browser(), url, self.settings.budget("page"))) as page:
            yield page

    @property
    def generation(self) -> str:
        """Which of its generations answers."""
        return str(self.client.generation)

    def facts(self) -> dict[str, str]:
        """Return which generation answers, and who looks."""
        seen = "API and database" if self.database else "API only"
        return {"DataWeaver's generation": self.client.generation, "DataWeaver seen through": seen}

    def coverage_gaps(self) -> list[str]:
        """Return what its oracles could not look at, and why."""
        gaps = [
            "what business scenarios are asked: DataWeaver lists questions, and offers no way to"
            " ask them",
        ]
        if self.database is None:
            gaps.append("what DataWeaver stores, because DATAWEAVER_DATABASE_URL is not set")
        if self.undeletable:
            gaps.append(
                f"{len(self.undeletable)} connectors, which stay, because DataWeaver does not"
                " delete what has data sources"
            )
        return gaps

    @property
    def longest_pause(self) -> float:
        """The longest pause between two writes that a source asks for, in seconds."""
        return self.sources.longest_pause

    def remover(self, kind: str) -> Callable[[str], None] | None:
        """Connectors go with their data sources, whatever is in a source by its bongo."""
        own = {
            CONNECTOR: self._delete_connector,
            CROWD: self._delete_crowd,
            SET_UP: self._delete_set_up,
        }
        return own.get(kind) or self.sources.remover(kind)

    def resources_of(self, run: str) -> list[Resource]:
        """Ask DataWeaver, and every source that is set up."""
        names = {
            handle
            for one in self.client.connectors()
            for handle in (one.name, one.description or "")
            if is_of(run, handle)
        }
        found = [Resource(CONNECTOR, name) for name in sorted(names)]
        return found + [Resource(kind, name) for kind, name in self.sources.made_by(run)]

    def _delete_connector(self, handle: str) -> None:
        """Delete every connector of this name or description."""
        for one in self.client.connectors():
            if handle in {one.name, one.description}:
                self._delete(one.id, handle)

    def _delete_crowd(self, prefix: str) -> None:
        """Delete every connector whose name begins so."""
        for one in self.client.connectors():
            if one.name.startswith(f"{prefix}-"):
                self.client.delete(one.id)

    def _delete_set_up(self, name: str) -> None:
        """Delete the connectors that a set-up has made.

        Raises:
            Failure: another process made them, and nothing tells them from those of others.
        """
        if name not in self.set_up:
            raise Failure(
                f"{name} was set up by another process: its connectors have names of DataWeaver's"
                " own, so that somebody must find and delete them"
            )
        for connector_id in self.set_up.pop(name):
            self._delete(connector_id, name)

    def _delete(self, connector_id: int, handle: str) -> None:
        """Delete a connector; note the one that nobody can delete.

        Whether DataWeaver deletes connectors that have data sources is the subject of a scenario;
        there is no way to delete those before.
        """
        try:
            self.client.delete(connector_id)
        except ApiError:
            if not self.client.data_sources(connector_id):
                raise
            self.undeletable.append(handle)
