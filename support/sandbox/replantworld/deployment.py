"""ReplantWorld in the sandbox: which engines it is made of, and how it is reached."""

import argparse
import json
import secrets
import shlex
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from solders.keypair import Keypair

from support.sandbox.engines.postgresql.server import postgresql
from support.sandbox.engines.sei.chain import CHAIN_ID, CW721_CODE
from support.sandbox.engines.sei.genesis import genesis_addresses
from support.sandbox.kit import private
from support.sandbox.kit.deployment import Deployment, module
from support.sandbox.kit.processes import Engine
from support.sandbox.kit.sockets import free_listener, free_port, url_of
from support.sandbox.replantworld.app.batches import CONCURRENT
from support.sandbox.replantworld.app.configuration import SHAPES

_DATABASE = "replantworld"
_TOKENS = 20
_RETRIES, _DELAY_S = "2", "0.2"
_LITTLE_MEMORY_MB = "20"  # so that an alert must stand

TEST_CONTRACTS = genesis_addresses(5)
"""The collections on which the product tests itself."""


def add_options(parser: argparse._ArgumentGroup) -> None:
    """Add the shape in which the product answers."""
    parser.add_argument("--shape", choices=SHAPES, default=SHAPES[0])


def deploy(logs: Path, options: argparse.Namespace) -> Deployment:
    """Return ReplantWorld between its two chains, with its database.

    Args:
        logs: the folder for the engines' log files.
        options: the shape.
    """
    database, server = postgresql(logs / "replantworld-postgresql.log")
    database_url = server.rpartition("/")[0] + f"/{_DATABASE}"
    genesis = [str(len(TEST_CONTRACTS)), str(_TOKENS)]
    sei, sei_url = _chain("sei", logs, *genesis)
    solana, solana_url = _chain("solana", logs)
    api, cache = free_port(), free_port()
    url, redis_url = f"http://127.0.0.1:{api}", f"redis://127.0.0.1:{cache}/0"
    wallet, key, control = Keypair(), secrets.token_hex(20), free_listener()
    engine = Engine(
        "replantworld",
        module("support.sandbox.replantworld.app"),
        log=logs / "replantworld-control.log",
        environment={
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "SEI_RPC_URL": sei_url,
            "SEI_MAX_RETRIES": _RETRIES,
            "SEI_RETRY_DELAY": _DELAY_S,
            "SOLANA_RPC_URL": solana_url,
            "SOLANA_KEYPAIR": json.dumps(list(bytes(wallet))),
            "METADATA_BASE_URL": url,
            "PERFORMANCE_MEMORY_THRESHOLD": _LITTLE_MEMORY_MB,
            "INTEGRATION_TEST_CONTRACTS": ",".join(TEST_CONTRACTS),
            "SANDBOX_SHAPE": options.shape,
            "SANDBOX_API_KEY": key,
            "SANDBOX_POSTGRESQL": server,
            "SANDBOX_DATABASE": _DATABASE,
            "SANDBOX_PORTS": f"{api},{cache}",
            "SANDBOX_LOGS": str(logs),
        },
        listener=control,
    )
    settings = {
        "REPLANTWORLD_API_URL": url,
        "REPLANTWORLD_API_KEY": key,
        **private.settings_at("REPLANTWORLD_CONTROL", url_of(control)),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SEI_RPC_URL": sei_url,
        **private.settings_at("REPLANTWORLD_SEI_CONTROL", sei_url),
        "REPLANTWORLD_SEI_MAX_RETRIES": _RETRIES,
        "SEI_CHAIN_ID": CHAIN_ID,
        "SEI_PRIVATE_KEY": _private_key(),
        "SEI_CW721_CODE_ID": str(CW721_CODE),
        "SOLANA_RPC_URL": solana_url,
        "SOLANA_WALLET": str(wallet.pubkey()),
        "REPLANTWORLD_MANAGE": _manage(url),
        "BATCH_MIGRATION_CONCURRENT_BATCHES": str(CONCURRENT),
        "MIGRATION_TIMEOUT_S": "5",
        "BREAKER_TIMEOUT_S": "5",
    }
    return Deployment([database, sei, solana, engine], settings)


def _chain(name: str, logs: Path, *arguments: str) -> tuple[Engine, str]:
    listener = free_listener()
    command = module(f"support.sandbox.engines.{name}", *arguments)
    url = url_of(listener)
    return Engine(name, command, log=logs / f"{name}.log", listener=listener), url


def _manage(url: str) -> str:
    """Return what is typed before the name of a management command, from the project's folder."""
    token = f"SANDBOX_TOKEN={private.token()}"
    return shlex.join(
        ["env", token, sys.executable, "-m", "support.sandbox.replantworld.manage", url]
    )


def _private_key() -> str:
    """Return the key of a new account, as hexadecimal; every account of the chain may pay."""
    key = ec.generate_private_key(ec.SECP256K1())
    return key.private_numbers().private_value.to_bytes(32).hex()
