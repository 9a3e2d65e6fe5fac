"""Exchanges with a product: what was asked, and what was answered, as far as it matters."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*")
_NAMES = re.compile(r"{(\w+)}")

Values = Mapping[str, str]


@dataclass(frozen=True)
class Exchange:
    """One question and its answer; `{name}` stands for what an earlier answer brought.

    Attributes:
        name: what it shows.
        method: of HTTP.
        path: from the root of the API, with the query.
        body: what is sent; None for nothing.
        status: of the answer.
        answer: its body, by an example.
        notes: under which name which field of the answer is remembered.
        until: what the answer must say at last; it is asked for again until it does.
    """

    name: str
    method: str
    path: str
    status: int
    answer: Any
    body: Any = None
    notes: Mapping[str, str] = field(default_factory=dict)
    until: str = ""

    def filled(self, part: Any, known: Values) -> Any:  # noqa: ANN401  any JSON
        """Return a part with what is known put in place of the names."""
        if isinstance(part, str):
            return _NAMES.sub(lambda name: known.get(name[1], name[0]), part)
        if isinstance(part, Mapping):
            return {key: self.filled(value, known) for key, value in part.items()}
        if isinstance(part, Sequence):
            return [self.filled(value, known) for value in part]
        return part


def differences(recorded: Any, seen: Any, where: str = "") -> list[str]:  # noqa: ANN401  any JSON
    """Say where an answer is of another shape than the recorded one: fields, types, errors.

    Texts may read differently, lists may be shorter or longer, and nothing is as good as an empty
    list. A field that is null in one of them may be anything in the other.
    """
    if recorded is None or seen is None:
        return []
    if isinstance(recorded, Mapping) and isinstance(seen, Mapping):
        missing = [f"{where}.{key} is missing" for key in recorded if key not in seen]
        more = [f"{where}.{key} is not in the recorded one" for key in seen if key not in recorded]
        deeper = [
            found
            for key in recorded
            if key in seen
            for found in differences(recorded[key], seen[key], f"{where}.{key}")
        ]
        return missing + more + deeper
    if isinstance(recorded, list) and isinstance(seen, list):
        if not recorded or not seen:
            return []
        return differences(recorded[0], seen[0], f"{where}[0]")
    expected, found = _kind(recorded), _kind(seen)
    return [] if expected == found else [f"{where} is a {found}, not a {expected}"]


def _kind(value: object) -> str:
    if isinstance(value, str):
        if _UUID.fullmatch(value):
            return "UUID"
        return "time" if _TIME.fullmatch(value) else "text"
    kinds = {bool: "truth value", int: "number", float: "number", list: "list", dict: "object"}
    return kinds[type(value)]
