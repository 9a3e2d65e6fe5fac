"""The management command is believed as far as others saw what it did."""

import sys

import pytest

from support.core.errors import Failure
from support.laws.secrets import SecretShown, SecretWatch
from support.replantworld.client.command import Ended, ManageCommand
from support.replantworld.observers.database import Kept
from support.replantworld.oracle.command import failure_faults, left_behind, success_faults


def manage(script: str, longest: float = 30) -> Ended:
    watch = SecretWatch()
    watch.give("the key", "s3cr3t-s3cr3t")
    return ManageCommand(f"{sys.executable} -c '{script}'", longest, watch).run("--benchmark")


def test_a_command_tells_its_status_and_all_that_it_printed() -> None:
    ended = manage("import sys; print(sys.argv[1:]); sys.exit(3)")
    assert (ended.status, ended.flag) == (3, "--benchmark")
    assert ended.said == "['test_day6_integration', '--benchmark']\n"
    assert "ended with 3, and said: ['test_day6" in str(ended)


def test_a_command_that_never_ends_is_told() -> None:
    with pytest.raises(Failure, match="--benchmark has not ended within"):
        manage("import time; time.sleep(60)", longest=0.1)


def test_a_command_that_is_not_there_is_told() -> None:
    with pytest.raises(Failure, match="no program 'no-such-program'"):
        ManageCommand("no-such-program manage.py", 1, SecretWatch())


def test_a_command_shows_no_secret() -> None:
    with pytest.raises(SecretShown, match="shows the key"):
        manage('print("s3cr3t-s3cr3t")')


def test_only_what_ends_with_nought_has_succeeded() -> None:
    assert not success_faults(Ended("", 0, ""))
    assert success_faults(Ended("", 1, "why"))


@pytest.mark.parametrize(
    ("ended", "fault"),
    [
        (Ended("", 1, "why"), ""),
        (Ended("", 1, " "), "does not say why"),
        (Ended("", 0, "why"), "could not succeed"),
    ],
)
def test_who_fails_says_why(ended: Ended, fault: str) -> None:
    found = "; ".join(failure_faults(ended))
    assert fault in found
    assert bool(found) == bool(fault)


def test_whatever_is_more_than_before_was_left() -> None:
    before = Kept(frozenset("a"), frozenset("x"))
    assert not left_behind(before, before)
    assert not left_behind(before, Kept(frozenset(), frozenset()))
    left = left_behind(before, Kept(frozenset("abc"), frozenset("y")))
    assert left == ["2 jobs are left of the tests", "1 migrated NFTs are left of the tests"]
