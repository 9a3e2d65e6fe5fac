"""Runs a Solana chain for the sandbox: `python -m support.sandbox.engines.solana`."""

from support.sandbox.engines.solana.app import create_app
from support.sandbox.engines.solana.methods import Methods
from support.sandbox.kit.serving import serve

if __name__ == "__main__":
    serve(create_app(Methods()))
