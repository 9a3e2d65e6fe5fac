"""The client of ReplantWorld: its API, call by call."""

import json
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.http import Api, ApiError
from support.laws.secrets import SecretWatch
from support.replantworld.client.cache import CacheStatistics
from support.replantworld.client.jobs import Job
from support.replantworld.client.mistakes import Mistake
from support.replantworld.client.monitor import Measure, Monitored, OfCategory
from support.replantworld.client.reports import Report
from support.replantworld.client.runner import KeptVerdict

GUIDE, PRODUCT = "the guide", "the product"
PREFIXES = {GUIDE: "/api/integration", PRODUCT: "/api/blockchain/integration"}
"""Where the routes of the integration are: the guide says one thing, the product does another."""

_SUCCESS, _NOT_FOUND, _NOT_ALLOWED = 200, 404, 405
_JOBS = "/api/blockchain/migration/jobs/"
_PAGE, _MOST_JOBS = 100, 10_000


class KnownNft(BaseModel):
    """What ReplantWorld tells of an NFT."""

    sei_contract_address: str
    sei_token_id: str
    sei_owner_address: str
    name: str
    migration_status: str
    solana_mint_address: str

    @property
    def is_migrated(self) -> bool:
        """Whether it is said to be migrated: both status and address say so."""
        return self.migration_status == "completed" and bool(self.solana_mint_address)


class _CacheUse(BaseModel):
    cache_stats: CacheStatistics


class _NewJob(BaseModel):
    job_id: str


class _Jobs(BaseModel):
    jobs: list[Job]


class _Tests(BaseModel):
    test_results: list[KeptVerdict]


class _Nfts(BaseModel):
    nfts: list[KnownNft]


class _Search(BaseModel):
    data: _Nfts


class ReplantworldApi:
    """Speaks with ReplantWorld as a user's program does.

    Attributes:
        shape: whose routes it has: the guide's or the product's.
        prefix: where the routes of the integration are.

    Args:
        api: the conversation.
        working: the same, with patience for requests that are answered when they are done.
        anonymous: the same, without a key.
        secrets: what it may never show.

    Raises:
        Failure: it has no such routes.
    """

    def __init__(self, api: Api, working: Api, anonymous: Api, secrets: SecretWatch) -> None:
        self._api = api
        self._working = working
        self._anonymous = anonymous
        self._secrets = secrets
        self.shape = next((shape for shape in PREFIXES if self._has(shape)), "")
        if not self.shape:
            tried = " nor ".join(f"{prefix}/cache-stats/" for prefix in PREFIXES.values())
            raise Failure(f"ReplantWorld has neither {tried}")
        self.prefix = PREFIXES[self.shape]

    def run_pipeline(
        self,
        contracts: Sequence[str],
        most: int | None = None,
        *,
        caching: bool = True,
        monitoring: bool = False,
    ) -> Report:
        """Migrate the NFTs of collections, at most so many of each, and return what is told.

        An answer that is no success is an answer, too.
        """
        body: dict[str, Any] = {
            "sei_contract_addresses": list(contracts),
            "enable_caching": caching,
            "enable_monitoring": monitoring,
        }
        if most is not None:
            body["max_nfts_per_contract"] = most
        return self._report("POST", f"{self.prefix}/run-pipeline/", body)

    def run_pipeline_unasked(self, contracts: Sequence[str]) -> Report:
        """Ask for the same without a key."""
        path, body = f"{self.prefix}/run-pipeline/", {"sei_contract_addresses": list(contracts)}
        return self._report("POST", path, body, by=self._anonymous)

    def cache_statistics(self) -> CacheStatistics:
        """Return what the cache tells of its use."""
        return self._api.ask(_CacheUse, "GET", f"{self.prefix}/cache-stats/").cache_stats

    def monitored(self) -> Monitored:
        """Return all that the monitor tells."""
        return self._api.ask(Monitored, "GET", f"{self.prefix}/performance-metrics/")

    def measures_of(self, category: str, most: int = 1000) -> Sequence[Measure]:
        """Return the latest measures of a category, at most so many.

        Raises:
            Failure: there are others than are counted.
        """
        path = f"{self.prefix}/performance-metrics/"
        query: dict[str, str | int] = {"category": category, "limit": most}
        told = self._api.ask(OfCategory, "GET", path, query=query).metrics
        if told.count != len(told.metrics):
            said = f"Of {category}, {told.count} measures are counted, and {len(told.metrics)} told"
            raise Failure(Cause.MISCOUNTED(said))
        return told.metrics

    def create_job(self, name: str, contracts: Sequence[str], batch_size: int) -> str:
        """Make a job for collections, and return its id."""
        body = {
            "name": name,
            "description": "Made by Datamonkey",
            "sei_contract_addresses": list(contracts),
            "batch_size": batch_size,
        }
        return self._api.ask(_NewJob, "POST", _JOBS, body=body).job_id

    def job(self, job_id: str) -> Job:
        """Return a job, as the list of jobs shows it.

        Raises:
            Failure: it is not in the list.
        """
        for offset in range(0, _MOST_JOBS, _PAGE):
            query = {"limit": _PAGE, "offset": offset}
            listed = self._api.ask(_Jobs, "GET", f"{_JOBS}list/", query=query).jobs
            if found := [job for job in listed if job.job_id == job_id]:
                return found[0]
            if not listed:
                break
        raise Failure(Cause.LOST(f"The list of jobs does not show the job {job_id}"))

    def run_batch(self, job_id: str, *, unasked: bool = False) -> Report:
        """Run a job, without a key if `unasked`, and return what is told of that."""
        return self._of_job("run-batch", job_id, unasked)

    def roll_back(self, job_id: str, *, unasked: bool = False) -> Report:
        """Take a job back in the same way; only where there is such a route."""
        return self._of_job("rollback", job_id, unasked)

    def has_rollback(self) -> bool:
        """Tell whether there is a route by which jobs are taken back, without taking one back."""
        try:
            self._api.call("GET", f"{self.prefix}/rollback/")
        except ApiError as error:
            return error.status == _NOT_ALLOWED
        return True

    def run_test(self, kind: str, size: int, *, unasked: bool = False) -> Report:
        """Have ReplantWorld test itself, without a key if `unasked`; return what is told of that.

        Args:
            kind: its name for what is tested.
            size: how many NFTs it shall try that with.
            unasked: whether nobody with a key asks.
        """
        body = {"scenario": kind, "test_data_size": size, "enable_monitoring": False}
        by = self._anonymous if unasked else None
        return self._report("POST", f"{self.prefix}/run-test/", body, by)

    def tests(
        self, limit: int, offset: int = 0, *, kind: str = "", outcome: str = ""
    ) -> list[KeptVerdict]:
        """Return a page of the list of tests: of one kind, of one outcome, or all."""
        query: dict[str, str | int] = {"limit": limit, "offset": offset}
        query |= {"scenario": kind} if kind else {}
        query |= {"status": outcome} if outcome else {}
        path = f"{self.prefix}/test-results/"
        return self._api.ask(_Tests, "GET", path, query=query).test_results

    def make(self, mistake: Mistake) -> Report:
        """Ask for what makes no sense, and return what is told of that."""
        path = mistake.path.format(prefix=self.prefix)
        return self._report(
            mistake.method, path, mistake.body, content=mistake.content, query=mistake.query
        )

    def nfts_of(self, contract: str, most: int) -> list[KnownNft]:
        """Return what is told of the NFTs of a collection, at most so many.

        Raises:
            Failure: it is not what was asked for.
        """
        path = "/api/v1/nft/search/"
        query: dict[str, str | int] = {"contract": contract, "limit": most}
        found = self._api.ask(_Search, "GET", path, query=query).data.nfts
        if others := {nft.sei_contract_address for nft in found} - {contract}:
            raise Failure(
                Cause.LEAKED(
                    f"Asked for the NFTs of {contract}, ReplantWorld tells of {min(others)}"
                )
            )
        return found

    def close(self) -> None:
        """Close the pooled connections."""
        for api in (self._api, self._working, self._anonymous):
            api.close()

    def _of_job(self, route: str, job_id: str, unasked: bool) -> Report:
        by = self._anonymous if unasked else None
        return self._report("POST", f"{self.prefix}/{route}/", {"migration_job_id": job_id}, by)

    def _report(
        self,
        method: str,
        path: str,
        body: object,
        by: Api | None = None,
        **sent: Any,  # noqa: ANN401
    ) -> Report:
        """Ask for something whose answer may be no success, and return that answer."""
        try:
            told = (by or self._working).call(method, path, body=body, **sent)
        except ApiError as error:
            report = Report(error.status, error.body)
        else:
            report = Report(_SUCCESS, told if isinstance(told, str) else json.dumps(told))
        self._secrets.judge(f"{method} {path}", report.text)
        return report

    def _has(self, shape: str) -> bool:
        """Tell whether the routes are where one of them says."""
        try:
            self._api.call("GET", f"{PREFIXES[shape]}/cache-stats/")
        except ApiError as error:
            if error.status != _NOT_FOUND:
                raise
            return False
        return True
