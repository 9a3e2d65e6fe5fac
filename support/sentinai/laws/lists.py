"""Every list of a tenant is whole: page by page, filter by filter, and in what it counts."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from support.core.causes import Cause
from support.laws.filters import Filter, broken_filter
from support.laws.pages import Listing, broken_pages
from support.sentinai.client.models import Page
from support.sentinai.laws.setup import disagreeing_setup
from support.sentinai.tenant import Tenant

Json = dict[str, Any]
Read = Callable[[Json], str]

_SMALL, _LARGE, _MANY = 3, 100, 30
_LONG_AGO, _FAR_AHEAD = "2000-01-01T00:00:00+00:00", "2100-01-01T00:00:00+00:00"
_LARGEST_NUMBER = 2**31 - 1

# How the filters call what is shown.
_STATUSES = {
    "OPEN": "open",
    "IN_PROGRESS": "analyzing",
    "ANALYZING": "analyzing",
    "RESOLVED": "resolved",
    "ESCALATED": "escalated",
}


@dataclass(frozen=True)
class _List:
    """A list of a tenant.

    Attributes:
        name: what is listed, for the verdict.
        ask: returns one page, given the query that asks for it.
        key: the field that tells entries apart.
        whole: the keys of all that must be there; None if only the list itself knows.
        choices: by the parameter of a filter, what it looks at in an entry, and values that it
            takes and that entries may or may not have.
        time: the field with the time of an entry.
        since: the parameters of the filters that look at the time, from and to; none if there are
            none.
        by_offset: whether pages begin at an offset and not at a number.
    """

    name: str
    ask: Callable[[Mapping[str, str | int]], Page[Json]]
    key: str
    whole: Collection[str] | None = None
    choices: Mapping[str, tuple[Read, Sequence[str]]] | None = None
    time: str = ""
    since: tuple[str, str] | None = None
    by_offset: bool = False

    def page(self, offset: int, limit: int, where: Mapping[str, str] | None = None) -> Page[Json]:
        """Return the answer that holds a page."""
        place: dict[str, str | int] = {"limit": limit, "offset": offset}
        if not self.by_offset:
            place = {"page": -(-offset // limit) + 1, "page_size": limit}
        return self.ask({**(where or {}), **place})

    def all(self, where: Mapping[str, str] | None = None) -> list[Json]:
        """Return the entries of as many pages as it says that it has."""
        found: list[Json] = []
        while True:
            answer = self.page(len(found), _LARGE, where)
            found += answer.items
            if not answer.items or len(found) >= (answer.total or 0):
                return found


def broken_lists(tenant: Tenant) -> list[str]:
    """Return how the lists of a tenant are not whole, a sentence each."""
    lists = [_exceptions(tenant), *_timelines(tenant), _executions(tenant), _dead_letters(tenant)]
    return [*disagreeing_setup(tenant), *(fault for one in lists for fault in _faults(one))]


def _faults(of: _List) -> Iterator[str]:
    entries = of.all()
    whole = of.whole or [str(entry[of.key]) for entry in entries]
    sizes = (_SMALL if len(whole) < _MANY else _MANY, _LARGE)

    def page(offset: int, limit: int) -> Sequence[Json]:
        return of.page(offset, limit).items

    yield from broken_pages(Listing(of.name, page, key=_reader(of.key)), whole, sizes)
    answer, count = of.page(0, _SMALL), len(set(whole))
    if answer.total != count:
        yield Cause.MISCOUNTED(f"the {of.name} are {count}, and counted as {answer.total}")
    if answer.total_pages not in {None, -(-count // _SMALL)}:
        yield Cause.MISCOUNTED(
            f"the {of.name} are {count}, and are said to be {answer.total_pages} pages of {_SMALL}"
        )
    for parameter, (read, values) in (of.choices or {}).items():
        yield from _unfiltered(of, parameter, read, values, entries)
    if of.since and entries:
        yield from _untimed(of, *of.since, entries)


def _unfiltered(
    of: _List, parameter: str, read: Read, values: Sequence[str], entries: Iterable[Json]
) -> list[str]:
    """Return how a filter does not bring just those entries that have a value."""
    satisfying: dict[str, list[Hashable]] = defaultdict(list)
    for entry in entries:
        satisfying[read(entry)].append(str(entry[of.key]))
    nobodys = next(value for value in values if value not in satisfying)
    return broken_filter(_filter(of, parameter, nobodys), satisfying)


def _untimed(of: _List, since: str, until: str, entries: Sequence[Json]) -> Iterator[str]:
    """Yield how filters by time do not bring just what is from then, or until then."""
    moments = sorted(str(entry[of.time]) for entry in entries)
    middle = moments[len(moments) // 2]
    later = [str(entry[of.key]) for entry in entries if str(entry[of.time]) >= middle]
    earlier = [str(entry[of.key]) for entry in entries if str(entry[of.time]) <= middle]
    yield from broken_filter(_filter(of, since, _FAR_AHEAD), {middle: later})
    yield from broken_filter(_filter(of, until, _LONG_AGO), {middle: earlier})


def _filter(of: _List, parameter: str, nobodys: str) -> Filter[Json]:
    name = f"{of.name} by {parameter}"
    return Filter(name, lambda value: of.all({parameter: value}), _reader(of.key), nobodys)


def _exceptions(tenant: Tenant) -> _List:
    return _List(
        "exceptions",
        lambda query: tenant.client.page(f"/exceptions/{tenant.name}", query),
        "exceptionId",
        whole=[*tenant.exceptions.names, *tenant.exceptions.markers],
        choices={
            "status": (lambda entry: _STATUSES[entry["resolutionStatus"]], [*_STATUSES.values()]),
            "severity": (lambda entry: str(entry["severity"]).lower(), ["critical", "low"]),
            "domain": (lambda entry: str(entry["normalizedContext"]["domain"]), ["nobodys"]),
        },
        time="timestamp",
        since=("created_from", "created_to"),
    )


def _timelines(tenant: Tenant) -> Iterator[_List]:
    """Yield the timeline of the first exception: those of others are alike."""
    for name in tenant.exceptions.names[:1]:
        events = tenant.observer.events([name])
        yield _List(
            f"events of {name}",
            lambda query, name=name: tenant.client.page(f"/exceptions/{name}/events", query),  # type: ignore[misc]
            "eventId",
            whole=[event.id for event in events if event.exception == name],
            choices={"event_type": (_reader("eventType"), ["SLAExpired"])},
            time="createdAt",
            since=("date_from", "date_to"),
        )


def _executions(tenant: Tenant) -> _List:
    return _List(
        "executions",
        lambda query: tenant.client.page("/api/tools/executions", query),
        "execution_id",
        choices={
            "status": (_reader("status"), ["requested", "failed", "succeeded"]),
            "exception_id": (_reader("exception_id"), ["nobodys"]),
            "tool_id": (_reader("tool_id"), [str(_LARGEST_NUMBER)]),
            "actor_type": (_reader("requested_by_actor_type"), ["system", "user"]),
        },
    )


def _dead_letters(tenant: Tenant) -> _List:
    return _List(
        "dead letters",
        lambda query: tenant.client.page("/ops/dlq", query),
        "event_id",
        by_offset=True,
    )


def _reader(field: str) -> Read:
    return lambda entry: str(entry[field])
