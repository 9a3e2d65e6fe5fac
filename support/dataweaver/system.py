"""DataWeaver while a run has it open."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import closing, contextmanager

from support.core.http import Api
from support.core.names import is_of
from support.dataweaver.client.dataweaver import Dataweaver
from support.dataweaver.settings import DataweaverSettings
from support.dataweaver.space import SPACE
from support.run.journal import Resource
from support.run.plugin import Deployment, Run, Unmet


@contextmanager
def open_dataweaver(_: Run, deployment: Deployment) -> Iterator["DataweaverSystem"]:
    """Open DataWeaver for a run; what is opened is closed at the end."""
    settings = DataweaverSettings.load(deployment.filled)
    headers = (
        {"X-API-Key": settings.secret("dataweaver_api_key")} if settings.dataweaver_api_key else {}
    )
    url = str(settings.dataweaver_api_url)
    api = Api("DataWeaver", url, headers, settings.request_timeout_s, settings.max_retries)
    with closing(Dataweaver(api)) as client:
        yield DataweaverSystem(settings, client)


class DataweaverSystem:
    """DataWeaver, and what the run must know of it.

    Attributes:
        settings: of DataWeaver.
        client: somebody who may make spaces.
    """

    def __init__(self, settings: DataweaverSettings, client: Dataweaver) -> None:
        self.settings = settings
        self.client = client

    def check(self) -> None:
        """Call it, and log in.

        Raises:
            Failure: it does not answer, or refuses.
        """
        self.client.check_health()
        self.client.spaces()

    def rehearse(self) -> None:
        """Each call shows by itself whether it works: there is nothing to try."""

    def shared(self) -> dict[str, str]:
        """A run's other processes find out by themselves all there is to know."""
        return {}

    def unmet(self, tags: AbstractSet[str]) -> Unmet | None:
        """Every scenario can run."""
        return None

    def facts(self) -> dict[str, str]:
        """Return who looks at it."""
        return {"DataWeaver seen in": "single entries, list of entries"}

    def coverage_gaps(self) -> list[str]:
        """Return what its oracle could not look at: it looked at all there is."""
        return []

    @property
    def longest_pause(self) -> float:
        """It asks for no pause between two writes."""
        return 0.0

    def remover(self, kind: str) -> Callable[[str], None] | None:
        """Spaces go with their entries."""
        return self.client.delete_space if kind == SPACE else None

    def resources_of(self, run: str) -> list[Resource]:
        """Return the spaces that carry the id of a run."""
        return [Resource(SPACE, name) for name in self.client.spaces() if is_of(run, name)]
