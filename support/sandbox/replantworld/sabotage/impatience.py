# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of patience: how often is asked who gives no answer, and when they are left in peace."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from unittest.mock import patch

from support.sandbox.replantworld.app.breaker import Breaker
from support.sandbox.replantworld.app.errors import ProductError
from support.sandbox.replantworld.app.nfts import SeiNft
from support.sandbox.replantworld.app.pipeline import Pipeline, Run
from support.sandbox.replantworld.app.sei import Exporter
from support.sandbox.replantworld.sabotage import sentences, titles
from support.sandbox.replantworld.sabotage.catalogue import CATALOGUE, STILL

Context = AbstractContextManager[object]

_FOR_EVER, _MANY = 10**9, 12


@CATALOGUE.sabotage(
    "What fails once is never tried again.",
    caught_by=(titles.THIRD_REQUEST, titles.JOB_THIRD_REQUEST, titles.PAUSES),
    at={
        titles.THIRD_REQUEST: sentences.WHOLE,
        titles.JOB_THIRD_REQUEST: sentences.THREE_COUNTED,
        titles.PAUSES: sentences.PAUSES_GROW,
    },
    diagnosis=r"'absent'.*" + STILL + "|failed items are 1 instead of 0|asked for 1 times",
)
def no_retry() -> Context:
    return patch.object(Exporter, "tries", lambda _: 1)


@CATALOGUE.sabotage(
    "The more often something fails, the sooner it is tried again.",
    caught_by=titles.PAUSES,
    at=sentences.PAUSES_GROW,
    diagnosis=r"asked for again after 0\.\d+ s, then after 0\.\d+ s",
)
def pauses_that_shrink() -> Context:
    return patch.object(Exporter, "pause", lambda _self, attempt: 0.2 / 4**attempt)


@CATALOGUE.sabotage(
    "What fails for ever is tried again and again.",
    caught_by=titles.NEVER_GIVEN,
    at=sentences.BOUND_KEPT,
    diagnosis="It was asked for 12 times, and 3 are agreed",
)
@contextmanager
def retry_without_end() -> Iterator[None]:
    with (
        patch.object(Exporter, "tries", lambda _: _MANY),
        patch.object(Exporter, "pause", lambda _self, _attempt: 0.01),
    ):
        yield


@CATALOGUE.sabotage(
    "An NFT that cannot be read is passed over, and all is called a success.",
    caught_by=titles.NEVER_GIVEN,
    at=sentences.SEI_TOLD,
    diagnosis="It says that all went well",
)
def unread_passed_over() -> Context:
    original = Pipeline.read

    def read(self: Pipeline, run: Run, contract: str, ids: Sequence[str]) -> Iterator[SeiNft]:
        known = len(run.errors)
        yield from original(self, run, contract, ids)
        del run.errors[known:]
        run.unread = 0

    return patch.object(Pipeline, "read", read)


@CATALOGUE.sabotage(
    "An NFT that cannot be read keeps all others from arriving.",
    caught_by=titles.NEVER_GIVEN,
    at=sentences.KNOWN[2],
    diagnosis="2 should be migrated, and 0 are known of" + STILL,
)
def stopped_by_one_unread() -> Context:
    def read(self: Pipeline, run: Run, contract: str, ids: Sequence[str]) -> list[SeiNft]:
        try:
            return [self._exporter.nft(contract, token) for token in ids]
        except ProductError as error:
            run.unread += len(ids)
            run.errors.append(error)
            return []

    return patch.object(Pipeline, "read", read)


@CATALOGUE.sabotage(
    "Who stays away is asked again with every migration.",
    caught_by=titles.PEACE,
    at=sentences.LEFT_IN_PEACE,
    diagnosis="Sei is away, and never left in peace",
)
def breaker_never_opens() -> Context:
    return patch.object(Breaker, "bound", lambda _: _FOR_EVER)


@CATALOGUE.sabotage(
    "Who was left in peace once is never asked again.",
    caught_by=titles.BACK,
    at=sentences.KNOWN[2],
    diagnosis="2 should be migrated, and 0 are known of" + STILL,
)
def breaker_never_closes() -> Context:
    return patch.object(Breaker, "is_resting", lambda _self, _opened_at: True)


@CATALOGUE.sabotage(
    "Whether somebody is back is tried as often as anything else.",
    caught_by=titles.PEACE,
    at=sentences.LEFT_IN_PEACE,
    diagnosis="Sei is not tried by single questions, but asked",
)
def breaker_tries_in_full() -> Context:
    return patch.object(Breaker, "probes", lambda _self, tries: tries)
