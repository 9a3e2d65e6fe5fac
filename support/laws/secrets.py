"""The law of secrets: what was given in confidence is never shown again, nor an encoding of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.secrecy import spellings


class SecretShown(Failure):
    """A product shows a secret."""


class SecretWatch:
    """Remembers every secret that the suite gave, and looks for it in all that a product says."""

    def __init__(self) -> None:
        self._shown: dict[str, None] = {}  # each once, however many answers come at a time
        self._spellings: dict[str, frozenset[str]] = {}
        self._due: set[str] = set()

    @property
    def shown(self) -> list[str]:
        """Where which secrets were seen since the last `forget`, a sentence each."""
        return [*self._shown]

    def give(self, what: str, secret: str) -> None:
        """Remember a secret.

        Args:
            what: it is, for the verdict, such as "the token of the connection".
            secret: the text itself; it never appears in a verdict.
        """
        self._spellings[what] = frozenset(spellings(secret))

    @contextmanager
    def shown_once(self, what: str) -> Iterator[None]:
        """Allow a secret to be shown until exit, such as a key in the answer that makes it."""
        self._due.add(what)
        try:
            yield
        finally:
            self._due.discard(what)

    def shown_in(self, text: str) -> list[str]:
        """Return which secrets, and in which names, a text shows."""
        watched = self._spellings.keys() - self._due
        return sorted(what for what in watched if any(one in text for one in self._spellings[what]))

    def look(self, where: str, text: str) -> None:
        """Look at what a product says, and note the secrets in it.

        Args:
            where: it says so, for the verdict, such as `GET /connections`.
            text: all of it, headers included.
        """
        shown = self.shown_in(text)
        if shown:
            self._shown[Cause.LEAKED(f"{where} shows {' and '.join(shown)}")] = None

    def judge(self, where: str, text: str) -> None:
        """Look at what a product says, and give the verdict at once; arguments as of `look`.

        Raises:
            SecretShown: it shows a secret.
        """
        if shown := self.shown_in(text):
            raise SecretShown(Cause.LEAKED(f"{where} shows {' and '.join(shown)}"))

    def forget(self) -> None:
        """Forget what was shown so far: somebody else answers for that."""
        self._shown.clear()
