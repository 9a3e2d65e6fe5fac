"""What keeps people from a page who cannot see it, or use no mouse: found by axe-core."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

_SERIOUS = {"serious", "critical"}


@dataclass(frozen=True)
class Finding:
    """Something on a page that is in somebody's way.

    Attributes:
        rule: of axe-core that it breaks.
        wanted: what that rule asks for.
        selector: finds the element.
        html: the element, shortened.
    """

    rule: str
    wanted: str
    selector: str
    html: str

    def __str__(self) -> str:
        return f"{self.wanted} ({self.rule}): {self.html}"


def serious_findings(page: "Page") -> list[Finding]:
    """Return what axe-core calls serious or critical on the page as it is now."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  only who looks has it

    violations = Axe().run(page).response["violations"]
    return [
        Finding(
            one["id"], one["help"], str(node["target"][0]), " ".join(node["html"].split())[:200]
        )
        for one in violations
        if one["impact"] in _SERIOUS
        for node in one["nodes"]
    ]
