"""What ReplantWorld's test runner is asked for, and what it tells of a test."""

from pydantic import BaseModel

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
