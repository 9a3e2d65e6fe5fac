"""Imports what is named elsewhere, when it is first needed; what is not there is one line."""

from importlib import import_module
from typing import Any

from support.core.errors import SetupError


def load(name: str, named_by: str) -> Any:  # noqa: ANN401  whoever names it knows what it is
    """Return what is named as `module:attribute`.

    Args:
        name: of a module of ours, and what it must have.
        named_by: where the name stands, for the message.

    Raises:
        SetupError: there is no such module, it cannot be imported, or it lacks the attribute.
    """
    module, _, attribute = name.partition(":")
    file = f"{module.replace('.', '/')}.py"
    try:
        loaded = import_module(module)
    except ModuleNotFoundError as error:
        if error.name and f"{module}.".startswith(f"{error.name}."):
            raise SetupError(f"{named_by}, but there is no {file}") from None
        raise SetupError(f"{named_by}, but {file} cannot be imported: {error}") from None
    except ImportError as error:
        raise SetupError(f"{named_by}, but {file} cannot be imported: {error}") from None
    if not hasattr(loaded, attribute):
        raise SetupError(f"{named_by}, but {file} has no {attribute}")
    return getattr(loaded, attribute)
