"""The law of secrets: SentinAI never shows what it was given in confidence."""

import secrets
from urllib.parse import urlsplit

from support.core.secrecy import keep_secret
from support.laws.secrets import SecretWatch
from support.sentinai.settings import SentinaiSettings

_SETTINGS = {
    "sentinai_admin_api_key": "the API key of the administrator",
    "sentinai_api_key": "the API key of a tenant",
    "sentinai_other_api_key": "the API key of another tenant",
    "sentinai_jwt_secret": "the secret with which tokens are signed",
}


class Secrets(SecretWatch):
    """Remembers every secret of a run; whoever hears SentinAI say something asks here.

    Args:
        settings: whose secrets are known from the beginning.
    """

    def __init__(self, settings: SentinaiSettings) -> None:
        super().__init__()
        for field, what in _SETTINGS.items():
            if getattr(settings, field):
                self.give(what, settings.secret(field))
        if settings.database_url:
            self.give("the login of the database", _login(settings.secret("database_url")))

    def make(self, what: str) -> str:
        """Return a new secret, which is remembered; `what` it is, for the verdict."""
        secret = f"canary-{secrets.token_hex(16)}"
        keep_secret(secret)
        self.give(what, secret)
        return secret


def _login(url: str) -> str:
    """Return name and password as they stand in an address; the password alone may be a word."""
    address = urlsplit(url)
    return f"{address.username}:{address.password}@" if address.password else ""
