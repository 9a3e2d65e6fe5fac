"""Runs a Sei chain for the sandbox: `python -m support.sandbox.engines.sei [COLLECTIONS TOKENS]`.

It begins with so many collections of so many tokens each, by default with none.
"""

import sys

from support.sandbox.engines.sei.app import create_app
from support.sandbox.engines.sei.chain import Chain
from support.sandbox.engines.sei.genesis import found_collections
from support.sandbox.kit.serving import serve

if __name__ == "__main__":
    chain = Chain()
    if sys.argv[1:]:
        found_collections(chain, *map(int, sys.argv[1:]))
    serve(create_app(chain))
