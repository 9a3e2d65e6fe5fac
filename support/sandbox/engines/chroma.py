"""Runs a Chroma server: `python -m support.sandbox.engines.chroma PORT FOLDER`.

The server is the one that `chroma run` starts; without that command's imports it is up at once.
Its port is fixed, so that it is found there again after it was killed and started anew.
"""

import sys

from chromadb_rust_bindings import cli  # type: ignore[import-untyped]  # has no types

if __name__ == "__main__":
    port, folder = sys.argv[1:]
    cli(["chroma", "run", "--host", "127.0.0.1", "--port", port, "--path", folder])
