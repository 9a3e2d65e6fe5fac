"""What a SentinAI says of itself: which API it is, and what of the optional it can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from support.core.errors import Failure

Json = dict[str, Any]

_SUBMIT, _TENANT = "/exceptions/{tenant_id}", "/admin/tenants/{tenant_id}"
_KEY = "idempotency-key"


@dataclass(frozen=True)
class Abilities:
    """What was found out.

    Attributes:
        title: of the API, with its version.
        idempotency_keys: whether a request that is repeated with its key is known as one.
        deletes_tenants: whether tenants can be deleted without reaching into its database.
    """

    title: str
    idempotency_keys: bool
    deletes_tenants: bool

    def told(self) -> str:
        """Return what it can and cannot do, for the header of a run."""
        can = {"idempotency keys": self.idempotency_keys, "deleting tenants": self.deletes_tenants}
        return ", ".join(name if able else f"no {name}" for name, able in can.items())


def abilities_in(description: Json) -> Abilities:
    """Read what an API says of itself.

    Args:
        description: its OpenAPI document.

    Raises:
        Failure: it is the API of something else.
    """
    routes = description.get("paths", {})
    about = description.get("info", {})
    title = f"{about.get('title', 'an API without a title')} {about.get('version', '')}".strip()
    submit = _operation(routes, "post", _SUBMIT)
    if submit is None:
        raise Failure(f"it is {title}, to which no exceptions can be submitted")
    headers = {str(one.get("name", "")).lower() for one in submit.get("parameters", [])}
    deletes = _operation(routes, "delete", _TENANT) is not None
    return Abilities(title, _KEY in headers, deletes)


def _operation(routes: Mapping[str, Json], method: str, path: str) -> Json | None:
    return routes.get(path, {}).get(method)
