"""What ReplantWorld's test runner is asked for, and what it tells of a test."""

from collections.abc import Iterator

from pydantic import BaseModel

from support.core.causes import Cause

KINDS = {
    "a single NFT": "single_nft_migration",
    "batches": "batch_migration",
    "many NFTs": "large_scale_migration",
    "the cache": "cache_performance",
    "errors": "error_handling",
    "rollback": "rollback_testing",
    "speed": "performance_benchmark",
}
"""The seven scenarios of the runner, by what people call them."""

PASSED = "passed"


class Verdict(BaseModel):
    """What is told of a test by the answer to it."""

    test_id: str
    scenario: str
    test_status: str
    test_data_size: int
    success_rate: float

    @property
    def kept(self) -> "KeptVerdict":
        """How the list of tests must show it."""
        return KeptVerdict(
            test_id=self.test_id,
            scenario=self.scenario,
            status=self.test_status,
            test_data_size=self.test_data_size,
            success_rate=self.success_rate,
        )


class KeptVerdict(BaseModel):
    """What the list of tests tells of one."""

    test_id: str
    scenario: str
    status: str
    test_data_size: int
    success_rate: float


class Pagination(BaseModel):
    """What a page of a list tells of the whole."""

    total_count: int
    has_next: bool


class PageOfTests(BaseModel):
    """A page of the list of tests."""

    test_results: list[KeptVerdict]
    pagination: Pagination


def page_faults(page: PageOfTests, offset: int) -> Iterator[str]:
    """Yield where a page tells otherwise of the whole list than it must, seen from its place."""
    told, seen = page.pagination, offset + len(page.test_results)
    if page.test_results and told.total_count < seen:
        yield Cause.MISCOUNTED(f"{told.total_count} tests are counted, and {seen} are listed")
    if told.has_next != (seen < told.total_count):
        yield Cause.MISREPORTED(
            f"{seen} of {told.total_count} tests are listed, and it says that there are"
            f" {'more' if told.has_next else 'no more'}"
        )
    if not page.test_results and told.has_next:
        yield Cause.LOST(f"More tests are told of than the first {offset}, and none is listed")
