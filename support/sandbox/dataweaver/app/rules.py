"""What callers may ask for; a ValueError says what is wrong with it."""

from collections.abc import Mapping

from croniter import croniter
from pydantic.fields import FieldInfo

TYPES = (
    "GOOGLE_WORKSPACE",
    "MICROSOFT_365",
    "SLACK",
    "EMAIL",
    "DATABASE",
    "API",
    "FILE_SYSTEM",
    "LIMS",
    "OMICS",
    "LITERATURE",
    "CLINICAL",
)
LOGINS = ("OAUTH2", "API_KEY", "USERNAME_PASSWORD", "TOKEN", "NONE")

_LONGEST_NAME = 255


def fields(known: Mapping[str, FieldInfo], sent: object) -> None:
    """Refuse fields that nobody knows."""
    if isinstance(sent, dict) and (unknown := sent.keys() - known.keys()):
        raise ValueError(f"there is no field {', '.join(sorted(unknown))}")


def name(text: str) -> None:
    """Refuse a name that is empty or too long."""
    if not text.strip():
        raise ValueError("must not be empty")
    if len(text) > _LONGEST_NAME:
        raise ValueError(f"must not be longer than {_LONGEST_NAME} letters")


def kind(text: str) -> None:
    """Refuse a type that nobody knows."""
    if text not in TYPES:
        raise ValueError(f"must be one of {', '.join(TYPES)}")


def login(text: str) -> None:
    """Refuse a way to log in that nobody knows."""
    if text not in LOGINS:
        raise ValueError(f"must be one of {', '.join(LOGINS)}")


def schedule(text: str | None) -> None:
    """Refuse what is no schedule."""
    if text is not None and not croniter.is_valid(text):
        raise ValueError("is no schedule, such as 0 6 * * *")
