"""Ports for servers that bind them by themselves."""

import socket

import pytest

from support.sandbox.kit import sockets


@pytest.fixture(name="two_ports")
def only_two_ports(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Leave two ports to choose from."""
    ports = {sockets.free_port(), sockets.free_port()}
    for _ in ports:
        sockets._taken.pop().close()
    monkeypatch.setattr(sockets, "_PORTS", sorted(ports))
    return ports


def test_a_port_is_given_once(two_ports: set[int]) -> None:
    assert {sockets.free_port(), sockets.free_port()} == two_ports


def test_a_port_on_which_somebody_listens_is_not_given(two_ports: set[int]) -> None:
    with socket.create_server(("127.0.0.1", min(two_ports))):
        assert sockets.free_port() == max(two_ports)
