"""The page is used by what its buttons are called, where scripts draw it, too."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from support.core.browser import open_browser
from support.core.errors import Failure
from support.dataweaver.client.page import WebPage

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# What the product's own page has, in our words: a switch between interfaces, a chat whose list is
# invented, and windows that open over the list of connectors.
PRODUCT = """<!DOCTYPE html><html lang="en"><title>DataWeaver.AI</title><body>
<button onclick="chat()"><svg></svg><span>AI Chat</span></button>
<button onclick="list()"><svg></svg><span>Connectors</span></button>
<div id="app"></div><div id="over"></div>
<script>
const app = document.getElementById("app"), over = document.getElementById("over");
let made = ["mine", "theirs"];
function chat() {
  app.innerHTML = '<h3>Ask me</h3><button onclick="invented()">Connectors</button>';
}
function invented() {
  over.innerHTML = "<h2>Connectors</h2><h3>Google Drive</h3><h3>Email</h3>";
}
function list() {
  app.innerHTML = '<h1>Connector Management</h1>'
    + '<button onclick="fresh()">+ Add Google Drive</button>'
    + '<select><option>All Status</option></select>'
    + made.map((name) => `<h3>${name}</h3><button>Details</button>`
      + `<button title="Test Connection" onclick="test('${name}')">Test</button>`).join("");
}
function fresh() {
  over.innerHTML = '<h3>Setup Google Drive Connector</h3><form onsubmit="return create(this)">'
    + '<label for="name">Connector Name *</label><input id="name">'
    + '<label for="client_id">Client ID *</label><input id="client_id">'
    + "<button>Create Connector</button></form>";
}
function create(form) {
  made.push(form.elements.name.value); over.innerHTML = ""; list(); return false;
}
function test(name) {
  over.innerHTML = `<h3>${name}</h3><h4>Connection Test</h4><p>Test the connection.</p>`
    + '<button onclick="answer()">Test Connection</button><div id="answer"></div>';
}
function answer() {
  setTimeout(() => document.getElementById("answer").innerHTML
    = "<span>Connection Failed</span><p>No valid credentials</p>", 200);
}
chat();
</script>"""

SLOW = """<!DOCTYPE html><html lang="en"><title>DataWeaver.AI</title><body>
<button onclick="list()">Connectors</button><div id="app"></div>
<script>
async function list() {
  const names = await (await fetch("/connectors")).json();
  document.getElementById("app").innerHTML = names.map((name) => `<h3>${name}</h3>`).join("");
}
</script>"""


SENT = """<!DOCTYPE html><html lang="en"><title>DataWeaver.AI</title><body>
<button>Connectors</button><button>Add Google Drive</button>
<form method="post" action="/made"><button>Create Connector</button></form>"""


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def page(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebPage]:
    file = tmp_path_factory.mktemp("page") / "index.html"
    file.write_text(PRODUCT, encoding="utf-8")
    with closing(WebPage(browser, Path(file).as_uri(), 10)) as page:
        yield page


def test_every_list_is_looked_at(page: WebPage) -> None:
    assert [*page.lists().values()] == [
        {"mine": 1, "theirs": 1},
        {"Google Drive": 1, "Email": 1},
    ]


def test_connectors_are_set_up_from_the_first_list(page: WebPage) -> None:
    assert [*page.list_for_setting_up().values()] == [{"mine": 1, "theirs": 1}]


@pytest.mark.parametrize("without_mouse", [False, True])
def test_a_connector_is_typed_in(page: WebPage, without_mouse: bool) -> None:
    page.without_mouse = without_mouse
    page.open_form()
    page.fill({"Connector Name": "typed", "Client ID": "datamonkey"})
    assert "typed" in page.send()
    page.without_mouse = False


def test_a_connector_is_tested_by_its_name(page: WebPage) -> None:
    page.open_test("theirs")
    assert page.test() == "Connection Failed\nNo valid credentials"


def test_what_is_not_there_is_said(page: WebPage) -> None:
    with pytest.raises(Failure, match="The page does not show 'nobody'"):
        page.open_test("nobody")


def test_a_field_without_a_name_is_found(page: WebPage) -> None:
    page.open_list()
    assert [one.rule for one in page.findings()] == ["select-name"]


def test_a_page_without_business_scenarios_is_one(page: WebPage) -> None:
    with pytest.raises(Failure, match="The page has no button 'Scenarios' that can be used"):
        page.open_scenarios()


def test_a_list_that_comes_late_is_waited_for(browser: "Browser", httpserver: HTTPServer) -> None:
    def answer(_: Request) -> Response:
        time.sleep(0.3)
        return Response('["mine"]', content_type="application/json")

    httpserver.expect_request("/").respond_with_data(SLOW, content_type="text/html")
    httpserver.expect_request("/connectors").respond_with_handler(answer)
    with closing(WebPage(browser, httpserver.url_for("/"), 10)) as late:
        assert [*late.lists().values()] == [{"mine": 1}]


def test_a_form_that_is_sent_by_keys_is_waited_for(
    browser: "Browser", httpserver: HTTPServer
) -> None:
    def answer(_: Request) -> Response:
        time.sleep(0.3)
        return Response("typed is there", content_type="text/html")

    httpserver.expect_request("/").respond_with_data(SENT, content_type="text/html")
    httpserver.expect_request("/made").respond_with_handler(answer)
    with closing(WebPage(browser, httpserver.url_for("/"), 10)) as page:
        page.without_mouse = True
        page.open_form()
        assert page.send() == "typed is there"


def test_keys_lead_past_however_many_buttons(browser: "Browser", tmp_path: Path) -> None:
    buttons = "<button>Details</button>" * 150
    file = tmp_path / "index.html"
    file.write_text(f"{buttons}<button>Connectors</button>", encoding="utf-8")
    with closing(WebPage(browser, file.as_uri(), 10)) as page:
        page.without_mouse = True
        page.open_list()


def test_what_no_key_leads_to_is_said(browser: "Browser", tmp_path: Path) -> None:
    file = tmp_path / "index.html"
    file.write_text('<button tabindex="-1">Connectors</button>', encoding="utf-8")
    with closing(WebPage(browser, file.as_uri(), 10)) as page:
        page.without_mouse = True
        with pytest.raises(Failure, match="Nobody gets to 'Connectors' on the page without a"):
            page.open_list()
