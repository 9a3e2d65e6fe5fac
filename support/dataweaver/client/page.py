"""The page of DataWeaver, used as people use it: by what its buttons and fields are called."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from support.core.browser.accessibility import Finding, serious_findings
from support.core.browser.settling import settle, watch
from support.core.causes import Cause
from support.core.errors import Failure
from support.core.timings import outside

if TYPE_CHECKING:  # a suite that looks at no page does not have it
    from playwright.sync_api import Browser, Locator

Lists = Mapping[str, Mapping[str, int]]
"""How often each connector is shown, by the way that leads to the list."""

_BUTTONS = {
    "Connectors": "connectors",
    "Scenarios": "(?:business )?scenarios",
    "Add Google Drive": "add google (?:drive|workspace)",
    "Create Connector": "create connector",
    "Test": "test",
    "Test Connection": "test connection",
    "Set Up": "set ?up",
}
"""What may be written on a button or link, by what we call it."""

_MILLISECONDS = 1000
_STOPS = "a, button, input, select, textarea, [tabindex]"
_NO_CONNECTOR = "No connectors found"


class WebPage:
    """The page of DataWeaver in a window of a browser.

    Attributes:
        without_mouse: whether everything is done by keys.

    Args:
        browser: to open it in.
        url: of the page.
        patience: how long to wait for what must be there, in seconds.
    """

    def __init__(self, browser: "Browser", url: str, patience: float) -> None:
        self.without_mouse = False
        self._url = url
        self._page = browser.new_page()
        self._page.set_default_timeout(patience * _MILLISECONDS)
        watch(self._page)

    def close(self) -> None:
        """Close the window."""
        self._page.close()

    def lists(self) -> Lists:
        """Open every list of connectors there is, and return who is shown in it."""
        self._open()
        ways = self._called("Connectors").count()
        return {
            f"the list behind button {way + 1} of {ways}": self._listed(way) for way in range(ways)
        }

    def open_list(self) -> None:
        """Go to the list from which connectors are set up and tested."""
        self._open()
        self._use("Connectors")

    def open_scenarios(self) -> None:
        """Go to the business scenarios."""
        self._open()
        self._use("Scenarios")

    def open_form(self) -> None:
        """Go to where a connector to Google is set up."""
        self.open_list()
        self._use("Add Google Drive")

    def fill(self, fields: Mapping[str, str]) -> None:
        """Fill a form: what is typed, by the label of the field."""
        for label, text in fields.items():
            field = self._page.get_by_label(re.compile(rf"^{label}\b", re.IGNORECASE)).first
            with self._needed(f"field {label!r}"):
                self._reach(field, label)
                field.fill(text)

    def send(self) -> str:
        """Send the form of a connector; return what is shown then and was not before."""
        return self._answer(lambda: self._use("Create Connector"))

    def open_test(self, name: str) -> None:
        """Go to where the connector of a name is tested."""
        self.open_list()
        self._use("Test", among=name)

    def test(self) -> str:
        """Test the connector; return what is shown then and was not before."""
        with self._needed("answer to a test"):
            answer = re.compile("connection (?:failed|successful)|failed", re.IGNORECASE)
            return self._answer(
                lambda: self._use("Test Connection"),
                self._page.get_by_text(answer).last.wait_for,
            )

    def set_up(self, name: str) -> str:
        """Set a business scenario up; return what is shown then and was not before."""
        return self._answer(lambda: self._use("Set Up", among=name))

    def findings(self) -> list[Finding]:
        """Return what of this page is in the way of those who cannot see it, or use no mouse."""
        with outside():
            return serious_findings(self._page)

    def _open(self) -> None:
        from playwright.sync_api import Error  # noqa: PLC0415  half a second

        try:
            with outside():
                self._page.goto(self._url)
        except Error as error:
            raise Failure(
                Cause.UNAVAILABLE(f"The page of DataWeaver does not open: {_gist(error)}")
            ) from None

    def _listed(self, way: int) -> Counter[str]:
        """Return the headings that a list shows, and that were not there before."""
        self._open()
        with self._needed("list of connectors"):
            before = self._headings()
            self._called("Connectors").nth(way).click()
            settle(self._page)
            shown = self._headings()
        shown.subtract(before)
        return +Counter({name: times for name, times in shown.items() if name != _NO_CONNECTOR})

    def _headings(self) -> Counter[str]:
        return Counter(map(_plain, self._page.get_by_role("heading", level=3).all_inner_texts()))

    def _use(self, called: str, among: str = "") -> None:
        """Press a button, or follow a link; among many of one name, that of what is named so."""
        with self._needed(f"button {called!r}"):
            target = self._called(called).first
            if among:
                target.wait_for()
                headings = self._page.get_by_role("heading", level=3).all_inner_texts()
                target = self._called(called).nth(_place(among, headings))
            if not self.without_mouse:
                target.click()
            else:
                self._reach(target, called)
                self._page.keyboard.press("Enter")
            settle(self._page)

    def _reach(self, target: "Locator", called: str) -> None:
        """Go to a field or button by keys, if that is wanted.

        Raises:
            Failure: no key leads there.
        """
        target.wait_for()
        if not self.without_mouse:
            return
        # Who has pressed the key as often as there are stops has been everywhere.
        for _ in range(self._page.locator(_STOPS).count() + 1):
            if target.evaluate("one => one === document.activeElement"):
                return
            self._page.keyboard.press("Tab")
        raise Failure(Cause.LOST(f"Nobody gets to {called!r} on the page without a mouse"))

    def _called(self, what: str) -> "Locator":
        name = re.compile(rf"^\W*{_BUTTONS[what]}$", re.IGNORECASE)
        button = self._page.get_by_role("button", name=name)
        return button.or_(self._page.get_by_role("link", name=name))

    def _answer(self, act: Callable[[], None], arrive: Callable[[], None] = lambda: None) -> str:
        before = Counter(self._lines())
        act()
        arrive()
        return "\n".join(line for line in self._lines() if line not in before)

    def _lines(self) -> list[str]:
        text = self._page.locator("body").inner_text()
        return [line for line in map(_plain, text.splitlines()) if line]

    @contextmanager
    def _needed(self, what: str) -> Iterator[None]:
        """Say what the page lacks, where somebody looked for it in vain."""
        from playwright.sync_api import Error  # noqa: PLC0415  half a second

        try:
            with outside():
                yield
        except Error as error:
            raise Failure(
                Cause.LOST(f"The page has no {what} that can be used: {_gist(error)}")
            ) from None


def _place(name: str, headings: list[str]) -> int:
    """Return the place of a name among the headings.

    Raises:
        Failure: it is not there.
    """
    found = [place for place, one in enumerate(headings) if _plain(one) == name]
    if not found:
        raise Failure(Cause.LOST(f"The page does not show {name!r}"))
    return found[0]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _gist(error: Exception) -> str:
    return _plain(str(error).splitlines()[0])
