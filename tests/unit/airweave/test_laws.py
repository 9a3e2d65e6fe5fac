"""The laws of every look: what breaks them is told, and what is not told is not judged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, ClassVar, cast

import pytest

from support.airweave.client.generation import Embedded, Part, others
from support.airweave.client.models import Collection, Connection, Job, Piece, Strategy
from support.airweave.client.reading import reading_calls
from support.airweave.laws.asked import (
    _rated_anew,
    _satisfies,
    broken_combinations,
    broken_filters,
)
from support.airweave.laws.descriptions import misdescribed
from support.airweave.laws.identity import mistaken, repeated_entities, strays
from support.airweave.laws.lasting import altered_past
from support.airweave.laws.places import misplaced
from support.airweave.laws.routes import disagreeing_routes
from support.airweave.laws.strategies import unequal_strategies
from support.airweave.laws.tree import broken_tree
from support.airweave.observers.observers import Observers
from support.airweave.observers.questions import Questions
from support.airweave.oracle.drift import View
from support.core.content import Author
from support.laws.agreement import Telling

NOW = datetime.now(UTC)
DOCUMENT = Author("own").write("docs/one.md", 1)
OTHER = Author("own").write("docs/two.md", 1)
COLLECTION = Collection(id="c", name="dm-c", readable_id="dm-c")
CONNECTION = Connection(
    id="s-7",
    name="s",
    short_name="toy",
    readable_collection_id="dm-c",
    status="active",
    sync_id="s",
)
FILE = Piece(
    entity_id="docs/one.md",
    original_id="docs/one.md",
    name="one.md",
    text=DOCUMENT.body.decode(),
    entity_type="ToyEntity",
    containers=["docs"],
    container_names=["docs"],
    page="http://toy.example/docs/one%20%231.md",
    raw={"size": 7},
)
FOLDER = Piece(entity_id="docs", original_id="docs", name="docs", entity_type="ToyFolderEntity")
WELL: Mapping[str, Telling] = {
    "GET a": {
        "the connection": {"status": "active", "entities": 2},
        "ToyEntity": {"entities": 1},
        "ToyFolderEntity": {"entities": 1},
    },
    "GET b": {"the newest sync": {"status": "completed"}},
}


class Toy:
    """A source that says a few things of its documents."""

    short_name = "toy"
    entity_type = "ToyEntity"
    is_federated = False
    shows_containers = True
    keeps_past = False
    common: ClassVar[frozenset[str]] = frozenset()
    certain: frozenset[str] = frozenset()
    config: ClassVar[Mapping[str, str]] = {"path": "docs"}
    bongo = SimpleNamespace(
        ids={},
        vendor="Toy",
        opened=None,
        documents={DOCUMENT.path: DOCUMENT},
        history={DOCUMENT.path: [DOCUMENT]},
    )
    true: ClassVar[Mapping[str, Any]] = {
        "name": "one.md",
        "page": "/docs/one #1.md",
        "size": 7,
        "sha": "abc",
    }

    def truth(self, piece: Piece) -> Mapping[str, Any]:
        return self.true if piece.entity_type == self.entity_type else {}

    def entity_id(self, path: str) -> str:
        return path

    def paths_by_id(self, among: Iterable[str]) -> dict[str, str]:
        return {path: path for path in among}

    def place(self, path: str) -> str:
        return path

    def containers(self, _: str) -> list[str]:
        return []

    def is_foreign(self, _: object) -> bool:
        return False

    def is_folder(self, _: Piece) -> bool:
        return False


@dataclass
class Airweave:
    """Answers to every question with the same hits."""

    hits: Sequence[Piece] = (FILE,)
    told_by_routes: Mapping[str, Telling] = field(default_factory=lambda: WELL)
    limits: Mapping[str, object] = field(default_factory=dict)
    searches: int = 2
    contract: ClassVar[object] = SimpleNamespace(most_hits=200)

    def search(
        self, _: str, query: str, strategy: Strategy, part: Part | None = None
    ) -> Sequence[Piece]:
        return self.hits

    def questions(self, _: object) -> Mapping[Embedded, str]:
        return {Embedded.WORDS: "words"}

    def told(self, *_: object) -> Mapping[str, Telling]:
        return self.told_by_routes


def looking(airweave: Airweave | None = None) -> Observers:
    airweave = airweave or Airweave()
    questions = Questions(cast(Any, airweave))
    return Observers(cast(Any, Toy()), cast(Any, airweave), questions, None, COLLECTION, CONNECTION)


def looking_at_two() -> Observers:
    """Return who looks at a source of two documents that have ids of their own."""
    toy = Toy()
    toy.bongo = SimpleNamespace(
        documents={one.path: one for one in (DOCUMENT, OTHER)},
        ids={DOCUMENT.path: "id-1111", OTHER.path: "id-2222"},
    )
    return replace(looking(), connector=cast(Any, toy))


def seen(*pieces: Piece) -> View:
    return View({}, None, {}, {}, pieces)


def with_(piece: Piece, **changes: object) -> Piece:
    return piece.model_copy(update=changes)


def test_what_is_said_of_an_entity_is_compared_with_the_source_as_far_as_it_is_said() -> None:
    assert not [*misdescribed(looking(), seen(FILE))]
    other = with_(FILE, name="1.md", raw={"size": 8})
    assert [*misdescribed(looking(), seen(other, other))] == [
        "docs/one.md: not one name, but 'one.md' (Toy); '1.md' (search)",
        "docs/one.md: not one size, but 7 (Toy); 8 (search)",
    ]


def test_an_address_must_open_the_document() -> None:
    unquoted = with_(FILE, page="http://toy.example/docs/one #1.md")
    (fault,) = misdescribed(looking(), seen(unquoted))
    assert fault == "docs/one.md: not one page, but '/docs/one #1.md' (Toy); '/docs/one ' (search)"


def test_times_are_neither_to_come_nor_the_wrong_way_round() -> None:
    now = datetime.now(UTC)
    (fault,) = misdescribed(looking(), seen(with_(FILE, updated_at=now + timedelta(days=1))))
    assert "changed in the future" in fault
    turned = with_(FILE, created_at=now, updated_at=(now - timedelta(days=1)).replace(tzinfo=None))
    (fault,) = misdescribed(looking(), seen(turned))
    assert "changed before it was made" in fault


def test_nothing_is_older_than_what_it_was_written_into(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.now(UTC)
    an_hour_off = with_(FILE, created_at=now - timedelta(hours=1), updated_at=now)
    assert not [*misdescribed(looking(), seen(an_hour_off))]
    monkeypatch.setattr(Toy.bongo, "opened", now)
    (fault,) = misdescribed(looking(), seen(an_hour_off))
    assert "docs/one.md is said to have been made on" in fault
    monkeypatch.setattr(Toy, "keeps_past", True)
    assert not [*misdescribed(looking(), seen(an_hour_off))]


def test_times_are_compared_as_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Toy, "true", {"start": datetime(2031, 3, 10, 10, tzinfo=UTC)})
    for shown in ("2031-03-10T10:00:00Z", "2031-03-10T11:00:00+01:00", "2031-03-10 10:00:00"):
        assert not [*misdescribed(looking(), seen(with_(FILE, raw={"start": shown})))]
    for shown in ("2031-03-10T11:00:00Z", "at ten"):
        (fault,) = misdescribed(looking(), seen(with_(FILE, raw={"start": shown})))
        assert fault.startswith("docs/one.md: not one start, but 2031-03-10 10:00:00+00:00 (Toy)")


def test_a_sync_ends_after_it_began_and_not_in_the_future() -> None:
    times = {"started_at": "2031-03-10T10:00:00", "completed_at": "2031-03-10T09:00:00Z"}
    told = {**WELL, "GET b": {"the newest sync": {"status": "completed", **times}}}
    faults = [*disagreeing_routes(looking(Airweave(told_by_routes=told)), seen(FILE, FOLDER))]
    assert [fault.partition(",")[0].partition(" at ")[0] for fault in faults] == [
        "A sync is said to have started in the future",
        "A sync is said to have completed in the future",
        "A sync is said to have completed",
    ]


def test_everything_is_there_once_of_whatever_kind_it_is() -> None:
    assert not [*repeated_entities(looking(), seen(FILE, FOLDER))]
    assert [*repeated_entities(looking(), seen(FILE, FOLDER, FOLDER))] == [
        "search shows docs (ToyFolderEntity) 2 times"
    ]


def test_everything_comes_from_its_own_connection() -> None:
    assert not [*strays(looking(), seen(FILE, with_(FOLDER, sync_id="s", tenant="c")))]
    assert [*strays(looking(), seen(with_(FOLDER, source_name="slack", tenant="d")))] == [
        "search shows docs (ToyFolderEntity) as of the source slack, not toy",
        "search shows docs (ToyFolderEntity) as of the collection d, not c",
    ]


def test_no_document_is_taken_for_another_one() -> None:
    observers = looking_at_two()
    answer = {"page": "http://toy.example/t/id2222/id-1111", "raw": {"thread_id": "id-2222"}}
    for right in (FILE, with_(FILE, **answer), with_(FILE, name="anything", page="")):
        assert not [*mistaken(observers, seen(right))]
    wrong = with_(
        FILE, name="two.md", page="http://toy.example/id2222", raw={"subject": OTHER.path}
    )
    assert [*mistaken(observers, seen(wrong))] == [
        "search says that `docs/one.md` is at http://toy.example/id2222, where `docs/two.md` is",
        "search shows 'two.md' as name of `docs/one.md`, which is that of `docs/two.md`",
        "search shows 'docs/two.md' as subject of `docs/one.md`, which is that of `docs/two.md`",
    ]
    below = with_(FILE, page="http://toy.example/id2222", containers=["id-2222"])
    assert not [*mistaken(observers, seen(below))]


def test_what_a_document_offers_to_download_is_no_other_one() -> None:
    wrong = with_(FILE, page="", download="http://toy.example/id2222")
    assert [*mistaken(looking_at_two(), seen(wrong))] == [
        "search says that `docs/one.md` is at http://toy.example/id2222, where `docs/two.md` is"
    ]


def test_what_is_past_stays_as_it_was_told() -> None:
    toy, airweave = Toy(), Airweave()
    toy.bongo = SimpleNamespace(ids={DOCUMENT.path: DOCUMENT.path})
    observers = replace(looking(airweave), connector=cast(Any, toy))
    made = with_(FILE, created_at=NOW)

    def look(day: int, piece: Piece, status: str = "completed") -> list[str]:
        told = {
            "the collection": {"id": "c", "name": f"c{day}", "created_at": day},
            "the sync j": {"status": status, "entities_inserted": day},
        }
        airweave.told_by_routes = {"GET c": told}
        return [*altered_past(observers, seen(piece))]

    assert not look(0, made, "running")
    observers.remembered.clear()
    assert not look(1, made)
    assert [fault.split(", but")[0] for fault in look(2, with_(made, created_at=None))] == [
        "the collection: not one created_at",
        "the sync j: not one entities_inserted",
    ]
    assert not look(1, with_(made, created_at=NOW + timedelta(days=1)))  # it came back
    (fault,) = look(1, made)
    assert fault.startswith("`docs/one.md`: not one time of creation, but")


def test_what_something_lies_in_is_there_and_is_called_so() -> None:
    assert not [*misplaced(looking(), seen(FILE, FOLDER))]
    assert [*misplaced(looking(), seen(FILE))] == [
        "The collection does not hold docs, in which docs/one.md lies"
    ]
    assert [*misplaced(looking(), seen(FILE, with_(FOLDER, name="papers")))] == [
        "docs/one.md is said to lie in docs, which is called papers"
    ]


def test_routes_search_and_end_of_the_sync_must_agree() -> None:
    assert not [*disagreeing_routes(looking(), seen(FILE, FOLDER))]
    assert [*disagreeing_routes(looking(), seen(FILE))] == [
        "the connection: not one kinds, but ['ToyEntity', 'ToyFolderEntity'] (the sum of its"
        " types); ['ToyEntity'] (search)"
    ]
    told = {**WELL, "GET c": {"the connection": {"status": "error"}}, "GET d": {}}
    assert [*disagreeing_routes(looking(Airweave(told_by_routes=told)), seen(FILE, FOLDER))] == [
        "GET d shows nothing of it",
        "the connection: not one status, but 'active' (GET a, its end); 'error' (GET c)",
    ]


def test_what_something_lies_in_is_of_the_kind_that_it_is_said_to_be_of() -> None:
    right = with_(FILE, container_types=["ToyFolderEntity"])
    assert not [*misplaced(looking(), seen(right, FOLDER))]
    wrong = with_(FILE, container_types=["ToyEntity"])
    assert [*misplaced(looking(), seen(wrong, FOLDER))] == [
        "docs/one.md is said to lie in docs, a ToyEntity, which is a ToyFolderEntity"
    ]


def test_a_connection_is_what_was_asked_for() -> None:
    told = {"GET c": {"the connection": {"name": "another", "cron": "* * * * *", "config.path": 1}}}
    observers = looking(Airweave(told_by_routes={**WELL, **told}))
    assert [*disagreeing_routes(observers, seen(FILE, FOLDER))] == [
        "the connection: not one name, but 'another' (GET c); 's' (the suite)",
        "the connection: not one cron, but '* * * * *' (GET c); None (the suite)",
        "the connection: not one config.path, but 1 (GET c); 'docs' (the suite)",
    ]


def test_a_sync_that_has_ended_is_told_as_it_was_then() -> None:
    job = Job(id="j", status="completed", entities_inserted=2)
    told = {"GET c": {"the sync j": {"status": "completed", "entities_inserted": 0}}}
    observers = replace(looking(Airweave(told_by_routes={**WELL, **told})), jobs=[job])
    assert [*disagreeing_routes(observers, seen(FILE, FOLDER))] == [
        "the sync j: not one entities_inserted, but 0 (GET c); 2 (the suite)"
    ]


@pytest.mark.parametrize(
    ("thing", "told", "fault"),
    [
        ("the newest sync", {"duration_seconds": 7200}, "A sync is said to have taken 7200 s"),
        ("the connection", {"modified_at": NOW - timedelta(days=1)}, "changed before it was made"),
        ("the collection", {"created_at": NOW - timedelta(days=1)}, "before there was a source"),
    ],
)
def test_times_that_cannot_be_are_named(thing: str, told: Mapping[str, Any], fault: str) -> None:
    well: dict[str, Mapping[str, Any]] = {
        "the newest sync": {"started_at": NOW, "completed_at": NOW, "duration_seconds": 0},
        "the connection": {"created_at": NOW, "modified_at": NOW},
        "the collection": {"created_at": NOW, "modified_at": NOW},
    }
    observers = looking(Airweave(told_by_routes={**WELL, "GET c": well}))
    toy = Toy()
    toy.bongo = SimpleNamespace(**{**vars(Toy.bongo), "opened": NOW})
    observers = replace(observers, connector=cast(Any, toy))
    assert not [*disagreeing_routes(observers, seen(FILE, FOLDER))]
    wrong: dict[str, Mapping[str, Any]] = {**well, thing: {**well[thing], **told}}
    observers = replace(
        observers, airweave=cast(Any, Airweave(told_by_routes={**WELL, "GET c": wrong}))
    )
    (found,) = disagreeing_routes(observers, seen(FILE, FOLDER))
    assert fault in found


def test_every_strategy_searches_the_same_collection() -> None:
    assert not [*unequal_strategies(looking(), seen(FILE))]
    assert [*unequal_strategies(looking(), seen())] == [
        f"{how} search brings docs/one.md, which search by meaning does not show"
        for how in ("keyword", "hybrid")
    ]


def test_every_strategy_brings_first_what_was_asked_for_and_nothing_twice() -> None:
    other = with_(FILE, entity_id="two.md", original_id="two.md")
    observers = looking(Airweave(hits=[other, FILE, FILE]))
    first, second, *_ = unequal_strategies(observers, seen(FILE, other))
    assert first == "keyword search brings docs/one.md 2 times in one answer"
    assert second.endswith("first by its own words in keyword search, but two.md")


class Filtering(Airweave):
    """Answers with what satisfies all groups of a filter, or one, as it should."""

    joins: bool = False
    forgets: bool = False
    outermost: bool = False

    def search(
        self, _: str, query: str, strategy: Strategy, part: Part | None = None
    ) -> Sequence[Piece]:
        enough = all if self.joins else any
        groups = part.where if part and not self.forgets else ()
        return [
            hit
            for hit in self.hits
            if not groups or enough(_satisfies(self._known(hit), [group]) for group in groups)
        ]

    def _known(self, hit: Piece) -> Piece:
        return with_(hit, containers=hit.containers[:1]) if self.outermost else hit


def test_several_filters_bring_what_satisfies_both_one_or_none() -> None:
    other = with_(FILE, entity_id="two.md", original_id="two.md", name="two.md")
    airweave = Filtering(hits=[FILE, other, FOLDER])
    assert not broken_combinations(looking(airweave))
    airweave.joins = True
    assert [fault.split(": ")[1] for fault in broken_combinations(looking(airweave))] == [
        "'either' leaves out docs, docs/one.md, two.md"
    ] * 3


def test_a_filter_by_more_and_less_brings_what_is_so() -> None:
    second = with_(FILE, entity_id="second", chunk_index=1)
    contract = SimpleNamespace(
        most_hits=200, filters={"chunk_index": "chunk"}, ranges=("chunk_index",), moments=()
    )
    airweave = Filtering(hits=[FILE, second])
    observers = looking(airweave)
    airweave.contract = contract  # type: ignore[misc]
    assert not broken_filters(observers)
    airweave.hits, airweave.forgets = [FILE, second], True
    assert {fault.split(": ")[1].split(" brings")[0] for fault in broken_filters(observers)} == {
        "'greater_than 0'",
        "'less_than 1'",
        "'less_than 0'",
        "'greater_than 1'",
        "'greater_than_or_equal 1'",
        "'less_than_or_equal 0'",
        '"nobody\'s"',
    }


def _filtering_by(field: str, *hits: Piece) -> Observers:
    moments = (field,) if field.endswith("_at") else ()
    contract = SimpleNamespace(most_hits=200, filters={field: field}, ranges=(), moments=moments)
    airweave = Filtering(hits=[*hits])
    airweave.contract = contract  # type: ignore[misc]
    return looking(airweave)


def test_a_filter_by_time_brings_what_is_earlier_or_later_and_leaves_alone_what_has_none() -> None:
    old = with_(FILE, entity_id="old", updated_at=NOW - timedelta(days=1))
    new = with_(FILE, entity_id="new", updated_at=NOW.replace(tzinfo=None))
    observers = _filtering_by("updated_at", old, new, FILE)
    assert not broken_filters(observers)
    cast(Filtering, observers.airweave).forgets = True
    found = {fault.split(": ")[1].split(" 2")[0] for fault in broken_filters(observers)}
    assert found == {"'greater_than", "'less_than"}
    assert not broken_filters(_filtering_by("updated_at", FILE))


def test_a_filter_by_a_folder_brings_what_lies_in_it_at_any_depth() -> None:
    deep = with_(FILE, entity_id="deep", containers=["docs", "docs/deep"])
    observers = _filtering_by("containers", FILE, deep)
    assert not broken_filters(observers)
    cast(Filtering, observers.airweave).outermost = True
    assert {fault.split(": ")[1] for fault in broken_filters(observers)} == {
        "'docs/deep' leaves out deep"
    }


def test_a_sync_that_nobody_asked_for_is_told_unless_there_is_a_schedule() -> None:
    told = {**WELL, "GET c": {"the sync 7": {"status": "running"}}}
    observers = looking(Airweave(told_by_routes=told))
    said = "Nobody has asked for the sync 7, and there is no schedule"
    assert [*disagreeing_routes(observers, seen(FILE, FOLDER))] == [said]
    asked = replace(observers, jobs=[Job(id="7", status="running")])
    assert not [*disagreeing_routes(asked, seen(FILE, FOLDER))]
    scheduled = replace(observers, cron="* * * * *")
    assert not [
        fault for fault in disagreeing_routes(scheduled, seen(FILE, FOLDER)) if "Nobody" in fault
    ]


def test_a_hit_is_rated_the_same_on_every_page() -> None:
    best, next_best = with_(FILE, entity_id="best", score=0.9), with_(FILE, score=0.5)

    class Paging(Airweave):
        again: float = 0.5

        def search(self, _: str, query: str, strategy: Strategy, part: Part | None = None) -> Any:  # noqa: ANN401
            if part and part.offset:
                return [with_(next_best, score=self.again)]
            return [best, next_best]

    airweave = Paging()
    assert not [*_rated_anew(looking(airweave))]
    airweave.again = 1.0
    assert [*_rated_anew(looking(airweave))] == [
        "semantic search rates docs/one.md 0.500 among all, and 1.000 on a page of its own"
    ]


def test_what_must_be_shown_is_missed_and_all_else_may_be_left_out() -> None:
    observers = looking()
    toy = cast(Toy, observers.connector)
    toy.certain, toy.true = frozenset({"pages"}), {"pages": "0", "size": 7}  # type: ignore[misc]
    for shown in (0, "0"):
        assert not [*misdescribed(observers, seen(with_(FILE, raw={"pages": shown})))]
    assert [*misdescribed(observers, seen(with_(FILE, raw={})))] == [
        "docs/one.md: not one pages, but '0' (Toy); None (search)"
    ]


def test_what_is_an_object_is_compared_as_one_and_not_as_it_is_printed() -> None:
    observers = looking()
    toy, true = cast(Toy, observers.connector), {"shelf": "B 12", "copies": [3, 5]}
    toy.certain, toy.true = frozenset({"details"}), {"details": true}  # type: ignore[misc]
    for shown in (true, '{"copies":[3,5],"shelf":"B 12"}'):
        assert not [*misdescribed(observers, seen(with_(FILE, raw={"details": shown})))]
    for wrong in (None, str(true), '{"shelf": "B 12"}'):
        (fault,) = misdescribed(observers, seen(with_(FILE, raw={"details": wrong})))
        assert fault.startswith("docs/one.md: not one details, but {'shelf'")


def test_what_a_list_holds_of_others_is_told() -> None:
    assert others("connections", ["a", "b", "a", "c"], "a") == {
        "the list": {"connections": ["b", "c"]}
    }


def test_everything_that_can_be_read_is_read_with_all_switches_on() -> None:
    switch = {"name": "show", "in": "query", "schema": {"type": "boolean"}}
    openapi = {
        "paths": {
            "/things/{id}": {"get": {"parameters": [switch]}, "delete": {}},
            "/things/{id}/stream": {"get": {}},
            "/others/{other}": {"get": {}},
            "/things": {"post": {}},
        }
    }
    assert [*reading_calls(openapi, {"id": "7"})] == [("/things/7", {"show": True})]


def test_blanks_at_the_end_of_a_file_are_none_of_its_words() -> None:
    body = DOCUMENT.body.decode()
    assert broken_tree(looking(Airweave([with_(FILE, text=body.rstrip())]))) == []
    assert broken_tree(looking(Airweave([with_(FILE, text=f"{body}\n\n")]))) == []
    (fault,) = broken_tree(looking(Airweave([with_(FILE, text=body.rstrip()[:-1])])))
    assert fault.text.startswith("For search: docs/one.md is shown with")
