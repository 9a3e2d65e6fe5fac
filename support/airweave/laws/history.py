"""What may happen to the files of a repository, told as a scenario tells it."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from support.laws.walks import Choice

KINDS = (
    "add",
    "add in a new folder",
    "edit",
    "edit",
    "delete",
    "bring back",
    "rename",
    "rename at once",
    "sync",
    "sync beside another",
)
MEETS: Mapping[str, AbstractSet[str]] = {
    "add in a new folder": {"new_folders_missing"},
    "delete": {"lingering_vectors"},
    "rename": {"new_folders_missing", "lingering_vectors"},
    "rename at once": {"new_folders_missing", "lingering_vectors", "renames_ignored"},
    "sync beside another": {"shared_document_ids"},
}
"""The bugs that show themselves whenever such a thing happens to a deployment that has them."""

_MISCOUNTED: Mapping[str, str] = {"unseen_files_counted": "deleted"}
"""By bug, the counter of a job that is wrong whenever such things happen as to files here."""

_ENDINGS = (".md", ".py", ".json")
_TOPICS = (
    "almanac bakery carnival dentist elephant festival glacier harbor insurance jewelry kitchen"
    " library museum nursery orchestra payroll quarry railway satellite theatre umbrella volcano"
    " warehouse xylophone yacht zoology"
)
"""What new files are called after: where names alone are embedded, a number hardly tells two."""

_BESIDE = (
    "  And another branch of it with these files",
    "    | file           |",
    "    | docs/beside.md |",
)
_SENTENCES = {
    "add": '"{path}" is added',
    "edit": '"{path}" is edited',
    "delete": '"{path}" is deleted',
    "rename": '"{path}" is renamed to "{new}"',
    "rename at once": '"{path}" is renamed to "{new}" in a single commit',
    "sync": "Airweave syncs",
    "sync beside another": "Airweave syncs both branches at the same time",
}


@dataclass(frozen=True)
class Event:
    """Something that happens.

    Attributes:
        kind: what.
        path: of the file that it happens to.
        new: the path that the file gets by it.
    """

    kind: str
    path: str = ""
    new: str = ""

    def __str__(self) -> str:
        return _SENTENCES[self.kind].format(path=self.path, new=self.new)

    @property
    def is_sync(self) -> bool:
        """Whether the collection is brought up to date by it."""
        return self.kind.startswith("sync")


History = tuple[Event, ...]


def kinds_without(known_bugs: AbstractSet[str]) -> list[str]:
    """Return of `KINDS` what meets none of these bugs."""
    return [kind for kind in KINDS if MEETS.get(kind, frozenset()).isdisjoint(known_bugs)]


def miscounted_with(known_bugs: AbstractSet[str]) -> set[str]:
    """Return the counters of a job that are wrong in any history where these bugs are."""
    return {count for bug, count in _MISCOUNTED.items() if bug in known_bugs}


def history_of(choices: Sequence[Choice], there: Sequence[str]) -> History:
    """Return the history that choices make; what is not possible does not happen.

    Args:
        choices: of `KINDS`, with two numbers each.
        there: the paths of the files that are there at the beginning.
    """
    model = _Model(list(there))
    events = [model.event(*choice) for choice in choices]
    return tuple(event for event in events if event)


class _Model:
    """Knows which files are there, and which once were."""

    def __init__(self, there: list[str]) -> None:
        self._there = there
        self._gone: list[str] = []
        self._named = 0

    def event(self, kind: str, one: int, other: int) -> Event | None:
        """Return what happens, or None if that is not possible."""
        match kind:
            case "add":
                event = self._add(self._new_name("docs", other))
            case "add in a new folder":
                event = self._add(self._new_name(f"folder-{self._named}/deep", other))
            case "bring back" if self._gone:
                event = self._add(self._gone.pop(one % len(self._gone)))
            case "edit" if self._there:
                event = Event("edit", self._there[one % len(self._there)])
            case "delete" if len(self._there) > 1:
                event = Event("delete", self._take(one))
            case "rename" | "rename at once" if self._there:
                event = self._rename(kind, self._take(one), "docs" if other % 2 else "moved")
            case "sync" | "sync beside another":
                event = Event(kind)
            case _:
                return None
        return event

    def _rename(self, kind: str, path: str, folder: str) -> Event:
        new = self._new_name(f"{folder}-{self._named}", _ENDINGS.index(path[path.rindex(".") :]))
        self._there.append(new)
        return Event(kind, path, new)

    def _add(self, path: str) -> Event:
        self._there.append(path)
        return Event("add", path)

    def _take(self, number: int) -> str:
        path = self._there.pop(number % len(self._there))
        self._gone.append(path)
        return path

    def _new_name(self, folder: str, ending: int) -> str:
        self._named += 1
        topics = _TOPICS.split()
        topic = topics[self._named % len(topics)]
        return f"{folder}/{topic}-{self._named}{_ENDINGS[ending % len(_ENDINGS)]}"


def told(history: History, seed: int, *, is_alone: bool) -> str:
    """Return a history as a scenario that people can read, and replay.

    Args:
        history: what happened.
        seed: drew it.
        is_alone: whether nothing was synced beside it.
    """
    first, *rest = map(str, history)
    lines = [
        f"Scenario: A history that was found by chance (seed {seed})",
        "  Given a GitHub repo that Airweave has synced",
        *(() if is_alone else _BESIDE),
        f"  When {first}",
        *(f"  And {sentence}" for sentence in rest),
        "  Then search finds exactly the test files",
    ]
    return "\n".join(lines)
