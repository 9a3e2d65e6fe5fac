"""What the connectors of Google's services share: a token as credentials."""

from typing import ClassVar, TypeVar

from support.airweave.connectors.base import Connector
from support.bongos.google_api import GoogleBongo

G = TypeVar("G", bound=GoogleBongo)


class GoogleConnector(Connector[G]):
    """One service of a Google account."""

    secrets: ClassVar[dict[str, str]] = {"access_token": "google_access_token"}
    wrong_secrets: ClassVar[dict[str, str]] = {"access_token": "ya29." + "0" * 24}
