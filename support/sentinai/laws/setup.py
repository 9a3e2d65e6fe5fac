"""What a tenant has set up is listed as it was set up, and nothing of anybody else's."""

from collections.abc import Iterator

from support.core.causes import Cause
from support.laws.agreement import Telling, disagreements
from support.sentinai.laws.records import by_key, flat, foreign_records, with_gaps
from support.sentinai.laws.routes import as_made
from support.sentinai.tenant import Tenant

_MAKER = "who set it up"


def disagreeing_setup(tenant: Tenant) -> list[str]:
    """Return how a tenant's tools and playbooks are listed otherwise than it has them."""
    tools, playbooks = tenant.list_tools(), tenant.client.list_playbooks()
    return [
        *foreign_records(tenant.name, "tools", tools),
        *foreign_records(tenant.name, "playbooks", playbooks),
        *_unlike("tool", by_key(tools, "name"), _tools(tenant)),
        *_unlike("playbook", by_key(playbooks, "playbookId"), _playbooks(tenant)),
        *_switched(tenant, {str(tool["name"]) for tool in tools if tool["enabled"] is False}),
    ]


def _tools(tenant: Tenant) -> Telling:
    return {
        name: flat(
            {
                "toolId": number,
                "tenantId": tenant.name,
                "type": "http",
                "config.endpointConfig.url": tenant.system.url_of(tenant.tool(name)),
                "config.endpointConfig.method": "POST",
            }
        )
        for name, number in tenant.tools.items()
    }


def _playbooks(tenant: Tenant) -> Telling:
    return {
        number: flat({"tenantId": tenant.name, **as_made(made)})
        for number, made in tenant.numbers.items()
    }


def _unlike(what: str, listed: Telling, made: Telling) -> Iterator[str]:
    for thing in made.keys() - listed.keys():
        yield Cause.LOST(f"the {what} {thing} is not listed")
    told = {thing: with_gaps(listed[thing], made[thing]) for thing in made.keys() & listed.keys()}
    yield from disagreements({"the list": told, _MAKER: made}, truth=_MAKER)


def _switched(tenant: Tenant, off: set[str]) -> Iterator[str]:
    for tool in off ^ tenant.switched_off:
        told = "on" if tool in tenant.switched_off else "off"
        yield Cause.MISREPORTED(f"the tool {tool} of {tenant.name} is listed as switched {told}")
