"""Says whether discovery shows what is in a source: all of it, and nothing else."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.http import ApiError
from support.core.looking import look_until_right
from support.dataweaver.client.models import Discovered
from support.dataweaver.connectors import Connectors
from support.dataweaver.oracle.testing import names_credentials
from support.dataweaver.sources.base import Source
from support.dataweaver.system import DataWeaverSystem
from support.dataweaver.tables import Table


class DiscoveryOracle:
    """Judges what discovery shows.

    Args:
        system: DataWeaver.
        connectors: of the scenario.
    """

    def __init__(self, system: DataWeaverSystem, connectors: Connectors) -> None:
        self._system = system
        self._connectors = connectors

    def expect(self, source: Source) -> None:
        """Expect discovery to show what is in the source: columns and number of rows of all.

        Raises:
            Failure: it shows something else; or there is nothing to be shown.
        """
        true = source.tables()
        if not true:
            raise Failure(
                Cause.SUITE("There is nothing in the source, so there is nothing to discover")
            )
        look_until_right(
            lambda: self._system.client.discover(self._connectors.main.id),
            lambda shown: list(faults(true, shown, source.table_type, source.states)),
            budget=self._system.settings.budget("discovery"),
            waiting_for="discovery to show what is in the source",
            is_hopeless=lambda shown: any(one.source_path not in source.ever for one in shown),
            patience=self._system.patience["discovery"],
        )

    def expect_error(self) -> None:
        """Expect discovery to fail for a reason that has to do with credentials.

        Raises:
            Failure: it brings something, were it nothing; or fails for another reason, or none.
        """
        try:
            shown = self._system.client.discover(self._connectors.main.id)
        except ApiError as error:
            if not names_credentials(error.body):
                raise Failure(
                    Cause.MISREPORTED(f"The credentials are wrong, and the reason is: {error}")
                ) from None
            return
        names = [one.name for one in shown]
        raise Failure(Cause.MISREPORTED(f"Nobody can read the source, and discovery shows {names}"))


def faults(
    true: Mapping[str, Table],
    shown: list[Discovered],
    table_type: str,
    states: Sequence[Mapping[str, Table]] = (),
) -> list[str]:
    """Return how what is shown differs from what is there, a sentence each.

    Args:
        true: the tables that are there, by path.
        shown: by discovery.
        table_type: what DataWeaver calls such a table.
        states: what was there, one state after the other.
    """
    ever = {path for state in states for path in state}
    found = list(_faults(true, shown, table_type, ever))
    if found and any(not [*_faults(state, shown, table_type, ever)] for state in states):
        return [Cause.STALE(fault) for fault in found]
    return found


def _faults(
    true: Mapping[str, Table], shown: list[Discovered], table_type: str, ever: Set[str]
) -> Iterator[str]:
    paths = [one.source_path for one in shown]
    for path in true:
        if paths.count(path) != 1:
            cause = Cause.DUPLICATED if path in paths else Cause.LOST
            yield cause(
                f"{path!r} is in the source, and discovery shows it {paths.count(path)} times"
            )
    yield from _name_faults(shown)
    for one in shown:
        name = f"{one.name} ({one.source_path!r})"
        if one.source_path not in true:
            cause = Cause.STALE if one.source_path in ever else Cause.INVENTED
            yield cause(f"discovery shows {name}, which is not in the source")
            continue
        table = true[one.source_path]
        if one.source_type != table_type:
            yield Cause.ALTERED(
                f"{name} is a {table_type}, and discovery shows a {one.source_type}"
            )
        if one.table.columns != [*table.columns]:
            yield Cause.ALTERED(
                f"{name} has the columns {[*table.columns]}, discovery says {one.table.columns}"
            )
        if one.table.row_count != len(table.rows):
            yield Cause.MISCOUNTED(
                f"{name} has {len(table.rows)} rows, discovery says {one.table.row_count}"
            )


def _name_faults(shown: list[Discovered]) -> Iterator[str]:
    """Yield which tables people cannot tell apart by their names."""
    names = Counter(name for name, _ in {(one.name, one.source_path) for one in shown})
    for called in (called for called, times in names.items() if times > 1 or not called):
        yield Cause.MISREPORTED(f"discovery calls {names[called]} tables {called!r}")
