"""Runs Airweave for the sandbox: `python -m support.sandbox.airweave.app --qdrant URL`.

Environment:
    SANDBOX_QDRANT_API_KEY: the key of the Qdrant that vectors are kept in.
    SANDBOX_ORGANIZATIONS: a JSON list of {"id": uuid, "name": str, "api_key": str}.
    SANDBOX_JOB_LATENCY_MS: how long a job waits before it starts; 60 by default.
    SANDBOX_GENERATION: `today`, which is the default, or `2025-08`.
    SANDBOX_SABOTAGE: names of defects to plant, separated by commas.
"""

import argparse
import logging
import os

from pydantic import TypeAdapter
from qdrant_client import QdrantClient

from support.sandbox.airweave.app.access import Deployment
from support.sandbox.airweave.app.app import create_app
from support.sandbox.airweave.app.generations import GENERATIONS
from support.sandbox.airweave.app.jobs import Engines, Jobs
from support.sandbox.airweave.app.scheduler import Scheduler
from support.sandbox.airweave.app.state import Organization, State
from support.sandbox.airweave.sabotage import CATALOGUE
from support.sandbox.kit.sabotage import engaged
from support.sandbox.kit.serving import serve


def main() -> None:
    """Serve until the process is stopped."""
    arguments = _arguments()
    logging.getLogger("httpx").setLevel(logging.WARNING)  # one line a request is too much
    urls = dict(pair.split("=", 1) for pair in arguments.source)
    generation = GENERATIONS[os.environ.get("SANDBOX_GENERATION", "today")]
    embedder = generation.embedder()
    key = os.environ["SANDBOX_QDRANT_API_KEY"]
    qdrant = QdrantClient(url=arguments.qdrant, api_key=key, timeout=30)
    store = generation.open_store(qdrant, embedder)
    store.prepare()
    organizations = TypeAdapter(list[Organization]).validate_json(
        os.environ["SANDBOX_ORGANIZATIONS"]
    )
    latency = int(os.environ.get("SANDBOX_JOB_LATENCY_MS", "60")) / 1000
    state, engines = State(organizations), Engines(store, embedder, urls)
    sources = {name: source for name in urls if (source := generation.source_of(name))}
    jobs = Jobs(state, engines, latency)
    deployment = Deployment(state, engines, jobs, sources)
    saboteur = engaged(CATALOGUE)
    Scheduler(state, jobs).start()
    serve(create_app(deployment, saboteur, generation.routers))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m support.sandbox.airweave.app", description=__doc__
    )
    parser.add_argument("--qdrant", required=True, metavar="URL", help="where vectors are kept")
    parser.add_argument(
        "--source", action="append", default=[], metavar="NAME=URL", help="a source, and its API"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
