"""Requests that make no sense, each by what people call it."""

from dataclasses import dataclass, field
from typing import Any

NOBODY = "00000000-0000-0000-0000-000000000000"
"""The id of a job that does not exist."""
NOWHERE = "sei1nobody"
"""The address of no collection."""

_PIPELINE, _BATCH = "{prefix}/run-pipeline/", "{prefix}/run-batch/"
_TEST = "{prefix}/run-test/"
_JOBS = "/api/blockchain/migration/jobs/"
_JOB = {"name": "dm", "description": "A job", "sei_contract_addresses": [NOWHERE]}


@dataclass(frozen=True)
class Mistake:
    """A request that makes no sense.

    Attributes:
        method: of HTTP.
        path: with `{prefix}` for where the routes of the integration are.
        body: sent as JSON.
        content: sent as it is, instead of a body.
        query: the query parameters.
    """

    method: str
    path: str
    body: object = None
    content: bytes | None = None
    query: dict[str, Any] = field(default_factory=dict)


MISTAKES = {
    "a migration of no collection": Mistake("POST", _PIPELINE, {}),
    "a migration of something that is no list": Mistake(
        "POST", _PIPELINE, {"sei_contract_addresses": NOWHERE}
    ),
    "a migration of less than one NFT": Mistake(
        "POST",
        _PIPELINE,
        {"sei_contract_addresses": [NOWHERE], "max_nfts_per_contract": 0},
    ),
    "a migration in words that nobody reads": Mistake("POST", _PIPELINE, content=b"{bad"),
    "a batch of no job": Mistake("POST", _BATCH, {}),
    "a batch of a job that does not exist": Mistake("POST", _BATCH, {"migration_job_id": NOBODY}),
    "a batch of a job with a senseless name": Mistake("POST", _BATCH, {"migration_job_id": "abc"}),
    "a job without a name": Mistake("POST", _JOBS, {"description": "A job"}),
    "a job with an endless name": Mistake("POST", _JOBS, _JOB | {"name": "n" * 300}),
    "a job in batches of less than one": Mistake("POST", _JOBS, _JOB | {"batch_size": -1}),
    "a test that nobody knows": Mistake("POST", _TEST, {"scenario": "nothing"}),
    "a test of less than one NFT": Mistake(
        "POST", _TEST, {"scenario": "single_nft_migration", "test_data_size": 0}
    ),
    "a page of tests that is no number": Mistake(
        "GET", "{prefix}/test-results/", query={"limit": "abc"}
    ),
    "measures of which the number is none": Mistake(
        "GET", "{prefix}/performance-metrics/", query={"limit": "abc"}
    ),
    "a page of jobs that is no number": Mistake("GET", f"{_JOBS}list/", query={"limit": "abc"}),
}
