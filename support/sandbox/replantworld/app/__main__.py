"""Runs ReplantWorld for the sandbox, and the switches of its parts.

Environment:
    SANDBOX_POSTGRESQL: the URL of a PostgreSQL server, in which a database is made.
    SANDBOX_DATABASE: the name of that database.
    SANDBOX_PORTS: of the API and of Redis, separated by commas.
    SANDBOX_LOGS: the folder for log files.
    Everything else is handed on to the product.

The switches are sei, solana, redis and api.
"""

import os
from contextlib import suppress
from pathlib import Path

import httpx
import redis

from support.sandbox.kit import private
from support.sandbox.kit.deployment import module
from support.sandbox.kit.serving import serve
from support.sandbox.kit.switchable import Process, ProductDatabase, State, wait_until
from support.sandbox.kit.switches import create_switches
from support.sandbox.replantworld.app.configuration import Configuration

_API = "support.sandbox.replantworld.app.server"
_REDIS = "support.sandbox.engines.redis"
_LAMPORTS = 10**14


class Chain:
    """A chain that is away when its node answers nobody; it forgets nothing.

    Args:
        url: of the node.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._up = True

    @property
    def state(self) -> State:
        """How it is now."""
        return State.UP if self._up else State.DOWN

    def switch(self, wanted: State) -> None:
        """Have it answer everybody, or nobody."""
        if wanted is State.FROZEN:
            raise ValueError("A chain cannot be frozen")
        self._up = wanted is State.UP
        answer = httpx.put(
            f"{self._url}{private.PATH}/away", json={"away": not self._up}, headers=private.key()
        )
        answer.raise_for_status()


class Redis(Process):
    """A Redis server, which answers no HTTP.

    Args:
        port: of it.
        url: of it.
        log: the file that receives what it prints.
    """

    def __init__(self, port: str, url: str, log: Path) -> None:
        super().__init__(module(_REDIS, port), {}, log, url)
        self._server = redis.Redis.from_url(url)

    def _is_answering(self) -> bool:
        with suppress(redis.RedisError):
            return bool(self._server.ping())
        return False


def main() -> None:
    """Start everything, then serve the switches until the process is stopped."""
    configuration = Configuration.from_environment()
    api_port, redis_port = os.environ["SANDBOX_PORTS"].split(",")
    logs = Path(os.environ["SANDBOX_LOGS"])
    url = f"http://127.0.0.1:{api_port}"
    cache = Redis(redis_port, configuration.redis_url, logs / "replantworld-redis.log")
    health = f"{url}{configuration.prefix}/cache-stats/"
    api = Process(module(_API), {"PORT": api_port}, logs / "replantworld.log", health)
    database = ProductDatabase(os.environ["SANDBOX_POSTGRESQL"], os.environ["SANDBOX_DATABASE"])
    try:
        cache.start()
        database.create()
        api.start()
        wait_until(lambda: fill(configuration), "Solana gives no answer")
        for process in (cache, api):
            process.wait_until_up()
        chains = {"sei": Chain(configuration.sei_url), "solana": Chain(configuration.solana_url)}
        serve(create_switches("ReplantWorld", {**chains, "redis": cache, "api": api}))
    finally:
        for process in (api, cache):
            process.switch(State.DOWN)


def fill(configuration: Configuration) -> bool:
    """Fill the wallet, out of which NFTs are paid for; tell whether that could be done."""
    parameters = [str(configuration.wallet.pubkey()), _LAMPORTS]
    asked = {"jsonrpc": "2.0", "id": 1, "method": "requestAirdrop", "params": parameters}
    try:
        return httpx.post(configuration.solana_url, json=asked).is_success
    except httpx.TransportError:
        return False


if __name__ == "__main__":
    main()
