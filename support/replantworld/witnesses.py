"""What others than ReplantWorld's own tests see while these run: the wallet, and the cache."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from support.replantworld.client.api import ReplantworldApi
from support.replantworld.observers.solana import SolanaObserver


@dataclass
class Seen:
    """What was seen while something was done.

    Attributes:
        transactions: of the wallet on Solana; 0 if nobody looked.
        hits: of the cache.
    """

    transactions: int = 0
    hits: int = 0


class Witnesses:
    """Those who see what ReplantWorld does.

    Args:
        api: of ReplantWorld, where its cache tells of its use.
        solana: looks at the wallet; None if nobody can.
    """

    def __init__(self, api: ReplantworldApi, solana: SolanaObserver | None) -> None:
        self._api = api
        self._solana = solana

    @contextmanager
    def looking(self) -> Iterator[Seen]:
        """Give what is seen until exit; it is known afterwards."""
        latest = self._solana.latest() if self._solana else None
        used, seen = self._api.cache_statistics(), Seen()
        yield seen
        seen.transactions = self._solana.transactions_since(latest) if self._solana else 0
        seen.hits = self._api.cache_statistics().hits_since(used)
