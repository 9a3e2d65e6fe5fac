"""Changes of what a tenant has set up, while its exceptions are handled."""

from support.sentinai.tenant import Tenant

_NEW_STEPS = ("look up the payer", "pay by hand")


class Changes:
    """Changes a tenant's configuration, and remembers what was there before.

    Attributes:
        names_before: the names of what was submitted before the last change.
        calls_before: how many calls of tools there were before it.
        steps_before: how many steps the playbook had before it.

    Args:
        tenant: whose configuration it is.
    """

    def __init__(self, tenant: Tenant) -> None:
        self.names_before: list[str] = []
        self.calls_before = 0
        self.steps_before = 0
        self._tenant = tenant

    def change_playbook(self) -> None:
        """Give the playbook a new version, with other steps."""
        self._remember()
        self._tenant.change_playbook(_NEW_STEPS)

    def switch_tool(self, *, on: bool) -> None:
        """Allow or forbid that the tool is called."""
        self._remember()
        self._tenant.switch_tool(on=on)

    def _remember(self) -> None:
        tenant = self._tenant
        self.names_before = tenant.exceptions.names
        self.calls_before = len(tenant.observer.calls())
        self.steps_before = len(tenant.playbook.steps)
