"""Judges the test runner: what it says of a test is held to what others saw of it."""

from collections import Counter
from collections.abc import Sequence

from support.core.causes import Cause, together
from support.core.errors import Failure
from support.laws.agreement import ABSENT, disagreements
from support.laws.filters import Filter, broken_filter
from support.laws.pages import Listing, broken_pages
from support.replantworld.client.api import ReplantworldApi
from support.replantworld.client.reports import Report
from support.replantworld.client.runner import KINDS, PASSED, KeptVerdict, Verdict
from support.replantworld.observers.evidence import Observers
from support.replantworld.testing import SIZE, Trial
from support.replantworld.witnesses import Seen

_OF_CACHE = "the cache"
_LEAST_SUCCESS = 95
_SERVERS_FAULT = 500
_NOT_PASSED = {"failed", "error"}
_PAGE = 500
_SMALL_PAGE = 1

_MOST_IN_ONE = 10
"""So many NFTs find room in one transaction at most: it has 1232 bytes (Solana, `PACKET_DATA_SIZE`)
and each of them brings its name, its address and a few numbers."""

_LEAST_NFTS = {"batches": SIZE["batches"], "many NFTs": 100}
"""How many NFTs a test moves at least, where the product's guide promises it."""

_TURNS = {"rollback": 2}
"""What is moved and taken back takes two transactions."""


class RunnerOracle:
    """Judges tests that ReplantWorld runs on itself, and changes nothing.

    Args:
        api: ReplantWorld.
        observers: all who can look.
    """

    def __init__(self, api: ReplantworldApi, observers: Observers) -> None:
        self._api = api
        self._observers = observers

    def expect_passed(self, trial: Trial) -> None:
        """Expect a test to have passed.

        Raises:
            Failure: it has not.
        """
        _raise(trial.report, pass_faults(verdict_of(trial)))

    def expect_passed_visibly(self, trial: Trial) -> None:
        """Expect a test to have passed, and others to have seen that something moved.

        Raises:
            Failure: it has not, or nobody has seen it.
        """
        verdict = verdict_of(trial)
        found = pass_faults(verdict)
        if verdict.test_status == PASSED:
            found += movement_faults(trial.what, trial.seen)
        _raise(trial.report, found)

    def expect_not_passed(self, trial: Trial) -> None:
        """Expect a test not to have passed; that it could not even be run is as good.

        Raises:
            Failure: it has, or tells nothing of that.
        """
        if trial.report.status >= _SERVERS_FAULT:
            return
        status = verdict_of(trial).test_status
        if status not in _NOT_PASSED:
            _raise(trial.report, [Cause.INVENTED(f"It could not pass, and says {status!r}")])

    def expect_kept(self, trials: Sequence[Trial]) -> None:
        """Expect tests to be listed as they were told, each under an id of its own.

        Raises:
            Failure: one of them is not.
        """
        told = [verdict_of(trial).kept for trial in trials]
        found = [*_shared_ids(told), *list_faults(told, self._api.tests(_PAGE))]
        if self._observers.database:
            for one in told:
                rows = self._observers.database.tests_of(one.test_id)
                if [row.status for row in rows] != [one.status]:
                    said = ", ".join(row.status for row in rows) or "nothing of it"
                    cause = Cause.MISREPORTED if rows else Cause.LOST
                    found.append(
                        cause(f"{one.test_id} is {one.status}, and the database keeps {said}")
                    )
        if found:
            raise Failure(together(found))

    def expect_found(self, trials: Sequence[Trial]) -> None:
        """Expect tests to be found by their kind and their outcome, and page by page.

        Raises:
            Failure: one of them is left out, repeated, or found where it should not be.
        """
        told = [trial.report.told_as(Verdict).kept for trial in trials]
        ours = {one.test_id for one in told}

        def is_ours(test: KeptVerdict) -> bool:
            return test.test_id in ours

        by_kind = Filter(
            "tests by kind",
            lambda kind: self._api.tests(_PAGE, kind=kind),
            _id,
            KINDS["speed"],
            is_ours,
        )
        by_outcome = Filter(
            "tests by outcome",
            lambda outcome: self._api.tests(_PAGE, outcome=outcome),
            _id,
            "cancelled",
            is_ours,
        )
        listing = Listing("tests", lambda at, limit: self._api.tests(limit, at), _id, is_ours)
        kinds = {kind: {_id(one) for one in told if one.scenario == kind} for kind in _kinds(told)}
        outcomes = {
            outcome: {_id(one) for one in told if one.status == outcome}
            for outcome in {one.status for one in told}
        }
        found = [
            *broken_filter(by_kind, kinds),
            *broken_filter(by_outcome, outcomes),
            *broken_pages(listing, ours, [_SMALL_PAGE]),
        ]
        if found:
            raise Failure(together(found))


def verdict_of(trial: Trial) -> Verdict:
    """Return what is told of a test.

    Raises:
        Failure: it is told of another test than was asked for.
    """
    verdict = trial.report.told_as(Verdict)
    told, asked = (verdict.scenario, verdict.test_data_size), (KINDS[trial.what], trial.size)
    if told != asked:
        said = "It was asked for {} with {} NFTs, and tells of {} with {}".format(*asked, *told)
        _raise(trial.report, [Cause.MISREPORTED(said)])
    return verdict


def pass_faults(verdict: Verdict) -> list[str]:
    """Return why a verdict is not that a test has passed, a sentence each."""
    if verdict.test_status != PASSED:
        return [Cause.MISREPORTED(f"It did not pass: it says {verdict.test_status!r}")]
    if verdict.success_rate < _LEAST_SUCCESS:
        said = f"It says that it passed, with {verdict.success_rate:g} % of success"
        return [Cause.MISREPORTED(said)]
    return []


def movement_faults(what: str, seen: Seen) -> list[str]:
    """Return whether less was seen of a test that has passed than it takes, a sentence each."""
    found: list[str] = []
    least = -(-_LEAST_NFTS.get(what, 1) // _MOST_IN_ONE) * _TURNS.get(what, 1)
    if seen.transactions < least:
        told = f"{seen.transactions} transactions are on Solana, and it takes {least} or more"
        found.append(Cause.INVENTED(f"It says that it passed, and {told}"))
    if what == _OF_CACHE and not seen.hits:
        found.append(Cause.INVENTED("It says that it passed, and the cache counts no hits"))
    return found


def list_faults(told: Sequence[KeptVerdict], listed: Sequence[KeptVerdict]) -> list[str]:
    """Return which tests the list of tests does not show as they were told, a sentence each."""
    times = Counter(_id(one) for one in listed)
    repeated: list[str] = [
        Cause.DUPLICATED(f"{one.test_id} is listed {times[one.test_id]} times")
        for one in told
        if times[one.test_id] > 1
    ]
    return [
        *disagreements({"the answer": _states(told), "the list": _among(told, listed)}),
        *repeated,
    ]


def _states(tests: Sequence[KeptVerdict]) -> dict[str, dict[str, object]]:
    return {
        one.test_id: {"state": "listed", **one.model_dump(exclude={"test_id"})} for one in tests
    }


def _among(
    told: Sequence[KeptVerdict], listed: Sequence[KeptVerdict]
) -> dict[str, dict[str, object]]:
    """Return what the list tells of those that were told."""
    states = _states(listed)
    return {one.test_id: states.get(one.test_id, {"state": ABSENT}) for one in told}


def _shared_ids(told: Sequence[KeptVerdict]) -> list[str]:
    times = Counter(_id(one) for one in told)
    return [
        Cause.DUPLICATED(f"{number} tests share the id {test_id}")
        for test_id, number in times.items()
        if number > 1
    ]


def _kinds(told: Sequence[KeptVerdict]) -> set[str]:
    return {one.scenario for one in told}


def _id(test: KeptVerdict) -> str:
    return test.test_id


def _raise(report: Report, found: list[str]) -> None:
    if found:
        raise Failure(together([*found, str(report)]))
