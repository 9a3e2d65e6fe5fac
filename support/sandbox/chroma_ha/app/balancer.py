"""Runs the balancer: `python -m support.sandbox.chroma_ha.app.balancer`.

Environment, besides what `configuration` reads:
    PORT: where it listens; it is found there again after it was killed.
    SANDBOX_USAGE: the file that tells what it uses, instead of the truth.
    SANDBOX_PLANTED: the file that names the defects that are planted.
    SANDBOX_SABOTAGE: names of defects to plant, separated by commas, if there is no such file.
"""

import os
import socket
import sys
from pathlib import Path

from support.sandbox.chroma_ha.app.app import create_app
from support.sandbox.chroma_ha.app.configuration import Configuration, WrongSetting
from support.sandbox.chroma_ha.sabotage import CATALOGUE
from support.sandbox.kit.sabotage import engaged
from support.sandbox.kit.serving import serve

_BACKLOG = 128


def main() -> None:
    """Serve until the process is stopped."""
    planted = Path(os.environ["SANDBOX_PLANTED"])
    if planted.exists():
        os.environ["SANDBOX_SABOTAGE"] = planted.read_text()
    saboteur = engaged(CATALOGUE)
    try:
        configuration = Configuration.from_environment()
    except WrongSetting as wrong:
        sys.exit(str(wrong))
    app = create_app(configuration, saboteur, planted)
    listener = socket.create_server(("127.0.0.1", int(os.environ["PORT"])), backlog=_BACKLOG)
    serve(app, listener)


if __name__ == "__main__":
    main()
