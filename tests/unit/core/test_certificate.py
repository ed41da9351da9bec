"""The shop's certificate: devices that trust it get in, nobody else is fooled by it, and it looks after itself."""

import ipaddress
import logging
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from app.cli.listening import Ports
from app.core.clock import SetClock
from app.core.config import read_config
from app.core.errors import ConfigError
from app.core.tls import authority as authorities
from app.core.tls.authority import load_authority
from app.core.tls.certificate import issue
from app.core.tls.keeper import CertificateKeeper
from app.core.tls.names import HostNames

AT_HOME = HostNames(
    frozenset({"localhost", "till.local", "shop-pc"}),
    frozenset(map(ipaddress.ip_address, ("127.0.0.1", "::1", "192.168.1.20"))),
)
NEW_ADDRESS = ipaddress.ip_address("192.168.1.77")
HERE = "127.0.0.2"
"""Stands for an address of the network; the shop's own browsers come by 127.0.0.1."""
TIMEOUT_S = 60


def hello(environ: Any, start_response: Any) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.url_scheme"].encode()]


@dataclass
class Machine:
    """The shop's PC: its folder, its clock, what it is called."""

    folder: Path
    clock: SetClock
    names: HostNames = AT_HOME

    def keeper(self) -> CertificateKeeper:
        return CertificateKeeper(self.folder, lambda: self.names, self.clock)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A PC whose clock is right: whoever checks a certificate takes his own."""
    return Machine(tmp_path, SetClock(datetime.now(UTC)))


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[[CertificateKeeper], int]]:
    """Serves by TLS on a free port, which it answers."""
    with ExitStack() as ending:

        def serve(keeper: CertificateKeeper) -> int:
            config = read_config(data_folder=tmp_path, host=HERE, port=0, tls_port=0, environment={})
            ports = Ports(config, keeper)
            ending.callback(ports.stop)
            ports.open_to(hello)
            ports.start()
            assert ports.secure_door is not None
            return ports.secure_door.tls_port

        yield serve


def trusting(keeper: CertificateKeeper) -> ssl.SSLContext:
    """A device that installed the shop's certificate."""
    return ssl.create_default_context(cadata=keeper.authority.pem.decode())


def asks(port: int, device: ssl.SSLContext, name: str = "localhost") -> tuple[bytes, x509.Certificate]:
    """The answer of the server, and the certificate it showed."""
    with (
        socket.create_connection((HERE, port), TIMEOUT_S) as plain,
        device.wrap_socket(plain, server_hostname=name) as secure,
    ):
        shown = secure.getpeercert(binary_form=True)
        secure.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: secure.recv(4096), b""))
    assert shown is not None
    return answer, x509.load_der_x509_certificate(shown)


@pytest.mark.parametrize("name", ["localhost", "till.local", "shop-pc", "192.168.1.20", "127.0.0.1"])
def test_a_device_that_trusts_the_shop_comes_in_by_every_name(
    machine: Machine, serving: Callable[[CertificateKeeper], int], name: str
) -> None:
    keeper = machine.keeper()
    answer, _ = asks(serving(keeper), trusting(keeper), name)
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b"\r\nhttps\r\n" in answer


def test_another_name_and_a_device_that_does_not_know_the_shop_are_refused(
    machine: Machine, serving: Callable[[CertificateKeeper], int]
) -> None:
    keeper = machine.keeper()
    port = serving(keeper)
    with pytest.raises(ssl.SSLCertVerificationError, match="not valid for"):
        asks(port, trusting(keeper), "other.local")
    with pytest.raises(ssl.SSLCertVerificationError, match="CERTIFICATE_VERIFY_FAILED"):
        asks(port, ssl.create_default_context())
    assert asks(port, trusting(keeper))[0].startswith(b"HTTP/1.1 200")


def test_old_tls_is_not_spoken(machine: Machine, serving: Callable[[CertificateKeeper], int]) -> None:
    keeper = machine.keeper()
    device = trusting(keeper)
    device.minimum_version, device.maximum_version = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_2
    assert asks(serving(keeper), device)[0].startswith(b"HTTP/1.1 200")
    assert keeper.context.minimum_version >= ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize(
    "names",
    [
        HostNames(frozenset({"bank.example"}), frozenset()),
        HostNames(frozenset(), frozenset({ipaddress.ip_address("93.184.215.14")})),
    ],
)
def test_a_stolen_key_cannot_play_a_bank(machine: Machine, names: HostNames) -> None:
    keeper = machine.keeper()
    forged = machine.folder / "forged.pem"
    forged.write_bytes(issue(keeper.authority, names, machine.clock.now()))
    server_side = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server_side.load_cert_chain(forged)
    name = str(next(iter(names.names | names.addresses)))
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        shake_hands(server_side, trusting(keeper), name)


def shake_hands(server_side: ssl.SSLContext, device: ssl.SSLContext, name: str) -> None:
    """A handshake without a network between."""
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = (
        server_side.wrap_bio(there, back, server_side=True),
        device.wrap_bio(back, there, server_hostname=name),
    )
    left = set(sides)
    while left:
        for side in reversed(sides):
            try:
                side.do_handshake()
                left.discard(side)
            except ssl.SSLWantReadError:
                pass


def test_a_silent_phone_keeps_nobody_waiting(machine: Machine, serving: Callable[[CertificateKeeper], int]) -> None:
    keeper = machine.keeper()
    port = serving(keeper)
    with ExitStack() as phones:
        for _ in range(5):
            phones.enter_context(socket.create_connection((HERE, port)))
        begun = datetime.now(UTC)
        assert asks(port, trusting(keeper))[0].startswith(b"HTTP/1.1 200")
        # One after the other they would hold it up for ten seconds each.
        assert datetime.now(UTC) - begun < timedelta(seconds=40)


def test_whoever_forgets_the_https_is_told(machine: Machine, serving: Callable[[CertificateKeeper], int]) -> None:
    with socket.create_connection((HERE, serving(machine.keeper())), TIMEOUT_S) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = b"".join(iter(lambda: plain.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"write https:// before the address" in answer


def test_it_renews_itself_before_it_ends(machine: Machine, serving: Callable[[CertificateKeeper], int]) -> None:
    machine.clock.set(machine.clock.now() - timedelta(days=340))
    keeper = machine.keeper()
    port, device = serving(keeper), trusting(keeper)
    _, first = asks(port, device)
    machine.clock.advance(timedelta(days=336))
    assert not keeper.look()
    machine.clock.advance(timedelta(days=4))
    assert keeper.look()
    _, second = asks(port, device)
    assert second.serial_number != first.serial_number
    assert second.not_valid_after_utc - first.not_valid_after_utc == timedelta(days=340)
    assert second.public_key() != first.public_key()
    assert not keeper.look()


def test_a_new_address_is_taken_in_and_one_that_is_gone_for_a_while_changes_nothing(
    machine: Machine, serving: Callable[[CertificateKeeper], int]
) -> None:
    keeper = machine.keeper()
    port, device = serving(keeper), trusting(keeper)
    with pytest.raises(ssl.SSLCertVerificationError):
        asks(port, device, str(NEW_ADDRESS))
    machine.names = replace(AT_HOME, addresses=AT_HOME.addresses | {NEW_ADDRESS})
    assert keeper.look()
    assert asks(port, device, str(NEW_ADDRESS))[0].startswith(b"HTTP/1.1 200")
    assert keeper.names.addresses_for_others == sorted([NEW_ADDRESS, ipaddress.ip_address("192.168.1.20")])
    machine.names = AT_HOME
    assert not keeper.look()


def test_a_name_of_another_world_is_left_out_and_said(machine: Machine, caplog: pytest.LogCaptureFixture) -> None:
    machine.keeper()
    machine.names = replace(AT_HOME, names=AT_HOME.names | {"shop.example"})
    keeper = machine.keeper()
    assert "shop.example" not in keeper.names.names
    assert "cannot hold for shop.example" in caplog.text


def test_a_name_known_from_the_start_is_vouched_for(machine: Machine) -> None:
    public = ipaddress.ip_address("203.0.113.9")
    machine.names = HostNames(AT_HOME.names | {"shop.example"}, AT_HOME.addresses | {public})
    assert machine.keeper().names == machine.names


def test_it_is_made_once_and_only_its_owner_reads_the_keys(machine: Machine, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    first = machine.keeper().authority
    assert machine.keeper().authority.fingerprint == first.fingerprint
    folder = machine.folder / "tls"
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in folder.iterdir()}
    assert modes["authority.key"] == modes["server.pem"] == "0o600"
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    assert set(modes) == {"authority.key", "authority.crt", "server.pem"}
    secret_lines = {
        line
        for name in ("authority.key", "server.pem")
        for line in (folder / name).read_text().partition("-----END PRIVATE KEY")[0].splitlines()[1:]
    }
    assert secret_lines
    assert not [line for line in secret_lines if line in caplog.text]
    assert first.fingerprint in caplog.text


@pytest.mark.parametrize("name", ["authority.key", "server.pem"])
def test_a_key_that_others_can_read_stops_the_start(machine: Machine, name: str) -> None:
    machine.keeper()
    (machine.folder / "tls" / name).chmod(0o644)
    with pytest.raises(ConfigError, match="key_readable_by_others"):
        machine.keeper()


def broken_key(folder: Path) -> None:
    (folder / "authority.key").write_bytes(b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")


def no_key(folder: Path) -> None:
    (folder / "authority.key").unlink()


def cut_certificate(folder: Path) -> None:
    (folder / "authority.crt").write_bytes((folder / "authority.crt").read_bytes()[:100])


def foreign_key(folder: Path) -> None:
    load_authority(folder / "other", AT_HOME, datetime.now(UTC))
    (folder / "other" / "authority.key").replace(folder / "authority.key")


@pytest.mark.parametrize("harm", [broken_key, no_key, cut_certificate, foreign_key])
def test_a_broken_certificate_is_said_and_nothing_is_made_in_silence(
    machine: Machine, harm: Callable[[Path], None]
) -> None:
    machine.keeper()
    harm(machine.folder / "tls")
    with pytest.raises(ConfigError, match="certificate_broken"):
        machine.keeper()


def test_a_making_that_was_broken_off_begins_again(machine: Machine) -> None:
    first = machine.keeper().authority
    (machine.folder / "tls" / "authority.crt").unlink()
    again = machine.keeper()
    assert again.authority.fingerprint != first.fingerprint
    assert again.authority.certificate.public_key() != first.certificate.public_key()


def test_a_torn_server_certificate_is_made_anew(machine: Machine) -> None:
    machine.keeper()
    path = machine.folder / "tls" / "server.pem"
    path.write_bytes(path.read_bytes()[:300])
    assert machine.keeper().context.cert_store_stats()["x509"] == 0
    x509.load_pem_x509_certificate(path.read_bytes())


def test_after_its_end_there_is_a_new_one(machine: Machine) -> None:
    first = machine.keeper().authority
    machine.clock.advance(authorities.HOLDS + timedelta(days=1))
    second = machine.keeper()
    assert second.authority.fingerprint != first.fingerprint
    assert not second.look()


def test_the_folder_may_refuse(machine: Machine) -> None:
    (machine.folder / "tls").write_text("in the way")
    with pytest.raises(ConfigError, match="data_folder_not_writable"):
        machine.keeper()
