"""Says whether the page shows people what is there, and what came of what they did."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from support.core.causes import Cause, together
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.dataweaver.client.models import Connector
from support.dataweaver.client.page import Lists
from support.dataweaver.connectors import Connectors
from support.dataweaver.set_ups import SetUps
from support.dataweaver.system import DataWeaverSystem
from support.dataweaver.visits import Visits

_BAD_NEWS = re.compile(
    r"\b(fail|error|refus|invalid|wrong|cannot|could not|must|too long|at most)", re.IGNORECASE
)
_LONGEST = 200
View = tuple[Counter[str], Lists, Counter[str]]


class VisitsOracle:
    """Judges what the page shows.

    Args:
        system: DataWeaver and its observers.
        connectors: of the scenario.
        set_ups: of the scenario.
        visits: to the page.
    """

    def __init__(
        self, system: DataWeaverSystem, connectors: Connectors, set_ups: SetUps, visits: Visits
    ) -> None:
        self._system = system
        self._connectors = connectors
        self._set_ups = set_ups
        self._visits = visits

    def expect_listed(self) -> None:
        """Expect every list of connectors to show those that there are, and no others."""
        self._look(lambda view: [*_faults(view)])

    def expect_typed(self) -> None:
        """Expect the connector that was set up on the page to be there as it was typed."""
        found = self._typed()
        if not found:
            said = self._visits.said[:_LONGEST]
            raise Failure(Cause.LOST(f"It was set up on the page, and is not there: {said}"))
        if len(found) > 1:
            raise Failure(
                Cause.DUPLICATED(f"Set up once on the page, it is there {len(found)} times")
            )
        config = found[0].config or {}
        kept = {
            "Connector Name": found[0].name,
            "Description": found[0].description,
            "Client ID": config.get("client_id"),
        }
        if kept != self._visits.typed:
            raise Failure(Cause.ALTERED(f"Typed was {self._visits.typed}, kept is {kept}"))
        self._look(lambda view: [*_unseen(view, self._visits.handle)])

    def expect_refusal_told(self) -> None:
        """Expect the page to say that the connector was refused, and nothing of it to be kept."""
        if self._typed():
            raise Failure(Cause.ACCEPTED("It was not refused"))
        if not _BAD_NEWS.search(self._visits.said):
            said = self._visits.said[:_LONGEST]
            raise Failure(
                Cause.MISREPORTED(f"It was refused, and the page does not say so: {said!r}")
            )

    def expect_failed_test_told(self) -> None:
        """Expect the page to say that the test failed, and why."""
        tested = self._system.client.test(self._connectors.main.id)
        if tested.success:
            raise Failure(Cause.MISREPORTED(f"Nothing can be reached, and the test says: {tested}"))
        said = self._visits.said
        shown = said[:_LONGEST]
        if "success" in said.lower():
            raise Failure(
                Cause.MISREPORTED(f"The test failed, and the page calls it a success: {shown!r}")
            )
        for told in ("failed", " ".join((tested.message or "").split())):
            if told.lower() not in " ".join(said.split()).lower():
                raise Failure(
                    Cause.MISREPORTED(
                        f"The test failed, and the page does not say {told!r}: {shown!r}"
                    )
                )

    def expect_scenario_shown(self) -> None:
        """Expect the page to show the connectors and data sources that the set-up has made."""
        made = self._set_ups.ids() - self._set_ups.before
        names = [one.name for one in self._system.client.connectors() if one.id in made]
        if not names:
            said = self._visits.said[:_LONGEST]
            raise Failure(Cause.LOST(f"It was set up on the page, and nothing is there: {said!r}"))
        wanted = [*names, *self._set_ups.planned.tables]
        if lacking := [one for one in wanted if one not in self._visits.said]:
            raise Failure(
                Cause.LOST(f"It was set up, and the page does not show {', '.join(lacking)}")
            )

    def expect_nothing_in_the_way(self) -> None:
        """Expect nothing serious in the way of those who cannot see the page."""
        if not self._visits.findings:
            raise Failure(Cause.SUITE("Nobody has looked at a page"))
        found = {
            f"In {place}: {one}": None  # once, however many connectors have such a button
            for place, findings in self._visits.findings.items()
            for one in findings
        }
        if found:
            raise Failure(together([Cause.LOST(one) for one in found]))

    def _look(self, faults: Callable[[View], list[str]]) -> None:
        look_until_right(
            self._view,
            faults,
            budget=self._system.settings.budget("page"),
            waiting_for="the page to show the connectors that there are",
            patience=self._system.patience["page"],
        )

    def _view(self) -> View:
        """Look at the page, and at who is there before and after: others come and go meanwhile."""
        before = self._names()
        with self._system.page() as page:
            lists = page.lists()
        return before, lists, self._names()

    def _names(self) -> Counter[str]:
        return Counter(" ".join(one.name.split()) for one in self._system.client.connectors())

    def _typed(self) -> list[Connector]:
        handle = self._visits.handle
        return [one for one in self._system.client.connectors() if one.description == handle]


def _unseen(view: View, name: str) -> Iterator[str]:
    if not any(name in shown for shown in view[1].values()):
        yield Cause.LOST(f"No list on the page shows {name!r}")


def _faults(view: View) -> Iterator[str]:
    before, lists, after = view
    if not lists:
        yield Cause.LOST("The page has no list of connectors")
    for way, shown in lists.items():
        for name in (before & after) - Counter(shown):
            yield Cause.LOST(f"{way} does not show {name!r}")
        there = before | after
        for name in Counter(shown) - there:
            if name in there:
                yield Cause.DUPLICATED(f"{way} shows {name!r} {shown[name]} times")
            else:
                yield Cause.INVENTED(f"{way} shows {name!r}, and nobody has set it up")
