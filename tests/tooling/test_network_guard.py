"""The guard that keeps tests on this machine."""

import socket

import pytest

from tests.support.network_guard import OutsideNetworkError, is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.2.1", "::1", "localhost", b"localhost", None])
def test_this_machine_is_inside(host: object) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.org", "localhost.example.org", "10.0.0.1"])
def test_others_are_outside(host: object) -> None:
    assert not is_loopback(host)


def test_connecting_to_another_machine_is_refused() -> None:
    with socket.socket() as client, pytest.raises(OutsideNetworkError, match=r"192\.0\.2\.1"):
        client.connect(("192.0.2.1", 80))


def test_a_datagram_to_another_machine_is_refused() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as client, pytest.raises(OutsideNetworkError):
        client.sendto(b"x", ("192.0.2.1", 9))


def test_looking_a_name_up_is_refused() -> None:
    with pytest.raises(OutsideNetworkError, match=r"example\.org"):
        socket.create_connection(("example.org", 80))


def test_connecting_to_this_machine_works() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
