"""What somebody does on the page of DataWeaver."""

from collections.abc import Mapping

from support.core.browser.accessibility import Finding
from support.dataweaver.connectors import CONNECTOR, Connectors
from support.dataweaver.set_ups import SetUps
from support.dataweaver.system import DataWeaverSystem
from support.run.plugin import Scene

_TOO_LONG = 300


class Visits:
    """A person in front of the page.

    Attributes:
        typed: what was typed into the form of a connector, by label.
        said: what the page said to the latest action.
        findings: what keeps somebody from it, by page.

    Args:
        system: DataWeaver.
        connectors: of the scenario.
        set_ups: of the scenario.
        scene: of the scenario.
    """

    def __init__(
        self, system: DataWeaverSystem, connectors: Connectors, set_ups: SetUps, scene: Scene
    ) -> None:
        self.typed: Mapping[str, str] = {}
        self.said = ""
        self.findings: dict[str, list[Finding]] = {}
        self._system = system
        self._connectors = connectors
        self._set_ups = set_ups
        self._scene = scene

    @property
    def handle(self) -> str:
        """What tells the connector that is set up on the page from all others."""
        return self._connectors.handle("typed")

    def set_up(self, *, without_mouse: bool = False) -> None:
        """Set a connector to Google up."""
        self._set_up(self.handle, without_mouse=without_mouse)

    def set_up_wrongly(self) -> None:
        """Set one up whose name is too long."""
        self._set_up(self.handle.ljust(_TOO_LONG, "n"))

    def test(self) -> None:
        """Test the connector of the scenario."""
        with self._system.page() as page:
            page.open_test(self._connectors.handle("main"))
            self.said = page.test()

    def set_up_scenario(self, name: str) -> None:
        """Set a business scenario up."""
        with self._system.page() as page:
            page.open_scenarios()
            with self._set_ups.making(name):
                self.said = page.set_up(name)

    def look_around(self) -> None:
        """Go to each place, and note what is in the way of those who cannot see it."""
        with self._system.page() as page:
            page.open_list()
            self.findings["the list"] = page.findings()
            page.open_form()
            self.findings["the form"] = page.findings()
            page.open_test(self._connectors.handle("main"))
            self.findings["the test"] = page.findings()

    def _set_up(self, name: str, *, without_mouse: bool = False) -> None:
        secret = f"client-secret-{self.handle}"
        self._system.secrets.give("the client secret", secret)
        self._scene.cleanup.register(CONNECTOR, self.handle)
        self.typed = {"Connector Name": name, "Description": self.handle, "Client ID": "datamonkey"}
        with self._system.page() as page:
            page.without_mouse = without_mouse
            page.open_form()
            page.fill({**self.typed, "Client Secret": secret})
            self.said = page.send()
