"""Those who try to get at what is a tenant's: with the right to, and without."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any

from support.core.http import ApiError
from support.laws.secrets import SecretShown
from support.sentinai.client.access import Access, by_key
from support.sentinai.client.packs import TOOL
from support.sentinai.client.sentinai import SentinAI
from support.sentinai.dead_letters import entry_of
from support.sentinai.endpoints import ENDPOINTS, LIST, SWITCH_OFF, Endpoint, Names
from support.sentinai.laws.setup import disagreeing_setup
from support.sentinai.tenant import Tenant


@dataclass(frozen=True)
class Attempt:
    """Somebody made a call.

    Attributes:
        caller: who.
        endpoint: what it is for, as `ENDPOINTS` calls it.
        tenant: which tenant it concerns.
        may: whether the caller has the right to.
        answer: the status by which the caller was refused; None for one who was let in.
        shown: which secret stood in the answer, and where; "" if none.
    """

    caller: str
    endpoint: str
    tenant: str
    may: bool
    answer: int | None
    shown: str = ""


class Callers:
    """Callers of a tenant's endpoints.

    Attributes:
        attempts: what they tried, and how it was answered.

    Args:
        tenant: whose endpoints they are.
        other: another tenant.
    """

    def __init__(self, tenant: Tenant, other: Tenant) -> None:
        self.attempts: list[Attempt] = []
        self._tenant = tenant
        self._other = other

    def try_endpoints(self, endpoints: Iterable[str]) -> None:
        """Let another tenant's admin make these calls, and each time whoever has the right to.

        The other one goes first: what was done then would keep the second call from its success.
        In the end it must be let into what is its own: whatever was done was done to one of them.
        """
        wanted = list(endpoints)
        self._other.set_up()
        who = "another tenant's admin"
        names = self._names(with_letters=any("dead letter" in name for name in wanted))
        for name in wanted:
            platform = ENDPOINTS[name].platform
            owner = self._tenant.system.admin if platform else self._tenant.client
            self._try(who, self._other.client, name, names, may=False)
            self._try("who has the right", owner, name, names, may=True)
        self._try(who, self._other.client, LIST, Names(self._other.name), may=True)
        if SWITCH_OFF in wanted:
            self._tenant.switched_off.add(TOOL)

    def broken_setup(self) -> list[str]:
        """Return what is listed otherwise of both tenants than it was set up or switched."""
        if not self._other.playbooks:  # keys open tenants that were there before
            return []
        self._tenant.activate()  # nobody may look who is suspended
        return [*disagreeing_setup(self._tenant), *disagreeing_setup(self._other)]

    def try_api_keys(self) -> None:
        """Ask for the exceptions of two tenants with the API keys of both."""
        tenants = self._tenant.system.tenants_with_api_keys()
        for caller, asked in product(tenants, repeat=2):
            own, key = caller.tenant == asked.tenant, f"the key of {caller.tenant}"
            self._try(key, caller, LIST, Names(asked.tenant), may=own)

    def try_without_key(self) -> None:
        """Ask for the exceptions of the tenant with its proof, with none and with a made up one."""
        system, names = self._tenant.system, Names(self._tenant.name)
        nobody = system.client(Access(names.tenant))
        unknown = system.client(by_key(names.tenant, "nobody-has-this-key"))
        self._try("its admin", self._tenant.client, LIST, names, may=True)
        self._try("somebody without a key", nobody, LIST, names, may=False)
        self._try("somebody with an unknown key", unknown, LIST, names, may=False)

    def _try(
        self, caller: str, client: SentinAI, endpoint: str, names: Names, *, may: bool
    ) -> None:
        answer, shown = None, ""
        try:
            answer = _answer(client, ENDPOINTS[endpoint], names)
        except SecretShown as secret:
            shown = str(secret)
        self.attempts.append(Attempt(caller, endpoint, names.tenant, may, answer, shown))

    def _names(self, *, with_letters: bool) -> Names:
        """Return what is the tenant's, two dead letters among it if they are asked for."""
        tenant = self._tenant
        names = [found.exception_id for found in tenant.client.exceptions()] or [""]
        letters = [entry_of(tenant, name) for name in names] if with_letters else [0]
        return Names(
            tenant=tenant.name,
            exception=names[0],
            retried=letters[0],
            discarded=letters[-1],
            tool=tenant.tools[TOOL],
            tool_url=tenant.system.url_of(tenant.tool()),
        )


def _answer(caller: SentinAI, endpoint: Endpoint, names: Names) -> int | None:
    """Make a call and return the status by which it was refused; None if it was not."""
    query = {"tenant_id": names.tenant, "actor": "somebody"} if endpoint.query else None
    path = endpoint.path.format_map(vars(names))
    body = _filled(endpoint.body, names)
    try:
        caller.call(endpoint.method, path, body=body, query=query, repeatable=False)
    except ApiError as error:
        return error.status
    return None


def _filled(value: Any, names: Names) -> Any:  # noqa: ANN401  JSON
    if isinstance(value, list):
        return [_filled(inner, names) for inner in value]
    if isinstance(value, dict):
        return {name: _filled(inner, names) for name, inner in value.items()}
    return value.format_map(vars(names)) if isinstance(value, str) else value
