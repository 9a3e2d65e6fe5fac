"""Imported once by the server from which workers are forked: what they would import on first use.

Each worker is a fresh process, so whatever a library puts off until it is used would be paid for
once a scenario. Nothing here may open a connection or start a thread: forks would share it.
"""

import httpcore  # httpx imports it with the first client

import support.parallel.worker
import support.run.bootstrap
from support.core.content import Author
from support.core.http import certificates

__all__ = ["httpcore", "support"]

Author("dm-000000000000-000000-0").write("warm.md", 1)  # Faker loads its words
certificates()
