"""Says whether connectors are as they were set up, wherever one looks."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from support.core.causes import Cause, together
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.dataweaver.client.models import Connector
from support.dataweaver.connectors import Connectors, Made, public
from support.dataweaver.system import DataWeaverSystem
from support.laws.agreement import disagreements

_CALLERS_FAULT = range(400, 500)
SET_UP = "what was set up"
_STORED = ("name", "description", "connector_type", "auth_type", "sync_enabled", "sync_schedule")

Telling = Mapping[str, Mapping[str, Any]]
View = Mapping[str, Telling]


class ConnectorsOracle:
    """Judges connectors, and changes nothing.

    Args:
        system: DataWeaver and its observers.
        connectors: of the scenario.
    """

    def __init__(self, system: DataWeaverSystem, connectors: Connectors) -> None:
        self._system = system
        self._connectors = connectors

    def expect_as_set_up(self) -> None:
        """Expect every connector to be as it was set up and changed, and each deleted one gone.

        Raises:
            Failure: they are not; or there was nothing that could be wrong.
        """
        made = self._connectors.kept | self._connectors.deleted
        if not made:
            raise Failure(Cause.SUITE("No connector was set up, so there is nothing to find"))
        if more := self._more(made):
            raise Failure(together(more))
        look_until_right(
            lambda: self._view(made),
            self._faults,
            budget=self._system.settings.budget("connector"),
            waiting_for="all to be as it was set up",
            patience=self._system.patience["connector"],
        )
        if found := self._connectors.data_source_faults():
            raise Failure(together(found))
        self._connectors.expect_neighbour_unchanged()

    def expect_refused(self) -> None:
        """Expect a refusal as the caller's own mistake, and nothing of what was asked for.

        Raises:
            Failure: it was not refused, or as a fault of DataWeaver's own, or something is kept.
        """
        self._expect_refusal()
        handle = self._connectors.handle("main")
        kept = [one.name for one in self._system.client.connectors() if _is(one, handle)]
        database = self._system.database
        kept += [row["name"] for row in database.connectors(handle)] if database else []
        if kept:
            raise Failure(
                Cause.ACCEPTED(f"It was refused, and yet there is a connector {kept[0]!r}")
            )

    def expect_not_added(self) -> None:
        """Expect a data source to be refused, and no connector to have got it."""
        self._expect_refusal()
        for which, made in self._connectors.kept.items():
            if any((told := self._data_sources(made.id)).values()):
                raise Failure(
                    Cause.ACCEPTED(f"It was refused, and yet connector {which!r} has got {told}")
                )

    def expect_whole_or_gone(self) -> None:
        """Expect a connector to be gone with its data sources, or to be refused and be whole."""
        made = self._connectors.main
        refusal = self._connectors.refusal
        if refusal and refusal.status not in _CALLERS_FAULT:
            raise Failure(Cause.UNAVAILABLE(f"It is no refusal that says why: {refusal}"))
        expected = [one.id for one in self._connectors.data_sources] if refusal else []
        found = {
            route: ids for route, ids in self._data_sources(made.id).items() if ids != expected
        }
        if found:
            was = "is refused" if refusal else "was deleted"
            cause = Cause.LOST if refusal else Cause.STALE
            said = f"The connector {was}, and its data sources {expected} are {found}"
            raise Failure(cause(said))
        self.expect_as_set_up()

    def expect_unable(self) -> None:
        """Expect DataWeaver to have said, early or late, that it cannot connect such a source."""
        refusal, tested = self._connectors.refusal, self._connectors.tested
        if refusal is not None:
            self._expect_refusal()
        elif tested is None or tested.success or not tested.message:
            raise Failure(Cause.MISREPORTED(f"Nobody can connect it, and a test says: {tested}"))
        if self._connectors.asked_for in self._system.client.supported_types():
            said = (
                f"Nobody can connect {self._connectors.asked_for}, and it is said to be supported"
            )
            raise Failure(Cause.MISREPORTED(said))

    def expect_no_secrets(self) -> None:
        """Expect that no answer held a secret."""
        shown = self._system.secrets.shown
        if shown:
            raise Failure(together(shown))

    def _expect_refusal(self) -> None:
        refusal = self._connectors.refusal
        if refusal is None:
            raise Failure(Cause.ACCEPTED("It was not refused"))
        if refusal.status not in _CALLERS_FAULT:
            raise Failure(
                Cause.UNAVAILABLE(f"It was not refused as the caller's mistake: {refusal}")
            )

    def _data_sources(self, connector_id: int) -> dict[str, list[int]]:
        """Return the data sources of a connector, by who tells of them."""
        told = {"the list": [one.id for one in self._system.client.data_sources(connector_id)]}
        if database := self._system.database:
            told["the database"] = [row["id"] for row in database.data_sources(connector_id)]
        return told

    def _more(self, made: Mapping[str, Made]) -> list[str]:
        """Return which connectors are listed in the scenario's name that it has not set up."""
        listed = Counter(
            one.id
            for one in self._system.client.connectors()
            if any(_is(one, self._connectors.handle(which)) for which in made)
        )
        known = {one.id for one in made.values()}
        return [
            *(
                Cause.INVENTED(f"The list has connector {one}, and nobody has set it up")
                for one in listed.keys() - known
            ),
            *(
                Cause.DUPLICATED(f"The list shows connector {one} {times} times")
                for one, times in listed.items()
                if times > 1
            ),
        ]

    def _view(self, made: Mapping[str, Made]) -> View:
        client, database = self._system.client, self._system.database
        listed = client.connectors()
        found = {which: client.connector(one.id) for which, one in made.items()}
        view: dict[str, Telling] = {
            "the latest answer": {
                which: told_of(one.answer, "status")
                for which, one in made.items()
                if which in self._connectors.kept
            },
            "the connector itself": {
                which: told_of(one) for which, one in found.items() if one is not None
            },
            "the list": {
                which: told_of(one)
                for which, wanted in made.items()
                for one in listed
                if one.id == wanted.id
            },
        }
        if database:
            view["the database"] = {
                which: {field: row[field] for field in _STORED}
                | {"status": row["status"].lower(), "sync_enabled": bool(row["sync_enabled"])}
                for which, wanted in made.items()
                for row in database.connector(wanted.id)
            }
        return view

    def _faults(self, view: View) -> list[str]:
        kept = self._connectors.kept
        expected = {which: made.shown() for which, made in kept.items()}
        return [
            *(
                Cause.LOST(f"{who} lacks {which}")
                for who, told in view.items()
                for which in kept.keys() - told.keys()
            ),
            *_deleted(view, self._connectors.deleted),
            *disagreements({SET_UP: expected, **view}, truth=SET_UP),
        ]


def _deleted(view: View, deleted: Mapping[str, Made]) -> Iterator[str]:
    for who, told in view.items():
        for which in deleted.keys() & told.keys():
            yield Cause.STALE(f"{who} still shows {which}, which was deleted")


def told_of(connector: Connector, *besides: str) -> dict[str, Any]:
    """Return what is told of a connector and does not change by itself, besides some fields."""
    shown = connector.model_dump(include={*_STORED, "status", "created_at"} - {*besides})
    return {**shown, "config": public(connector.config)}


def _is(connector: Connector, handle: str) -> bool:
    return handle in {connector.name, connector.description}
