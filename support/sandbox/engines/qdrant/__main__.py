"""Runs Qdrant for the sandbox: `python -m support.sandbox.engines.qdrant`.

Environment:
    SANDBOX_QDRANT_API_KEY: the key that requests must carry; without it, everybody is let in.
"""

import os
import warnings

from support.sandbox.engines.qdrant import local_mode
from support.sandbox.engines.qdrant.app import create_app
from support.sandbox.kit.serving import serve

if __name__ == "__main__":
    # local mode advises to use a server; this is one
    warnings.filterwarnings("ignore", category=UserWarning, module="qdrant_client|support|fastapi")
    local_mode.install()
    serve(create_app(os.environ.get("SANDBOX_QDRANT_API_KEY")))
