"""What a tenant is given: playbooks, and the packs that make them valid."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

PAYMENT = "PAYMENT_FAILED"
TOOL = "retryPayment"

# SentinAI wants an address of each tool of a pack; called is the one that the tool itself has.
_ANY_ADDRESS = "https://tools.example.com"


@dataclass(frozen=True)
class Playbook:
    """What is done about exceptions of a kind.

    Attributes:
        kind: of exceptions.
        tool: what is called.
        steps: what it is told, call by call.
        version: of the playbook; the newest one is followed. After 9 comes 10, which as a text
            would come before it.
        priority: of the playbook; of those that fit, the one of the highest is followed.
    """

    kind: str = PAYMENT
    tool: str = TOOL
    steps: tuple[str, ...] = ("pay again",)
    version: int = 9
    priority: int = 10

    @property
    def name(self) -> str:
        """What the playbook is called."""
        return f"for {self.kind} by {self.tool}"

    @property
    def conditions(self) -> Json:
        """When it is followed."""
        return {"match": {"exception_type": self.kind}, "priority": self.priority}

    def orders(self, tenant: str) -> list[Json]:
        """Return what the tool is told, call by call, as it is told by nobody else's playbook."""
        return [{"task": step, "kind": self.kind, "payer": tenant} for step in self.steps]


def own_kind(word: str, prefix: str) -> str:
    """Return the kind of exceptions that `word` stands for, as nobody else has it.

    Packs and playbooks may act on whatever exception has their kind, whosever it is.

    Args:
        word: what people call the kind.
        prefix: of the scenario's names.
    """
    return f"{word}_{re.sub(r'[^A-Z0-9]+', '_', prefix.upper())}"


def domain_pack(domain: str, playbooks: Sequence[Playbook]) -> Json:
    """Return a domain pack with these playbooks."""
    tools = {playbook.tool for playbook in playbooks}
    return {
        "domainName": domain,
        "entities": {},
        "exceptionTypes": {
            playbook.kind: {"description": playbook.kind, "detectionRules": [], "severityRules": []}
            for playbook in playbooks
        },
        "severityRules": [],
        "tools": {
            tool: {"description": tool, "parameters": {}, "endpoint": _ANY_ADDRESS}
            for tool in sorted(tools)
        },
        "playbooks": [
            {
                "exceptionType": playbook.kind,
                "steps": [
                    {"action": playbook.tool, "parameters": order}
                    for order in playbook.orders(domain)
                ],
            }
            for playbook in playbooks
        ],
        "guardrails": {
            "allowLists": sorted(tools),
            "blockLists": [],
            "humanApprovalThreshold": 0.5,
        },
    }


def own_pack(tenant: str, playbooks: Sequence[Playbook]) -> Json:
    """Return the pack of a tenant that approves of all tools of these playbooks."""
    return {
        "tenantId": tenant,
        "domainName": tenant,
        "customSeverityOverrides": [],
        "customGuardrails": {"allowLists": [], "blockLists": [], "humanApprovalThreshold": 0.5},
        "approvedTools": sorted({playbook.tool for playbook in playbooks}),
        "humanApprovalRules": [],
        "customPlaybooks": [],
    }
