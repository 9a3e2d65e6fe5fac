"""What the routes of the product work with."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from support.sandbox.replantworld.app.cache import Cache
from support.sandbox.replantworld.app.configuration import Configuration
from support.sandbox.replantworld.app.errors import Forbidden
from support.sandbox.replantworld.app.pipeline import Pipeline
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
    """

    configuration: Configuration
    store: Store
    cache: Cache
    pipeline: Pipeline

    @classmethod
    def of(cls, configuration: Configuration) -> "Product":
        """Put the product together; nothing is connected yet."""
        store, cache = Store(configuration.database_url), Cache(configuration.redis_url)
        pipeline = Pipeline(
            Exporter(configuration.sei_url),
            Minter(configuration.solana_url, configuration.wallet),
            store,
            cache,
            configuration.public_url,
        )
        return cls(configuration, store, cache, pipeline)


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
    if request.headers.get("X-API-Key") != product.configuration.api_key:
        raise Forbidden("An API key is needed to change anything")
    return product


Parts = Annotated[Product, Depends(product_of)]
Entrusted = Annotated[Product, Depends(authorised)]
