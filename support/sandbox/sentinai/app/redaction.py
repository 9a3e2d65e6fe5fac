"""Redacts personal data, by the names of fields."""

import re
from itertools import pairwise
from typing import Any

PLACEHOLDER = "[REDACTED]"

# Whole words of a field's name, so that neither `capacity` (city) nor `shippingMode` (pin) is hit.
# fmt: off
_FIELDS = frozenset({
    "email", "mail", "phone", "mobile", "fax", "ssn", "password", "passwd", "passphrase", "pin",
    "cvv", "cvc", "iban", "card", "pan", "token", "secret", "passport", "birthdate", "dob",
    "firstname", "lastname", "fullname", "surname", "address", "street", "zip", "postcode",
    "city", "taxid", "ein",
})
_PHRASES = frozenset({
    "first name", "last name", "full name", "customer name", "holder name", "card holder",
    "birth date", "account number", "social security", "tax id", "api key",
})
# fmt: on
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def redact(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the payload without personal data."""
    return {name: _redacted(name, value) for name, value in payload.items()}


def is_personal(name: str) -> bool:
    """Tell whether a field of this name holds personal data."""
    words = [word.lower() for word in _WORDS.findall(name)]
    return bool(_FIELDS.intersection(words)) or any(
        " ".join(pair) in _PHRASES for pair in pairwise(words)
    )


def _redacted(name: str, value: Any) -> Any:  # noqa: ANN401  JSON
    if is_personal(name) and not isinstance(value, dict | list):
        return PLACEHOLDER
    if isinstance(value, dict):
        return {key: _redacted(_inner(name, key), child) for key, child in value.items()}
    if isinstance(value, list):
        return [_redacted(name, child) for child in value]
    return value


def _inner(name: str, key: str) -> str:
    """Return the name that judges a field: all fields of a personal object are personal."""
    return name if is_personal(name) else key
