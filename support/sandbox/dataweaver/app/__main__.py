"""Runs DataWeaver for the sandbox: `python -m support.sandbox.dataweaver.app`.

Environment:
    SANDBOX_DATAWEAVER_API_KEY: the key that opens it.
    SANDBOX_SABOTAGE: names of defects to plant, separated by commas.
"""

import os

from support.sandbox.dataweaver.app.app import create_app
from support.sandbox.dataweaver.app.store import Store
from support.sandbox.dataweaver.sabotage import CATALOGUE
from support.sandbox.kit.sabotage import engaged
from support.sandbox.kit.serving import serve

if __name__ == "__main__":
    serve(create_app(Store(), os.environ["SANDBOX_DATAWEAVER_API_KEY"], engaged(CATALOGUE)))
