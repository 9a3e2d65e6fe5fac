"""What the product is told by its environment."""

import json
import os
from dataclasses import dataclass, field
from functools import cached_property

from solders.keypair import Keypair

GUIDE, PRODUCT = "guide", "product"
SHAPES = (GUIDE, PRODUCT)
PREFIXES = {GUIDE: "/api/integration", PRODUCT: "/api/blockchain/integration"}


@dataclass(frozen=True)
class Configuration:
    """How to reach the engines, and in which shape to answer.

    Attributes:
        shape: whose paths are offered: those of the guide, or those of the product.
        api_key: of those who may change anything.
        database_url: PostgreSQL.
        redis_url: the cache.
        sei_url: a node of Sei.
        sei_retries: how often it is asked again, if it gives no answer.
        sei_delay: before it is asked for the second time, in seconds.
        solana_url: a node of Solana.
        keypair: of the wallet that mints and keeps NFTs, as a list of 64 bytes.
        public_url: where the product itself is reached: the metadata of NFTs lies there.
        most_memory: that it may use before an alert is raised, in MB.
        test_contracts: the collections on Sei on which the product tests itself.
    """

    shape: str
    api_key: str = field(repr=False)
    database_url: str = field(repr=False)
    redis_url: str
    sei_url: str
    sei_retries: int
    sei_delay: float
    solana_url: str
    keypair: str = field(repr=False)
    public_url: str
    most_memory: float
    test_contracts: list[str]

    @classmethod
    def from_environment(cls) -> "Configuration":
        """Read the variables that the deployment sets."""
        env = os.environ
        return cls(
            shape=env["SANDBOX_SHAPE"],
            api_key=env["SANDBOX_API_KEY"],
            database_url=env["DATABASE_URL"],
            redis_url=env["REDIS_URL"],
            sei_url=env["SEI_RPC_URL"],
            sei_retries=int(env["SEI_MAX_RETRIES"]),
            sei_delay=float(env["SEI_RETRY_DELAY"]),
            solana_url=env["SOLANA_RPC_URL"],
            keypair=env["SOLANA_KEYPAIR"],
            public_url=env["METADATA_BASE_URL"],
            most_memory=float(env["PERFORMANCE_MEMORY_THRESHOLD"]),
            test_contracts=env["INTEGRATION_TEST_CONTRACTS"].split(","),
        )

    @property
    def prefix(self) -> str:
        """What the paths of the integration's routes begin with."""
        return PREFIXES[self.shape]

    @cached_property
    def wallet(self) -> Keypair:
        """The wallet that mints and keeps NFTs."""
        return Keypair.from_bytes(bytes(json.loads(self.keypair)))
