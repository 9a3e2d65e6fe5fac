"""The oracles look again until they agree, end early where they may, and never expect nothing."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any, ClassVar, cast

import httpx
import pytest

from support.airweave.client.generation import Ability, Embedded, Limit, Subject
from support.airweave.client.models import Collection, Connection, Job, Piece, Strategy
from support.airweave.known_bugs import KNOWN_BUGS
from support.airweave.observers.questions import Questions
from support.airweave.oracle.answers import AnswersOracle
from support.airweave.oracle.contents import ContentsOracle
from support.airweave.oracle.oracle import Oracle
from support.airweave.oracle.search import SearchOracle
from support.airweave.settings import AirweaveSettings
from support.core.causes import Cause
from support.core.content import Author, Document
from support.core.errors import Failure
from support.core.http import ApiError
from support.core.looking import Patience
from support.core.timings import ScenarioTimings
from support.laws.agreement import Telling
from support.laws.secrets import SecretWatch

ONE, TWO = (Author("own").write(path, 1) for path in ("one.md", "two.md"))
HIDDEN = Author("of others").write("one.md", 1)
COLLECTION = Collection(id="c", name="dm-c", readable_id="dm-c")
CONNECTION = Connection(
    id="s-7",
    name="s",
    short_name="toy",
    readable_collection_id="dm-c",
    status="active",
    sync_id="s",
)


def piece(document: Document, kind: str = "ToyEntity") -> Piece:
    """Return a document as search brings it."""
    return Piece(
        entity_id=document.path,
        original_id=document.path,
        name=document.path,
        text=document.body.decode(),
        source_name="toy",
        entity_type=kind,
        sync_id="s",
        job_id="j-1",
        score=0.9,
    )


def job(**counts: int) -> Job:
    return Job(id="j-1", status="completed", **counts)


class Toy:
    """A source that holds two documents, as a connector would have it."""

    short_name = "toy"
    entity_type = "ToyEntity"
    is_federated = False
    common: ClassVar[frozenset[str]] = frozenset()
    certain: ClassVar[frozenset[str]] = frozenset()
    kinds: ClassVar[Mapping[str, str]] = {"comment": "ToyCommentEntity"}
    confidential: ClassVar[Mapping[str, str]] = {"the token": "very-secret"}

    def __init__(self, *documents: Document) -> None:
        there = {document.path: document for document in documents}
        history = {path: [document] for path, document in there.items()}
        self.bongo = SimpleNamespace(vendor="Toy", documents=there, history=history)

    def entity_id(self, path: str) -> str:
        return path

    def paths_by_id(self, among: Iterable[str]) -> dict[str, str]:
        return {path: path for path in among}

    def place(self, path: str) -> str:
        return path

    def stored_path(self, fields: object) -> None:
        return None

    def truth(self, piece: Piece) -> Mapping[str, object]:
        return {}

    def containers(self, path: str) -> list[str]:
        return []

    def is_foreign(self, fields: object) -> bool:
        return False

    def is_folder(self, piece: Piece) -> bool:
        return False


class Airweave:
    """Answers with one state of the world after the other; the last one stays."""

    limits: ClassVar[Mapping[Ability, Limit]] = {}
    outsider: Any = None
    searches = 1

    def __init__(self, *worlds: list[Piece]) -> None:
        self.worlds = [*worlds]
        self.listed = [COLLECTION]
        self.connected: set[str] = set()
        self.secrets = SecretWatch()
        self.readable = 3
        self.looks = 0

    def search(self, _: str, query: str, strategy: Strategy, __: object = None) -> list[Piece]:
        """Return what holds the query's words, best first, and then the rest of the world."""
        self.looks += 1
        world = self.worlds.pop(0) if len(self.worlds) > 1 else self.worlds[0]
        hits = [one for one in world if {*query.split()} <= {*one.text.split()}]
        others = [one.model_copy(update={"score": 0.2}) for one in world if one not in hits]
        return hits + (others if strategy == "semantic" else [])

    def organization_of(self, _: Collection) -> None:
        """Tell nobody whose a collection is."""

    def questions(self, subject: Subject) -> Mapping[Embedded, str]:
        return {Embedded.WORDS: subject.document.query}

    def collections(self, search: str) -> list[Collection]:
        return [one for one in self.listed if search in one.name]

    def read_everything(self, _: Connection) -> int:
        return self.readable

    def is_there(self, connection_id: str) -> bool:
        return connection_id in self.connected

    def told(self, *_: object) -> dict[str, Telling]:
        return {}


def oracle(
    kind: Callable[..., Oracle],
    airweave: Airweave,
    jobs: Sequence[Job] = (),
    source: Toy | None = None,
    other: object = None,
    refusal: str | None = None,
) -> Any:  # noqa: ANN401  whichever oracle was asked for
    """Return an oracle of a collection that is fed from a toy, and may be looked at for 0.3 s."""
    collection = SimpleNamespace(
        cron=None,
        name="dm-c",
        connector=source or Toy(ONE, TWO),
        collection=COLLECTION,
        connection=CONNECTION,
        jobs=[*jobs],
        ended=0.0,
        job=jobs[-1] if jobs else None,
        refusal=refusal,
        neighbours=[],
        remembered={},
    )
    settings = AirweaveSettings(search_timeout_s=0.3, cleanup_timeout_s=0.3)
    system = SimpleNamespace(
        client=airweave,
        other_client=other,
        questions=Questions(cast(Any, airweave)),
        patience=defaultdict(Patience),
        store=None,
        settings=settings,
    )
    made: Any = kind(cast(Any, collection), cast(Any, system), ScenarioTimings(""))
    made._broken_laws = lambda *_: ()  # laws have tests of their own
    return made


WHOLE = [piece(ONE), piece(TWO)]
LAST = ONE.sentences[-1]


def test_everything_may_come_late() -> None:
    airweave = Airweave([], [piece(ONE)], [piece(ONE)], WHOLE)
    oracle(ContentsOracle, airweave, [job(entities_inserted=2)]).expect_everything(0.8)


def test_what_never_comes_is_told_with_how_long_nothing_changed() -> None:
    with pytest.raises(Failure) as said:
        oracle(ContentsOracle, Airweave([piece(ONE)])).expect_everything()
    first, second, *_, last = str(said.value).splitlines()
    assert first == "1 of 2 documents are not as they should be:"
    assert second.startswith("- two.md: expected revision 1; search shows absent")
    assert last.startswith("Waited")


def test_what_is_there_too_often_is_told_at_once() -> None:
    foreign = piece(ONE).model_copy(update={"original_id": "three.md", "entity_id": "three.md"})
    airweave = Airweave([*WHOLE, foreign])
    with pytest.raises(Failure, match=r"waiting would not mend it:\n- three.md: expected absent"):
        oracle(ContentsOracle, airweave).expect_everything()
    assert airweave.looks == 3, "one look is a search for each of two documents, and the probe"


@pytest.mark.parametrize(
    "expect",
    [
        lambda search: search.expect_first(LAST, "one.md"),
        lambda search: search.expect_last_words("one.md"),
        lambda search: search.expect_first_words("one.md"),
        lambda search: search.expect_last_document(),
    ],
)
def test_a_first_hit_may_come_late(expect: Callable[[Any], None]) -> None:
    expect(oracle(SearchOracle, Airweave([], [], WHOLE)))


def test_another_first_hit_is_named() -> None:
    with pytest.raises(Failure, match=r"says .*, yet search for these words brings nothing"):
        oracle(SearchOracle, Airweave([])).expect_first(LAST, "one.md")


def test_a_new_end_that_is_not_found_is_told_from_one_that_is_found_with_old_words() -> None:
    old = piece(ONE).model_copy(update={"text": LAST.removesuffix(".")})
    with pytest.raises(Failure, match=r"one.md` ends with .*, yet search for these words brings"):
        oracle(SearchOracle, Airweave([])).expect_new_end("one.md")
    oracle(SearchOracle, Airweave(WHOLE)).expect_new_end("one.md")
    stale = oracle(SearchOracle, Airweave([old]))
    stale._hits = lambda *_: [old]
    with pytest.raises(Failure, match="yet search brings it without these words"):
        stale.expect_new_end("one.md")


def test_a_kind_of_entity_may_come_late() -> None:
    comment = piece(HIDDEN, "ToyCommentEntity")
    search = oracle(SearchOracle, Airweave([], [comment]))
    search.expect_kind_first(HIDDEN.sentences[0], "comment")
    with pytest.raises(Failure, match=r"should bring the comment first .* but brings nothing"):
        search.expect_kind_first("nobody says this", "comment")


def test_all_documents_may_come_late_and_no_other_may() -> None:
    both = [one.model_copy(update={"text": "a common word"}) for one in WHOLE]
    oracle(SearchOracle, Airweave([], both[:1], both)).expect_all("common word")
    more = [*both, both[0].model_copy(update={"original_id": "three.md"})]
    with pytest.raises(Failure, match=r"wrongly brings three\.md"):
        oracle(SearchOracle, Airweave(more)).expect_all("common word")


def test_nothing_of_others_is_believed_only_where_ones_own_is_found() -> None:
    oracle(SearchOracle, Airweave([], WHOLE)).expect_nothing_of([HIDDEN])
    with pytest.raises(Failure, match=r"Search does not bring one.md"):
        oracle(SearchOracle, Airweave([])).expect_nothing_of([HIDDEN])


def test_what_others_wrote_is_a_breach_however_it_is_found() -> None:
    leak = piece(HIDDEN).model_copy(update={"original_id": "x"})
    with pytest.raises(Failure, match=r"must not be found here: one.md"):
        oracle(SearchOracle, Airweave([*WHOLE, leak])).expect_nothing_of([HIDDEN])


def test_what_is_gone_may_go_late_and_must_go() -> None:
    gone = Author("of the past").write("gone.md", 1)
    source = Toy(ONE, TWO)
    source.bongo.history["gone.md"] = [gone]
    lingering = [*WHOLE, piece(gone)]
    late = Airweave(*[lingering] * 4, WHOLE)
    oracle(SearchOracle, late, source=source).expect_gone("gone.md")
    assert late.looks > 4
    with pytest.raises(Failure, match=r"(?s)still brings what `gone.md` said.*Waited") as told:
        oracle(SearchOracle, Airweave(lingering), source=source).expect_gone("gone.md")
    assert told.value.cause is Cause.STALE


def refused(status: int) -> Callable[..., list[Piece]]:
    """Return a search that is refused."""

    def search(*_: object) -> list[Piece]:
        request = httpx.Request("POST", "http://airweave.example/search")
        raise ApiError("Airweave", httpx.Response(status, request=request))

    return search


@pytest.mark.parametrize("status", [403, 404])
def test_another_organisation_is_refused_what_the_owner_gets(status: int) -> None:
    outsider = SimpleNamespace(
        count=lambda _: 0,
        collections=lambda _: [],
        search=refused(status),
        attempts=lambda *_: [("look", True)],
    )
    oracle(SearchOracle, Airweave(WHOLE), other=outsider).expect_hidden()
    with pytest.raises(Failure, match="The owner's own search brings nothing"):
        oracle(SearchOracle, Airweave([]), other=outsider).expect_hidden()


def test_a_outsider_is_refused_everything() -> None:
    def outsider(*, lets_in: bool) -> Any:  # noqa: ANN401  a caller
        return SimpleNamespace(
            lets_in=lets_in, search=refused(401), attempts=lambda *_: [], close=lambda: None
        )

    airweave = Airweave(WHOLE)
    airweave.outsider = lambda _: outsider(lets_in=False)
    oracle(SearchOracle, airweave).expect_hidden_from_outsiders()
    airweave.outsider = lambda key: outsider(lets_in=key is not None)
    with pytest.raises(Failure, match="Whoever makes up a key may list collections"):
        oracle(SearchOracle, airweave).expect_hidden_from_outsiders()


def test_an_error_is_no_refusal() -> None:
    broken = SimpleNamespace(count=lambda _: None, collections=lambda _: [], search=refused(500))
    with pytest.raises(ApiError):
        oracle(SearchOracle, Airweave(WHOLE), other=broken).expect_hidden()


def test_a_collection_that_another_organisation_may_search_is_a_breach() -> None:
    guest = SimpleNamespace(count=lambda _: None, collections=lambda _: [], search=lambda *_: WHOLE)
    with pytest.raises(Failure, match=r"may search the collection, and finds: one.md, two.md"):
        oracle(SearchOracle, Airweave(WHOLE), other=guest).expect_hidden()


def test_a_collection_that_another_organisation_counts_is_a_breach() -> None:
    guest = SimpleNamespace(count=lambda _: 1, collections=lambda _: [])
    with pytest.raises(Failure, match="Another organisation counts 1 collections"):
        oracle(SearchOracle, Airweave(WHOLE), other=guest).expect_hidden()


def test_each_single_thing_is_refused_to_another_organisation() -> None:
    attempts = [("read the syncs", True), ("cancel a sync", False)]
    guest = SimpleNamespace(
        count=lambda _: 0,
        collections=lambda _: [],
        search=refused(404),
        attempts=lambda *_: attempts,
    )
    with pytest.raises(Failure, match="Another organisation may cancel a sync"):
        oracle(SearchOracle, Airweave(WHOLE), other=guest).expect_hidden()


@pytest.mark.parametrize(
    "expect",
    [
        lambda airweave, nothing: oracle(SearchOracle, airweave, source=nothing).expect_all("x"),
        lambda airweave, _: oracle(SearchOracle, airweave).expect_nothing_of([]),
        lambda airweave, nothing: oracle(
            ContentsOracle, airweave, source=nothing
        ).expect_everything(),
        lambda airweave, _: oracle(ContentsOracle, airweave).expect_no_change(),
        lambda airweave, nothing: oracle(ContentsOracle, airweave, source=nothing).expect_empty(),
    ],
)
def test_an_expectation_of_nothing_is_an_error(expect: Callable[[Airweave, Toy], None]) -> None:
    with pytest.raises(Failure, match="nothing to look for"):
        expect(Airweave(WHOLE), Toy())


def test_a_sync_that_wrote_what_did_not_change_is_told_at_once() -> None:
    contents = oracle(ContentsOracle, Airweave(WHOLE), [job(entities_inserted=2)])
    contents.expect_everything()
    contents._collection.jobs.append(job().model_copy(update={"id": "j-2"}))
    contents._collection.job = contents._collection.jobs[-1]
    contents.expect_needed_writes_only()
    contents._airweave.worlds = [[piece(ONE).model_copy(update={"job_id": "j-2"}), piece(TWO)]]
    with pytest.raises(Failure, match=r"again by the sync: one.md \(ToyEntity\)"):
        contents.expect_needed_writes_only()


def test_a_breadcrumb_may_lead_to_what_comes_late() -> None:
    inside = piece(ONE).model_copy(update={"containers": ["folder"]})
    folder = piece(HIDDEN, "ToyFolderEntity").model_copy(update={"original_id": "folder"})
    world = [inside, piece(TWO)]
    oracle(ContentsOracle, Airweave(world, world, [*world, folder])).expect_known_containers()
    with pytest.raises(Failure, match=r"does not hold folder, in which one.md lies"):
        oracle(ContentsOracle, Airweave(world)).expect_known_containers()


def test_a_count_that_the_job_gets_wrong_is_told_at_once() -> None:
    airweave = Airweave([])
    oracle(ContentsOracle, airweave, [job(entities_inserted=2)]).expect_count(2)
    with pytest.raises(Failure, match="There are 2 documents in the source: the job reports 1"):
        oracle(ContentsOracle, airweave, [job(entities_inserted=1)]).expect_count(2)


def test_an_emptied_collection_must_still_be_there() -> None:
    airweave = Airweave(WHOLE, [])
    oracle(ContentsOracle, airweave).expect_empty()
    airweave.listed = []
    with pytest.raises(Failure, match="does not list the collection dm-c any more"):
        oracle(ContentsOracle, airweave).expect_empty()
    oracle(ContentsOracle, airweave).expect_gone()


def test_a_deleted_connection_is_shown_no_more() -> None:
    airweave = Airweave([])
    airweave.connected = {CONNECTION.id}
    with pytest.raises(Failure, match=f"still shows the deleted connection {CONNECTION.id}"):
        oracle(ContentsOracle, airweave).expect_empty()


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (None, "Airweave accepted the connection"),
        ("Not found", "refuses without naming the credentials: Not found"),
    ],
)
def test_a_refusal_must_be_one_and_name_its_subject(refusal: str | None, said: str) -> None:
    with pytest.raises(Failure, match=said):
        oracle(AnswersOracle, Airweave([]), refusal=refusal).expect_connection_refused(
            "credentials"
        )
    told = oracle(AnswersOracle, Airweave([]), refusal="Invalid token")
    told.expect_connection_refused("credentials")


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        ({"status": "completed"}, "should have failed because of the credentials, but: job compl"),
        ({"status": "failed"}, "failed without naming the credentials"),
        ({"status": "failed", "error": "an internal error"}, "failed without naming the creden"),
    ],
)
def test_a_failure_must_be_one_and_name_its_subject(ended: dict[str, str], said: str) -> None:
    with pytest.raises(Failure, match=said):
        failed_with(**ended).expect_failure("credentials")
    failed_with(status="failed", error="Token is revoked").expect_failure("credentials")


def failed_with(**ended: str) -> Any:  # noqa: ANN401  an oracle
    return oracle(AnswersOracle, Airweave([]), [Job.model_validate({"id": "j-1", **ended})])


def test_secrets_are_looked_for_in_whatever_can_be_read() -> None:
    airweave = Airweave([])
    oracle(AnswersOracle, airweave).expect_secrets_hidden()
    airweave.secrets.give("the token", "very-secret")
    airweave.secrets.look("GET /source-connections", '{"token": "very-secret"}')
    with pytest.raises(Failure, match="GET /source-connections shows the token"):
        oracle(AnswersOracle, airweave).expect_secrets_hidden()
    airweave.readable = 0
    with pytest.raises(Failure, match="nothing to look at"):
        oracle(AnswersOracle, airweave).expect_secrets_hidden()


def test_a_sync_that_was_cancelled_in_its_last_second_is_told_from_one_that_could_not_be() -> None:
    known = re.compile(KNOWN_BUGS["late_cancel_stuck"].diagnosis)
    for seconds, is_known in ((0.13, True), (1.2, False), (30.1, False)):
        began = datetime(2026, 11, 22, tzinfo=UTC)
        ended = began + timedelta(seconds=seconds)
        job = Job(id="j", status="completed", started_at=began, completed_at=ended)
        answers = oracle(AnswersOracle, Airweave([]), [job])
        answers._collection.wait_for_job = partial(getattr, answers._collection, "job")
        with pytest.raises(Failure, match=f"job completed .+ after {seconds:.1f} s") as red:
            answers.expect_end("cancelled")
        assert bool(known.search(str(red.value))) is is_known
