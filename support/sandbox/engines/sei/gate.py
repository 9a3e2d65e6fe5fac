"""What comes to the node before it is answered: noted, and refused where somebody wants that."""

import base64
import json
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

_MOST_NOTES = 20_000
_SMART = "/smart/"


@dataclass(frozen=True)
class Note:
    """A question to a contract.

    Attributes:
        at: when it came, in seconds from some point in time.
        contract: that was asked.
        token: of which something was asked; empty if of none.
        kind: of the question, such as "nft_info".
        is_refused: whether it got no answer.
    """

    at: float
    contract: str
    token: str
    kind: str
    is_refused: bool


class Gate:
    """Notes questions, and refuses some.

    Attributes:
        is_away: whether all are refused.
        requests: how many there were, answered or not.
    """

    def __init__(self) -> None:
        self.is_away = False
        self.requests = 0
        self._notes: deque[Note] = deque(maxlen=_MOST_NOTES)
        self._refusals: dict[tuple[str, str], int | None] = {}

    def refuse(self, contract: str, token: str, times: int | None) -> None:
        """Refuse what is asked of a token so many times, or for ever."""
        self._refusals[contract, token] = times

    def pass_by(self, path: str) -> bool:
        """Note a request by its path, and tell whether it is answered."""
        self.requests += 1
        is_refused = self.is_away
        for contract, token, kind in _questions(path):
            is_refused = is_refused or self._has_refused(contract, token)
            self._notes.append(Note(time.monotonic(), contract, token, kind, is_refused))
        return not is_refused

    def notes_of(self, contract: str) -> list[Note]:
        """Return what a contract was asked, in the order in which that came."""
        return [note for note in self._notes if note.contract == contract]

    def _has_refused(self, contract: str, token: str) -> bool:
        left = self._refusals.get((contract, token), 0)
        if left:
            self._refusals[contract, token] = left - 1
        return left is None or left > 0


def _questions(path: str) -> Iterator[tuple[str, str, str]]:
    """Yield contract, token and kind of a question, if it is one that can be read."""
    before, smart, encoded = path.partition(_SMART)
    if not smart:
        return
    try:
        ((kind, told),) = json.loads(base64.b64decode(unquote(encoded))).items()
        yield before.rpartition("/")[2], str(told.get("token_id", "")), kind
    except (ValueError, AttributeError):
        return
