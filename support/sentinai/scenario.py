"""What one scenario does with SentinAI, and remembers between its sentences."""

from datetime import datetime
from functools import cached_property
from itertools import product

from support.core.errors import Failure
from support.core.http import ApiError
from support.run.plugin import Scene
from support.sentinai.client.access import Access, by_key
from support.sentinai.client.models import Receipt
from support.sentinai.client.packs import TOOL, Json, Playbook
from support.sentinai.client.sentinai import SentinAI
from support.sentinai.oracle import deadlines, endpoint_access, load, metrics, privacy, retries
from support.sentinai.oracle.refusals import post_mistake, refusal
from support.sentinai.outages import Outages
from support.sentinai.system import SentinaiSystem
from support.sentinai.tenant import Desk


class SentinaiScenario:
    """The tenants of the scenario, and what happened to them.

    Attributes:
        receipts: what callers were told.
        refusal: why SentinAI refused, if it did.

    Args:
        system: SentinAI and its observers.
        scene: of the scenario.
    """

    def __init__(self, system: SentinaiSystem, scene: Scene) -> None:
        self.system = system
        self.receipts: list[Receipt] = []
        self.refusal: ApiError | None = None
        self._answers: dict[str, int] = {}
        self._visits: list[endpoint_access.Visit] = []
        self._deadline: datetime | None = None
        self._metrics = ""
        self._paces: list[load.Pace] = []
        self._prefix = scene.prefix
        self._cleanup = scene.cleanup
        self._timings = scene.timings

    @cached_property
    def desk(self) -> Desk:
        """The tenant that the scenario is about."""
        return self.open_desk("main")

    @cached_property
    def other_desk(self) -> Desk:
        """Another tenant of the same SentinAI."""
        return self.open_desk("other")

    @cached_property
    def outages(self) -> Outages:
        """The switches of workers and broker."""
        return Outages(self.desk, self._cleanup)

    @property
    def exception(self) -> str:
        """The exception that was posted first."""
        return next(iter(self.desk.courses))

    def open_desk(self, suffix: str) -> Desk:
        """Return a tenant, not yet made."""
        name = f"{self._prefix}-{suffix}"
        return Desk(self.system, name, self._cleanup, self._timings)

    def post(self, exception: Json, key: str | None = None) -> None:
        """Post an exception and keep the answer."""
        self.receipts.append(self.desk.post(exception, key=key))

    def post_twice(self) -> None:
        """Post an exception without a name twice, with the same key."""
        exception = self.desk.describe_unnamed()
        self.post(exception, key=self.desk.name)
        self.post(exception, key=self.desk.name)

    def post_same_name(self) -> None:
        """Let both tenants post an exception of the same name, of different kinds."""
        name = f"{self._prefix}-shared"
        self.desk.post(self.desk.describe(1) | {"exceptionId": name})
        self.other_desk.post(self.other_desk.describe(2) | {"exceptionId": name})

    def hand_in(self, mistake: str) -> None:
        """Hand in a mistake, which should be refused."""
        self.refusal = post_mistake(self.desk.client, mistake)

    def hand_in_all_the_same(self) -> None:
        """Hand in a sound exception, which should be refused for another reason."""
        self.refusal = refusal(lambda: self.desk.client.post(self.desk.describe(1)))

    def hand_in_as_nobody(self) -> None:
        """Hand in a sound exception of a tenant that nobody made."""
        nobody = self.system.client(self.system.access(f"{self._prefix}-nobody"))
        self.refusal = refusal(lambda: nobody.post(self.desk.describe(1)))

    def try_doors(self, ways: list[str]) -> None:
        """Let a stranger try to get at what is the tenant's."""
        desk, letter = self.desk, retries.entry_of(self.desk)
        belongings = endpoint_access.Belongings(desk.name, self.exception, letter, desk.tools[TOOL])
        self._answers = endpoint_access.answers(ways, belongings, self._stranger)

    def try_keys(self) -> None:
        """Ask for the exceptions of two tenants with the keys of both."""
        pairs = list(product(self.system.keyholders(), repeat=2))
        self._visits = [endpoint_access.visit(owner, asked.tenant) for owner, asked in pairs]

    def come_without_a_key(self) -> None:
        """Ask for the exceptions of the tenant without a right to."""
        unknown = by_key(self.desk.name, "nobody-has-this-key")
        nobodies = map(self.system.client, (Access(self.desk.name, {}), unknown))
        self._visits = [endpoint_access.visit(nobody, self.desk.name, 401) for nobody in nobodies]

    def expect_answers(self) -> None:
        """Expect that every visitor got the answer that is due."""
        endpoint_access.expect_due(self._visits)

    def expect_closed_doors(self) -> None:
        """Expect that the stranger was turned away each time."""
        endpoint_access.expect_closed(self._answers)

    def expect_own_only(self) -> None:
        """Expect that each tenant is told of its own exception only."""
        for desk in (self.desk, self.other_desk):
            found = [(known.exception_id, known.tenant_id) for known in desk.client.exceptions()]
            own = [(exception, desk.name) for exception in desk.courses]
            if found != own:
                raise Failure(f"Tenant {desk.name} has {own}, but is told of {found}")

    def promise_an_end(self) -> None:
        """Post two exceptions that stay open, and set a deadline for the first."""
        self.desk.post_some(2, kind="PRINTER_JAMMED")
        self.desk.expect()
        self._deadline = deadlines.promise_an_end(self.desk, self.exception)

    def wait_for_deadline(self) -> None:
        """Wait until SentinAI has said its last word on the deadline."""
        deadlines.wait_for_last_word(self.desk)

    def expect_warnings(self) -> None:
        """Expect one warning before the deadline and one word after it."""
        assert self._deadline is not None, "a sentence before this one sets it"
        deadlines.expect_warnings(self.desk, self.exception, self._deadline)

    def set_up(self, *playbooks: Playbook) -> None:
        """Make the tenant, and note its metrics."""
        self.desk.set_up(*playbooks)
        self._metrics = self.desk.client.metrics()

    def expect_true_metrics(self) -> None:
        """Expect that the metrics grew by what the observers counted."""
        metrics.expect_true(self.desk, self._metrics)

    def run_alone(self, count: int) -> None:
        """Send exceptions through, one after the other."""
        self._paces.append(load.run_alone(self.desk, count))

    def run_together(self, count: int) -> None:
        """Send many exceptions through at once."""
        self._paces.append(load.run_together(self.desk, count))

    def expect_side_by_side(self, times: float) -> None:
        """Expect that many together were so many times as fast as one after the other."""
        alone, together = self._paces
        load.expect_faster_than_alone(alone, together, times)

    def post_personal_data(self) -> None:
        """Post an exception full of personal data."""
        self.post(privacy.describe(self.desk))

    @cached_property
    def _stranger(self) -> SentinAI:
        """An admin of another tenant."""
        return self.other_desk.client
