"""Runs the product's API: `python -m support.sandbox.replantworld.app.server`."""

import os
import socket

from support.sandbox.kit.sabotage import engaged
from support.sandbox.kit.serving import serve
from support.sandbox.replantworld.app.app import create_app
from support.sandbox.replantworld.app.configuration import Configuration
from support.sandbox.replantworld.app.product import Product
from support.sandbox.replantworld.sabotage import CATALOGUE

_BACKLOG = 128


def main() -> None:
    """Serve on the port that the environment names, until the process is stopped."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", int(os.environ["PORT"])))
    listener.listen(_BACKLOG)
    product = Product.of(Configuration.from_environment())
    serve(create_app(product, engaged(CATALOGUE)), listener)


if __name__ == "__main__":
    main()
