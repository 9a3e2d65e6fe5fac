# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of the test runner: what it claims to have done, and what it keeps of that."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from support.sandbox.replantworld.app.runner import Outcome, Tally, TestKind, TestRunner
from support.sandbox.replantworld.app.store import Row
from support.sandbox.replantworld.sabotage import sentences, titles
from support.sandbox.replantworld.sabotage.catalogue import CATALOGUE

Context = AbstractContextManager[object]
Wanted = tuple[str | None, str | None, int, int]
"""Which tests are looked for: of which kind and outcome, how many, and from where on."""

_LARGE = titles.TEST_SEEN.replace("<what>", "many NFTs")
_CACHE = titles.TEST_SEEN.replace("<what>", "the cache")
_ROLLBACK = titles.TEST_SEEN.replace("<what>", "rollback")
_ROLLBACK_AWAY = titles.TEST_AWAY.replace("<what>", "rollback")


@CATALOGUE.sabotage(
    "The test runner passes everything, and does nothing.",
    caught_by=(titles.TEST_SEEN, titles.TEST_AWAY),
    at={titles.TEST_SEEN: sentences.TEST_SEEN, titles.TEST_AWAY: sentences.TEST_NOT_PASSED},
    diagnosis="It says that it passed, and 0 transactions|It could not pass, and says 'passed'",
)
def passed_by_invention() -> Context:
    return patch.object(TestRunner, "perform", lambda _self, _kind, size: Tally(size, size))


@CATALOGUE.sabotage(
    "The test of rollback passes, and takes nothing back.",
    caught_by=(_ROLLBACK, _ROLLBACK_AWAY),
    at={_ROLLBACK: sentences.TEST_SEEN, _ROLLBACK_AWAY: sentences.TEST_NOT_PASSED},
    diagnosis="It says that it passed, and 0 transactions|It could not pass, and says 'passed'",
)
def rollback_test_invented() -> Context:
    original = TestRunner.perform

    def perform(self: TestRunner, kind: TestKind, size: int) -> Tally:
        return Tally(size, size) if kind is TestKind.ROLLBACK else original(self, kind, size)

    return patch.object(TestRunner, "perform", perform)


@CATALOGUE.sabotage(
    "The test of many NFTs moves one, and speaks of a hundred.",
    caught_by=_LARGE,
    at=sentences.TEST_SEEN,
    diagnosis="It says that it passed, and 2 transactions are on Solana, and it takes 10 or more",
)
def one_of_many_moved() -> Context:
    original = TestRunner.perform

    def perform(self: TestRunner, kind: TestKind, size: int) -> Tally:
        if kind is not TestKind.LARGE:
            return original(self, kind, size)
        original(self, TestKind.SINGLE, 1)
        return Tally(100, 100)

    return patch.object(TestRunner, "perform", perform)


@CATALOGUE.sabotage(
    "The test of the cache passes without a look at it.",
    caught_by=_CACHE,
    at=sentences.TEST_SEEN,
    diagnosis="It says that it passed, and the cache counts no hits",
)
def cache_test_without_cache() -> Context:
    original = TestRunner.perform

    def perform(self: TestRunner, kind: TestKind, size: int) -> Tally:
        if kind is not TestKind.CACHE:
            return original(self, kind, size)
        tally = original(self, TestKind.SINGLE, size)
        self.forget()
        return tally

    return patch.object(TestRunner, "perform", perform)


@CATALOGUE.sabotage(
    "However well a test went, it is said to have failed.",
    caught_by=(titles.TEST_SEEN, titles.TEST_ERRORS),
    at={titles.TEST_SEEN: sentences.TEST_SEEN, titles.TEST_ERRORS: sentences.TEST_PASSED},
    diagnosis="It did not pass: it says 'failed'",
)
def tests_never_pass() -> Context:
    return patch.object(TestRunner, "judge", lambda _self, _tally: Outcome.FAILED)


@CATALOGUE.sabotage(
    "However badly a test went, it is said to have passed.",
    caught_by=titles.TEST_AWAY,
    at=sentences.TEST_NOT_PASSED,
    diagnosis="It could not pass, and says 'passed'",
)
def tests_always_pass() -> Context:
    return patch.object(TestRunner, "judge", lambda _self, _tally: Outcome.PASSED)


@CATALOGUE.sabotage(
    "What became of a test is forgotten.",
    caught_by=(titles.TESTS_KEPT, titles.TESTS_FOUND),
    at=sentences.TESTS_KEPT,
    diagnosis="not one state, but 'listed' .*; 'absent'",
)
def tests_forgotten() -> Context:
    return patch.object(TestRunner, "keep", lambda _self, _row: None)


@CATALOGUE.sabotage(
    "A test is kept with another outcome than was told.",
    caught_by=titles.TESTS_KEPT,
    at=sentences.TESTS_KEPT,
    diagnosis="not one status, but 'passed' .*; 'error'",
)
def outcomes_altered() -> Context:
    original = TestRunner.keep

    def keep(self: TestRunner, row: Row) -> None:
        original(self, row | {"status": Outcome.ERROR})

    return patch.object(TestRunner, "keep", keep)


@CATALOGUE.sabotage(
    "Tests that run at the same time share a name.",
    caught_by=titles.TESTS_KEPT,
    at=sentences.TESTS_KEPT,
    diagnosis="2 tests share the id",
)
def names_shared() -> Context:
    shared = uuid.uuid4()
    return patch.object(TestRunner, "new_id", lambda _: shared)


def _looking_for(changed: Callable[[str | None, str | None, int, int], Wanted]) -> Context:
    """Let other tests be looked for than somebody wants."""
    original = TestRunner.results

    def results(self: TestRunner, *wanted: Any) -> tuple[list[Row], int]:  # noqa: ANN401
        return original(self, *changed(*wanted))

    return patch.object(TestRunner, "results", results)


@CATALOGUE.sabotage(
    "Whoever looks for tests of one kind finds those of every kind.",
    caught_by=titles.TESTS_FOUND,
    at=sentences.TESTS_FOUND,
    diagnosis="tests by kind: .* brings",
)
def kinds_of_tests_mixed_up() -> Context:
    return _looking_for(lambda _, outcome, limit, offset: (None, outcome, limit, offset))


@CATALOGUE.sabotage(
    "Whoever looks for tests of one outcome finds those of every outcome.",
    caught_by=titles.TESTS_FOUND,
    at=sentences.TESTS_FOUND,
    diagnosis="tests by outcome: .* brings",
)
def outcomes_of_tests_mixed_up() -> Context:
    return _looking_for(lambda kind, _, limit, offset: (kind, None, limit, offset))


@CATALOGUE.sabotage(
    "The pages of the list of tests leave one out between them.",
    caught_by=titles.TESTS_FOUND,
    at=sentences.TESTS_FOUND,
    diagnosis="the tests in pages of 1 leave out|More tests are told of than the first .* none is",
)
def pages_of_tests_with_gaps() -> Context:
    return _looking_for(
        lambda kind, outcome, limit, offset: (kind, outcome, limit, offset + bool(offset))
    )
