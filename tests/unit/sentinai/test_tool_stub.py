"""The tool of the suite's own: it counts calls, and fails or waits as it is told."""

import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from support.sentinai import system
from support.sentinai.observers import tool_stub
from support.sentinai.observers.tool_stub import BREAKDOWN, Tool, ToolBehaviour, ToolStub, listening
from support.sentinai.settings import SentinaiSettings

PAY = Tool("T", "pay")


@pytest.fixture
def stub() -> Iterator[ToolStub]:
    with listening() as stub:
        yield stub


def call(stub: ToolStub, exception: str = "E-1", tool: Tool = PAY) -> httpx.Response:
    headers = {"X-Exception-ID": exception, "Idempotency-Key": f"of-{exception}"}
    return httpx.post(stub.url_of(stub.url, tool), json={"task": "pay again"}, headers=headers)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A file with a certificate for this machine, and another with its key."""
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tool")])
    began = datetime.now(UTC) - timedelta(hours=1)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, SHA256())
    )
    file = tmp_path / "tool.crt"
    file.write_bytes(made.public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.with_suffix(".key").write_bytes(private)
    return file


def test_a_tool_with_a_certificate_is_called_by_whoever_trusts_it(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tool_stub, "_EVERYWHERE", "127.0.0.1")  # this test is for this machine
    settings = SentinaiSettings(
        sentinai_tool_certificate=certificate, sentinai_tool_key=certificate.with_suffix(".key")
    )
    trusting = ssl.create_default_context(cafile=certificate)
    with listening(*system._tool_port(settings)) as stub:
        url = stub.url_of(stub.url, PAY)
        assert url.startswith("https://")
        with pytest.raises(httpx.ConnectError, match="certificate"):
            httpx.post(url, json={})
        assert httpx.post(url, json={"task": "pay"}, verify=trusting).status_code == 200
        (seen,) = stub.calls("T")
        assert seen.body == {"task": "pay"}


def test_calls_are_counted_tenant_by_tenant(stub: ToolStub) -> None:
    assert call(stub).status_code == 200
    call(stub, tool=Tool("U", "pay"))
    (seen,) = stub.calls("T")
    assert (seen.exception, seen.execution, seen.body) == ("E-1", "of-E-1", {"task": "pay again"})
    assert seen.tool == PAY
    assert seen.worked


def test_a_tool_fails_as_often_as_it_is_told_for_each_exception(stub: ToolStub) -> None:
    stub.behave(PAY, ToolBehaviour(failures=2))
    answers = [call(stub, exception) for exception in ("E-1", "E-2", "E-1", "E-1", "E-2")]
    assert [answer.status_code for answer in answers] == [500, 500, 500, 200, 500]
    assert BREAKDOWN in answers[0].text


def test_two_that_work_together_are_told_from_one_after_the_other(stub: ToolStub) -> None:
    call(stub)
    call(stub)
    assert stub.most_at_once(PAY) == 1
    stub.behave(PAY, ToolBehaviour(together=2))
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(lambda name: call(stub, name), ("E-3", "E-4")))
    assert stub.most_at_once(PAY) == 2


def test_calls_that_name_no_exception_are_counted_together(stub: ToolStub) -> None:
    stub.behave(PAY, ToolBehaviour(failures=2))
    assert [call(stub, "").status_code for _ in range(3)] == [500, 500, 200]


def test_calls_that_wait_for_company_in_vain_do_not_hold_up_all_others(
    stub: ToolStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tool_stub, "_PATIENCE_S", 0.05)
    monkeypatch.setattr(tool_stub, "_LONGEST_HELD_S", 0.04)
    stub.behave(PAY, ToolBehaviour(together=2))
    assert call(stub, "E-1").status_code == 200
    monkeypatch.setattr(tool_stub, "_PATIENCE_S", 600)
    assert [call(stub, f"E-{number}").status_code for number in range(2, 6)] == [200] * 4
    assert stub.most_at_once(PAY) == 1


def test_whoever_dies_before_the_call_is_told_has_not_called(stub: ToolStub) -> None:
    address = httpx.URL(stub.url)
    with socket.create_connection((address.host, address.port)) as dying:
        dying.sendall(b"POST /T/pay HTTP/1.1\r\nHost: tool\r\nContent-Length: 20\r\n\r\n{")
        dying.shutdown(socket.SHUT_WR)
        assert dying.recv(1) == b""
    assert stub.calls("T") == []
