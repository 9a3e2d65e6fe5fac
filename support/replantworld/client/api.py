"""The client of ReplantWorld: its API, call by call."""

import json
import time
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from support.core.causes import Cause, together
from support.core.errors import Failure
from support.core.http import Api, ApiError
from support.laws.secrets import SecretWatch
from support.replantworld.client.cache import CacheStatistics
from support.replantworld.client.jobs import Job, JobOrder, listing_faults
from support.replantworld.client.mistakes import Mistake
from support.replantworld.client.monitor import Measure, Monitored, OfCategory
from support.replantworld.client.nfts import FoundNfts, KnownNft, search_faults
from support.replantworld.client.reports import Report
from support.replantworld.client.runner import KeptVerdict, PageOfTests, page_faults

GUIDE, PRODUCT = "the guide", "the product"
PREFIXES = {GUIDE: "/api/integration", PRODUCT: "/api/blockchain/integration"}
"""Where the routes of the integration are: the guide says one thing, the product does another."""

_SUCCESS, _NOT_FOUND, _NOT_ALLOWED = 200, 404, 405
_JOBS = "/api/blockchain/migration/jobs/"
_PAGE, _MOST_JOBS = 100, 10_000


class _CacheUse(BaseModel):
    cache_stats: CacheStatistics


class _NewJob(BaseModel):
    job_id: str


class _Jobs(BaseModel):
    jobs: list[Job]


class _Search(BaseModel):
    data: FoundNfts


class ReplantworldApi:
    """Speaks with ReplantWorld as a user's program does.

    Attributes:
        shape: whose routes it has: the guide's or the product's.
        prefix: where the routes of the integration are.

    Args:
        api: the conversation.
        working: the same, with patience for requests that are answered when they are done.
        unauthorised: the same, of who has no right to anything: without a key, or with a wrong one.
        secrets: what it may never show.

    Raises:
        Failure: it has no such routes.
    """

    def __init__(
        self, api: Api, working: Api, unauthorised: Sequence[Api], secrets: SecretWatch
    ) -> None:
        self._api = api
        self._working = working
        self._unauthorised = unauthorised
        self._secrets = secrets
        self._ordered: dict[str, JobOrder] = {}
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
        return self._unasked("POST", path, body)

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
        order = JobOrder(
            name=name,
            description="Made by Datamonkey",
            sei_contract_addresses=list(contracts),
            batch_size=batch_size,
        )
        job_id = self._api.ask(_NewJob, "POST", _JOBS, body=order.model_dump()).job_id
        self._ordered[job_id] = order
        return job_id

    def job(self, job_id: str) -> Job:
        """Return a job, as the list of jobs shows it.

        Raises:
            Failure: it is not in the list, more than once, or not as it was ordered.
        """
        for offset in range(0, _MOST_JOBS, _PAGE):
            listed = self.jobs(offset)
            if found := [job for job in listed if job.job_id == job_id]:
                if faults := listing_faults(found, self._ordered.get(job_id, found[0])):
                    raise Failure(together(faults))
                return found[0]
            if not listed:
                break
        raise Failure(Cause.LOST(f"The list of jobs does not show the job {job_id}"))

    def jobs(self, offset: int = 0) -> list[Job]:
        """Return a page of the list of jobs."""
        query = {"limit": _PAGE, "offset": offset}
        return self._api.ask(_Jobs, "GET", f"{_JOBS}list/", query=query).jobs

    def create_job_unasked(self, contracts: Sequence[str]) -> Report:
        """Ask without a key for a job."""
        order = JobOrder(
            name="dm", description="", sei_contract_addresses=list(contracts), batch_size=1
        )
        return self._unasked("POST", _JOBS, order.model_dump())

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
        ask = self._unasked if unasked else self._report
        return ask("POST", f"{self.prefix}/run-test/", body)

    def tests(
        self, limit: int, offset: int = 0, *, kind: str = "", outcome: str = ""
    ) -> list[KeptVerdict]:
        """Return a page of the list of tests: of one kind, of one outcome, or all.

        Raises:
            Failure: what it tells of the other pages does not fit it.
        """
        query: dict[str, str | int] = {"limit": limit, "offset": offset}
        query |= {"scenario": kind} if kind else {}
        query |= {"status": outcome} if outcome else {}
        path = f"{self.prefix}/test-results/"
        page = self._api.ask(PageOfTests, "GET", path, query=query)
        if faults := list(page_faults(page, offset)):
            raise Failure(together(faults))
        return page.test_results

    def make(self, mistake: Mistake) -> Report:
        """Ask for what makes no sense, and return what is told of that."""
        path = mistake.path.format(prefix=self.prefix)
        return self._report(
            mistake.method, path, mistake.body, content=mistake.content, query=mistake.query
        )

    def nfts_of(self, contract: str, most: int, status: str = "") -> list[KnownNft]:
        """Return what is told of the NFTs of a collection, of one status or all, at most so many.

        Raises:
            Failure: it is not what was asked for.
        """
        query: dict[str, str | int] = {"contract": contract, "limit": most}
        query |= {"status": status} if status else {}
        found = self._api.ask(_Search, "GET", "/api/v1/nft/search/", query=query).data
        if faults := list(search_faults(found, contract, most)):
            raise Failure(together(faults))
        return found.nfts

    def close(self) -> None:
        """Close the pooled connections."""
        for api in (self._api, self._working, *self._unauthorised):
            api.close()

    def _of_job(self, route: str, job_id: str, unasked: bool) -> Report:
        ask = self._unasked if unasked else self._report
        return ask("POST", f"{self.prefix}/{route}/", {"migration_job_id": job_id})

    def _unasked(self, method: str, path: str, body: object) -> Report:
        """Have all who have no right to it ask, and return the answer that denies it least."""
        told = [self._report(method, path, body, one) for one in self._unauthorised]
        return next((report for report in told if not report.is_denied), told[-1])

    def _report(
        self,
        method: str,
        path: str,
        body: object,
        by: Api | None = None,
        **sent: Any,  # noqa: ANN401
    ) -> Report:
        """Ask for something whose answer may be no success, and return that answer."""
        asked = time.monotonic()
        try:
            told = (by or self._working).call(method, path, body=body, **sent)
        except ApiError as error:
            status, text = error.status, error.body
        else:
            status, text = _SUCCESS, told if isinstance(told, str) else json.dumps(told)
        report = Report(status, text, time.monotonic() - asked)
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
