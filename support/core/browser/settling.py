"""When a page has settled: it has asked for nothing more, and shows nothing new, for a moment.

Playwright tells by itself when a page has been loaded. A page that is drawn by scripts goes on
after that without being loaded anew: what is pressed there is answered later, nobody says when.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a suite that looks at no page does not have it
    from playwright.sync_api import Page

_WATCH = """(() => {
  const seen = window.datamonkey = { underWay: 0, latest: performance.now() };
  const note = (change) => { seen.underWay += change; seen.latest = performance.now(); };
  const { send } = XMLHttpRequest.prototype, { fetch } = window;
  XMLHttpRequest.prototype.send = function (...what) {
    this.addEventListener("loadend", () => note(-1), { once: true });
    note(1);
    return send.apply(this, what);
  };
  // A form that is sent is under way until another document is there, unless a script sends it.
  addEventListener("submit", (event) => {
    note(1);
    setTimeout(() => { if (event.defaultPrevented) note(-1); });
  });
  window.fetch = (...what) => { note(1); return fetch(...what).finally(() => note(-1)); };
  new MutationObserver(() => note(0))
    .observe(document, { subtree: true, childList: true, characterData: true });
})()"""
_HAS_SETTLED = """(moment) =>
  datamonkey.underWay === 0 && performance.now() - datamonkey.latest > moment"""
_MOMENT_MS = 100


def watch(page: "Page") -> None:
    """Notice what the page asks for and shows, from when it is opened next."""
    page.add_init_script(_WATCH)


def settle(page: "Page") -> None:
    """Wait until the page is loaded, and has settled.

    Raises:
        playwright.sync_api.Error: it does not, within the time that the page has for anything.
    """
    page.wait_for_load_state("networkidle")
    page.wait_for_function(_HAS_SETTLED, arg=_MOMENT_MS)
