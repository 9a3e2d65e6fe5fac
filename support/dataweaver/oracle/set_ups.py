"""Says whether business scenarios are set up as the plan promises them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from support.core.causes import Cause, together
from support.core.errors import Failure
from support.dataweaver.client.models import BusinessScenario, SetUp
from support.dataweaver.observers import files
from support.dataweaver.plan import PLAN, PlannedTable
from support.dataweaver.set_ups import SetUps
from support.dataweaver.system import DataWeaverSystem
from support.laws.agreement import ABSENT, disagreements


class SetUpOracle:
    """Judges business scenarios that were set up.

    Args:
        system: DataWeaver and its observers.
        set_ups: of the scenario.
    """

    def __init__(self, system: DataWeaverSystem, set_ups: SetUps) -> None:
        self._system = system
        self._set_ups = set_ups

    def expect_offered(self) -> None:
        """Expect the four business scenarios by their names, each with questions and outcomes."""
        offered = {one.name: one for one in self._set_ups.offered}
        if offered.keys() != PLAN.keys():
            raise Failure(Cause.LOST(f"The plan promises {[*PLAN]}, offered are {[*offered]}"))
        for name, one in offered.items():
            if not (one.sample_queries and one.expected_outcomes):
                raise Failure(Cause.LOST(f"{name} comes without questions or without outcomes"))
        told = Counter(text for one in offered.values() for text in _texts(one))
        if repeated := [text for text, times in told.items() if times > 1]:
            said = f"Several of them come with the same words: {repeated[0]!r}"
            raise Failure(Cause.ALTERED(said))

    def expect_nothing_half(self) -> None:
        """Expect a set-up that fails to leave nothing behind."""
        refusal = self._set_ups.refusal
        if refusal and (left := self._set_ups.ids() - self._set_ups.before):
            raise Failure(
                Cause.STALE(f"The set-up failed, and leaves {len(left)} connectors: {refusal}")
            )

    def expect_as_planned(self) -> None:
        """Expect connectors and data sources just as planned, by all who tell of them.

        Raises:
            Failure: the set-up failed, or something is missing, more or otherwise.
        """
        made = self._only()
        types = sorted(one.connector_type for one in made.connectors)
        if types != self._set_ups.planned.connector_types:
            planned = self._set_ups.planned.connector_types
            raise Failure(
                Cause.LOST(f"The plan has connectors of the types {planned}, set up are {types}")
            )
        if made.scenario_id != self._set_ups.planned.id:
            raise Failure(Cause.MISREPORTED(f"The set-up tells of {made.scenario_id}"))
        if found := self._otherwise_listed(made):
            raise Failure(together(found))
        views = {
            "the plan": {
                name: {"type": one.source_type, "connector": one.connector_type, "count": 1}
                for name, one in self._set_ups.planned.tables.items()
            },
            "the set-up": self._told(made),
            "the list": self._listed(made),
        }
        if self._system.database:
            views["the database"] = self._stored(made)
        if found := [*_more(views), *disagreements(views)]:
            raise Failure(together(found))

    def expect_once(self) -> None:
        """Expect a business scenario that was set up twice to be there once."""
        if self._set_ups.refusal:
            raise Failure(Cause.UNAVAILABLE(f"The set-up failed: {self._set_ups.refusal}"))
        new = len(self._set_ups.ids() - self._set_ups.before)
        if new > len(self._set_ups.planned.connector_types):
            raise Failure(
                Cause.DUPLICATED(f"It was set up twice, and there are {new} new connectors")
            )
        first, *others = map(_ids, self._set_ups.made)
        if any(other != first for other in others):
            said = f"It was set up twice, and told of as {first}, then as {others}"
            raise Failure(Cause.MISREPORTED(said))

    def expect_tested(self) -> None:
        """Expect each of its connectors to pass its test, and to be shown as connected."""
        if found := self._otherwise_listed(self._only()):
            raise Failure(together(found))
        for one in self._only().connectors:
            tested = self._system.client.test(one.id)
            if not tested.success or one.status != "connected":
                raise Failure(
                    Cause.MISREPORTED(
                        f"{one.connector_type} is {one.status}, and its test says: {tested}"
                    )
                )

    def expect_discovered(self) -> None:
        """Expect discovery to show each data source with the planned columns and rows."""
        shown = {
            found.name: found.table
            for one in self._only().connectors
            for found in self._system.client.discover(one.id)
        }
        for name, planned in self._set_ups.planned.tables.items():
            seen = shown.get(name)
            found = (tuple(seen.columns), seen.row_count) if seen else "nothing"
            if found != (tuple(planned.columns), planned.row_count):
                cause = Cause.MISCOUNTED if seen else Cause.LOST
                raise Failure(cause(f"{name} is to have {_of(planned)}, discovery shows {found}"))

    def expect_extracted(self) -> None:
        """Expect the file of each data source to hold as many rows as planned, each once."""
        self._only()
        storage = self._system.settings.storage_path
        assert storage is not None, "the scenario needs @needs_files"
        for name, planned in self._set_ups.planned.tables.items():
            extract = self._set_ups.extracts.get(name)
            if extract is None:
                raise Failure(
                    Cause.LOST(f"The plan has {name}, and nothing of that name was extracted")
                )
            content = files.read(storage, extract.data_file_path)
            keys = Counter(row[0] for row in content.rows)
            found = (tuple(content.columns), len(keys), len(content.rows), extract.row_count)
            rows = planned.row_count
            if found != (tuple(planned.columns), rows, rows, rows):
                cause = Cause.LOST if len(content.rows) < rows else Cause.ALTERED
                raise Failure(cause(f"{name} is to have {_of(planned)}, extracted were {found}"))

    def _only(self) -> SetUp:
        if self._set_ups.refusal:
            raise Failure(Cause.UNAVAILABLE(f"The set-up failed: {self._set_ups.refusal}"))
        if not self._set_ups.made:
            raise Failure(Cause.SUITE("Nothing was set up, so there is nothing to compare"))
        return self._set_ups.made[-1]

    def _otherwise_listed(self, made: SetUp) -> list[str]:
        """Return where the connectors of a set-up are shown otherwise than it tells, or not."""
        there = {one.id: one for one in self._system.client.connectors()}
        told = {f"connector {one.id}": {"state": "there", **dict(one)} for one in made.connectors}
        listed = {
            f"connector {one.id}": {"state": "there", **dict(there[one.id])}
            if one.id in there
            else {"state": ABSENT}
            for one in made.connectors
        }
        return disagreements({"the set-up": told, "the list": listed})

    def _told(self, made: SetUp) -> dict[str, dict[str, Any]]:
        types = {one.id: one.connector_type for one in made.connectors}
        counted = Counter(one.name for one in made.data_sources)
        return {
            one.name: {
                "type": one.source_type,
                "path": one.source_path,
                "connector": types.get(one.connector_id),
                "count": counted[one.name],
            }
            for one in made.data_sources
        }

    def _listed(self, made: SetUp) -> dict[str, dict[str, Any]]:
        return {
            source.name: {
                "type": source.source_type,
                "path": source.source_path,
                "connector": one.connector_type,
            }
            for one in made.connectors
            for source in self._system.client.data_sources(one.id)
        }

    def _stored(self, made: SetUp) -> dict[str, dict[str, Any]]:
        assert self._system.database is not None, "asked before"
        return {
            row["name"]: {
                "type": row["source_type"],
                "path": row["source_path"],
                "connector": one.connector_type,
            }
            for one in made.connectors
            for row in self._system.database.data_sources(one.id)
        }


def _more(views: dict[str, dict[str, dict[str, Any]]]) -> Iterator[str]:
    """Yield what somebody shows that is not in the plan, and the other way round."""
    planned = views["the plan"].keys()
    for who, told in views.items():
        for name in planned - told.keys():
            yield Cause.LOST(f"The plan has {name}, and {who} has not")
        for name in told.keys() - planned:
            yield Cause.INVENTED(f"{who} has {name}, and the plan has not")


def _of(planned: PlannedTable) -> str:
    return f"{tuple(planned.columns), planned.row_count}"


def _texts(one: BusinessScenario) -> list[str]:
    return [*one.sample_queries, *one.expected_outcomes]


def _ids(made: SetUp) -> tuple[list[int], list[int]]:
    """Return the ids of the connectors of a set-up, and of its data sources."""
    return sorted(one.id for one in made.connectors), sorted(one.id for one in made.data_sources)
