# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of refusing: how mistakes are answered, and who may change anything."""

from contextlib import AbstractContextManager
from unittest.mock import patch
from uuid import UUID

from fastapi import Request
from fastapi.responses import JSONResponse

from support.sandbox.replantworld.app import app, product
from support.sandbox.replantworld.app.batches import BatchManager, Outcome
from support.sandbox.replantworld.app.errors import NotFound
from support.sandbox.replantworld.app.product import Product
from support.sandbox.replantworld.sabotage import sentences, titles
from support.sandbox.replantworld.sabotage.catalogue import CATALOGUE

Context = AbstractContextManager[object]

_JOBS = "/api/blockchain/migration/jobs/"

_SENSELESS = "a batch of a job with a senseless name is refused"


def _refusing(status: int, message: str) -> Context:
    """Let all that makes no sense be answered like this."""
    content = {"status": "error", "message": message}
    return patch.object(app, "refusal", lambda _: JSONResponse(content, status))


@CATALOGUE.sabotage(
    "Whoever makes a mistake is told that ReplantWorld made one.",
    caught_by=_SENSELESS,
    at=sentences.REFUSED,
    diagnosis="It was not refused as the caller's mistake",
)
def mistakes_break_it() -> Context:
    return _refusing(500, "An internal server error occurred")


@CATALOGUE.sabotage(
    "Whoever makes a mistake is shown the inside.",
    caught_by=_SENSELESS,
    at=sentences.REFUSED,
    diagnosis="The answer shows the inside: Traceback",
)
def inside_shown() -> Context:
    return _refusing(400, "Traceback (most recent call last): ...")


@CATALOGUE.sabotage(
    "Whoever makes a mistake is not told which.",
    caught_by=_SENSELESS,
    at=sentences.REFUSED,
    diagnosis="It was given no reason",
)
def reasons_withheld() -> Context:
    return _refusing(400, "")


@CATALOGUE.sabotage(
    "A job that does not exist is run with success.",
    caught_by=titles.UNKNOWN_JOB,
    at=sentences.REFUSED,
    diagnosis="It was not refused as the caller's mistake",
)
def unknown_jobs_run() -> Context:
    original = BatchManager.run

    def run(self: BatchManager, job: UUID) -> Outcome:
        try:
            return original(self, job)
        except NotFound:
            return Outcome(0, 0)

    return patch.object(BatchManager, "run", run)


@CATALOGUE.sabotage(
    "Anybody may migrate anything.",
    caught_by=titles.NO_RIGHT,
    at=sentences.DENIED,
    diagnosis="It was not denied",
)
def open_to_all() -> Context:
    return patch.object(product, "has_right", lambda _request, _product: True)


@CATALOGUE.sabotage(
    "Anybody may run a job.",
    caught_by=titles.NO_RIGHT_TO_RUN,
    at=sentences.DENIED,
    diagnosis="It was not denied",
)
def jobs_open_to_all() -> Context:
    return _open("/run-batch/")


@CATALOGUE.sabotage(
    "Anybody may take back what a job has migrated.",
    caught_by=titles.NO_RIGHT_TO_TAKE_BACK,
    at=sentences.DENIED,
    diagnosis="It was not denied",
)
def rollback_open_to_all() -> Context:
    return _open("/rollback/")


@CATALOGUE.sabotage(
    "Anybody may have ReplantWorld test itself.",
    caught_by=titles.NO_RIGHT_TO_TEST,
    at=sentences.DENIED,
    diagnosis="It was not denied",
)
def tests_open_to_all() -> Context:
    return _open("/run-test/")


def _open(route: str) -> Context:
    """Ask nobody for a key who uses a route that ends like this."""
    original = product.has_right

    def has_right(request: Request, parts: product.Product) -> bool:
        return request.url.path.endswith(route) or original(request, parts)

    return patch.object(product, "has_right", has_right)


@CATALOGUE.sabotage(
    "Any key opens, whosever it is.",
    caught_by=(titles.NO_RIGHT, titles.NO_RIGHT_TO_RUN, titles.NO_RIGHT_TO_TEST),
    at=sentences.DENIED,
    diagnosis="It was not denied",
)
def any_key_opens() -> Context:
    return patch.object(product, "has_right", lambda request, _: "X-API-Key" in request.headers)


@CATALOGUE.sabotage(
    "Anybody may make a job.",
    caught_by=titles.NO_RIGHT_TO_MAKE,
    at=sentences.DENIED,
    diagnosis="ReplantWorld has got the job .*[\\s\\S]*It was not denied",
)
def jobs_made_by_all() -> Context:
    original = product.has_right
    return patch.object(
        product,
        "has_right",
        lambda request, parts: request.url.path == _JOBS or original(request, parts),
    )


@CATALOGUE.sabotage(
    "Who is denied to run a job has it marked as running.",
    caught_by=titles.NO_RIGHT_TO_RUN,
    at=sentences.DENIED,
    diagnosis="the job .* was .*status='created'.* and is .*status='running'",
)
def denied_and_half_done() -> Context:
    original = product.has_right

    def has_right(request: Request, parts: Product) -> bool:
        if request.url.path.endswith("/run-batch/"):
            parts.store.run(
                "update blockchain_migration_job set status = 'running' where status = 'created'"
            )
        return original(request, parts)

    return patch.object(product, "has_right", has_right)
