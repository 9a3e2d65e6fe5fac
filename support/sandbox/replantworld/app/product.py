"""What the routes of the product work with."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from support.sandbox.replantworld.app.batches import BatchManager
from support.sandbox.replantworld.app.cache import Cache
from support.sandbox.replantworld.app.configuration import Configuration
from support.sandbox.replantworld.app.errors import Forbidden
from support.sandbox.replantworld.app.monitor import Monitor
from support.sandbox.replantworld.app.pipeline import Pipeline
from support.sandbox.replantworld.app.runner import TestRunner
from support.sandbox.replantworld.app.sei import Exporter
from support.sandbox.replantworld.app.solana import Minter
from support.sandbox.replantworld.app.store import Store


@dataclass(frozen=True)
class Product:
    """The parts of the product.

    Attributes:
        configuration: of it.
        store: the database.
        cache: what is kept for a while.
        pipeline: moves NFTs.
        batches: moves them job by job.
        monitor: measures all that.
        runner: tests all that.
    """

    configuration: Configuration
    store: Store
    cache: Cache
    pipeline: Pipeline
    batches: BatchManager
    monitor: Monitor
    runner: TestRunner

    @classmethod
    def of(cls, configuration: Configuration) -> "Product":
        """Put the product together; nothing is connected yet."""
        cache = Cache(configuration.redis_url)
        monitor = Monitor(cache, configuration.most_memory)
        store = Store(configuration.database_url, monitor.note_query)
        exporter = Exporter(
            configuration.sei_url, configuration.sei_retries, configuration.sei_delay
        )
        minter = Minter(configuration.solana_url, configuration.wallet)
        pipeline = Pipeline(exporter, minter, store, cache, configuration.public_url)
        batches = BatchManager(exporter, minter, store, pipeline)
        runner = TestRunner(pipeline, batches, cache, store, monitor, configuration.test_contracts)
        return cls(configuration, store, cache, pipeline, batches, monitor, runner)


def product_of(request: Request) -> Product:
    """Return the product that serves a request."""
    product: Product = request.app.state.product
    return product


def authorised(request: Request) -> Product:
    """Return the product to whoever may change anything.

    Raises:
        Forbidden: the request does not carry the key.
    """
    product = product_of(request)
    if not has_right(request, product):
        raise Forbidden("An API key is needed to change anything")
    return product


def has_right(request: Request, product: Product) -> bool:
    """Tell whether a request carries the key."""
    return request.headers.get("X-API-Key") == product.configuration.api_key


Parts = Annotated[Product, Depends(product_of)]
Entrusted = Annotated[Product, Depends(authorised)]
