"""SentinAI in the sandbox: which engines it is made of, and how it is reached."""

import argparse
import json
import os
import secrets
from pathlib import Path

from support.sandbox.engines.postgresql.server import postgresql
from support.sandbox.kit import private
from support.sandbox.kit.deployment import Deployment, module
from support.sandbox.kit.early_engine import EarlyEngine
from support.sandbox.kit.processes import Engine
from support.sandbox.kit.sockets import free_listener, url_of
from support.sandbox.sentinai.app.shape import OLDEST_FIRST, SHAPES, TIMELINES
from support.sandbox.sentinai.app.topics import PARTITIONS, Topic


def add_options(parser: argparse._ArgumentGroup) -> None:
    """Add what this sandbox can be told."""
    parser.add_argument(
        "--shape",
        choices=SHAPES,
        default="sandbox",
        help="whether to do what is not promised in the sandbox's way or in the product's",
    )
    parser.add_argument(
        "--timelines",
        choices=TIMELINES,
        default=OLDEST_FIRST,
        help="in which order timelines are told; the product has them newest first, against its"
        " promise",
    )


def deploy(logs: Path, options: argparse.Namespace) -> Deployment:
    """Return SentinAI with its database and a broker, or with KAFKA_BOOTSTRAP_SERVERS if set.

    Args:
        logs: the folder for the engines' log files.
        options: which shape it has.

    Raises:
        EngineFailed: the broker did not start.
    """
    database, database_url = postgresql(logs / "sentinai-postgresql.log")
    names = ("TENANT_001", "TENANT_002", "PLATFORM")
    tenants = [{"id": name, "api_key": secrets.token_hex(20)} for name in names]
    engines: list[Engine] = [database]
    brokers, broker_process = os.environ.get("KAFKA_BOOTSTRAP_SERVERS"), ""
    if not brokers:
        topics = (f"{topic}:{PARTITIONS}" for topic in Topic)
        command = module("support.sandbox.engines.kafka", *topics)
        broker = EarlyEngine("kafka", command, log=logs / "kafka.log")
        brokers, broker_process = broker.start_early().split()
        engines.append(broker)
    reached = {
        "DATABASE_URL": database_url,
        "KAFKA_BOOTSTRAP_SERVERS": brokers,
        "SENTINAI_JWT_SECRET": secrets.token_hex(32),
        "SENTINAI_RETRY_FIRST_DELAY_S": "0.2",
    }
    hidden = {
        "SANDBOX_TENANTS": json.dumps([*tenants[:2], tenants[2] | {"is_platform": True}]),
        "SANDBOX_KAFKA_PID": broker_process,
        "SANDBOX_SHAPE": options.shape,
        "SANDBOX_TIMELINES": options.timelines,
    }
    api_listener = free_listener()
    engines.append(
        Engine(
            "sentinai",
            module("support.sandbox.sentinai.app"),
            log=logs / "sentinai.log",
            environment=reached | hidden,
            listener=api_listener,
        )
    )
    url = url_of(api_listener)
    if SHAPES[options.shape].resolves:
        reached["SENTINAI_RESOLVES"] = "true"
    settings = {
        "SENTINAI_API_URL": url,
        **private.settings_at("SENTINAI_CONTROL", url),
        "SENTINAI_TENANT_ID": names[0],
        "SENTINAI_API_KEY": tenants[0]["api_key"],
        "SENTINAI_OTHER_TENANT_ID": names[1],
        "SENTINAI_OTHER_API_KEY": tenants[1]["api_key"],
        "SENTINAI_ADMIN_API_KEY": tenants[2]["api_key"],
    }
    return Deployment(engines, settings | reached)
