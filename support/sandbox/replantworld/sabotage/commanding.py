# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of the management command: how it ends, and what it leaves."""

from contextlib import AbstractContextManager
from unittest.mock import patch

from support.sandbox.replantworld.app import api_command
from support.sandbox.replantworld.app.product import Product
from support.sandbox.replantworld.app.runner import TestRunner
from support.sandbox.replantworld.app.store import COMPLETED
from support.sandbox.replantworld.sabotage import sentences, titles
from support.sandbox.replantworld.sabotage.catalogue import CATALOGUE

_MANY = 1000

Context = AbstractContextManager[object]


@CATALOGUE.sabotage(
    "The command says that all went well, and has tested nothing.",
    caught_by=titles.COMMAND_SEEN,
    at=sentences.COMMAND_SEEN,
    diagnosis="It says that it passed, and 0 transactions are on Solana",
)
def command_does_nothing() -> Context:
    return patch.object(api_command, "execute", lambda *_: (0, "Everything has passed"))


@CATALOGUE.sabotage(
    "The command ends as if all had gone well, whatever became of the test.",
    caught_by=titles.COMMAND_AWAY,
    at=sentences.COMMAND_FAILED,
    diagnosis="It could not succeed, and says that it did",
)
def command_never_fails() -> Context:
    original = api_command.execute

    def execute(flag: str, parts: Product) -> tuple[int, str]:
        return 0, original(flag, parts)[1]

    return patch.object(api_command, "execute", execute)


@CATALOGUE.sabotage(
    "The command that cleans up leaves the jobs of tests behind.",
    caught_by=titles.CLEANED_UP,
    at=sentences.CLEANED_UP,
    diagnosis="1 jobs are left of the tests",
)
def tests_left_behind() -> Context:
    return patch.object(TestRunner, "clean_up", lambda _: None)


@CATALOGUE.sabotage(
    "The command that cleans up takes back whatever was migrated, test or not.",
    caught_by=titles.CLEANED_UP,
    at=sentences.WHOLE,
    diagnosis=r"'absent' \(ReplantWorld, the database, Solana\)",
)
def everything_cleaned_up() -> Context:
    original = TestRunner.clean_up

    def clean_up(self: TestRunner) -> None:
        original(self)
        for row in self._store.search(None, COMPLETED, _MANY):
            self._batches.take_back(row)

    return patch.object(TestRunner, "clean_up", clean_up)
