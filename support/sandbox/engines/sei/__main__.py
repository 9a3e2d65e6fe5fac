"""Runs a Sei chain for the sandbox: `python -m support.sandbox.engines.sei`."""

from support.sandbox.engines.sei.app import create_app
from support.sandbox.engines.sei.chain import Chain
from support.sandbox.kit.serving import serve

if __name__ == "__main__":
    serve(create_app(Chain()))
