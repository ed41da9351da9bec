"""The shop's own certificate authority: a key and a certificate that the shop's devices are told to trust.

Made once, on the shop's PC, and bound to the names and addresses of a shop's network: whoever steals the key cannot
play a bank with it (name constraints, RFC 5280, section 4.2.1.10).
"""

import ipaddress
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.core.errors import ConfigError
from app.core.private_files import FOLDER_OWNER_ONLY, read_private, replace_private
from app.core.tls.names import Address, HostNames, own_names

KEY_FILE: Final = "authority.key"
CERTIFICATE_FILE: Final = "authority.crt"
HOLDS: Final = timedelta(days=20 * 365)
BACKDATED: Final = timedelta(days=1)
"""The clock of a phone may be behind."""
_NETWORKS: Final = tuple(
    ipaddress.ip_network(text)
    # Private, shared, link-local and loopback networks (RFC 1918, 6598, 3927, 4193, 4291).
    for text in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "169.254.0.0/16",
        "127.0.0.0/8",
        "fc00::/7",
        "fe80::/10",
        "::1/128",
    )
)
_DOMAINS: Final = ("localhost", "local", "lan", "home", "home.arpa", "internal")
_CURVE: Final = ec.SECP256R1()
_HASH: Final = hashes.SHA256()

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Authority:
    """The certificate that devices trust, and the key that signs the server's."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        """The certificate as devices install it."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def der(self) -> bytes:
        """The certificate's bare bytes."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def name(self) -> str:
        """What a device calls it in its list."""
        return str(self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate in the shape that every system shows: ``9F:86:…``."""
        return self.certificate.fingerprint(_HASH).hex(":").upper()

    def vouches_for(self, names: HostNames) -> HostNames:
        """The names and addresses for which it may sign."""
        permitted = self.certificate.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
        values = [each.value for each in permitted or ()]
        domains = [value for value in values if isinstance(value, str)]
        networks = [value for value in values if not isinstance(value, str)]
        return HostNames(
            frozenset(name for name in names.names if any(f".{name}".endswith(f".{domain}") for domain in domains)),
            frozenset(address for address in names.addresses if any(address in network for network in networks)),
        )


def load_authority(folder: Path, names: HostNames, now: datetime) -> Authority:
    """The authority kept in a folder, made where there is none or where it has ended.

    Raises ConfigError ``key_readable_by_others``, ``certificate_broken``, ``data_folder_not_writable``.
    """
    try:
        folder.mkdir(mode=FOLDER_OWNER_ONLY, parents=True, exist_ok=True)
        # The certificate is written last: without it the making was broken off.
        if (folder / CERTIFICATE_FILE).exists():
            found = _read(folder)
            if found.certificate.not_valid_before_utc <= now < found.certificate.not_valid_after_utc:
                return found
            _log.warning("the shop's certificate holds at another time than now; every device needs the new one")
        return _made(folder, names, now)
    except OSError as error:
        raise ConfigError("data_folder_not_writable", folder=str(folder), problem=str(error)) from None


def _read(folder: Path) -> Authority:
    broken = ConfigError("certificate_broken", folder=str(folder))
    try:
        key = serialization.load_pem_private_key(read_private(folder / KEY_FILE), password=None)
        certificate = x509.load_pem_x509_certificate((folder / CERTIFICATE_FILE).read_bytes())
        certificate.verify_directly_issued_by(certificate)
    except (ValueError, TypeError, FileNotFoundError, InvalidSignature):
        raise broken from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise broken
    return Authority(certificate, key)


def _made(folder: Path, names: HostNames, now: datetime) -> Authority:
    key = ec.generate_private_key(_CURVE)
    pc = min(own_names(), key=len)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Regulars"),
            # A device that knew an older one shows both: the date tells them apart.
            x509.NameAttribute(NameOID.COMMON_NAME, f"Regulars {pc} {now:%Y-%m-%d}"[:64]),
        ]
    )
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + HOLDS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_may_sign(), critical=True)
        .add_extension(x509.NameConstraints([*_permitted(names)], None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, _HASH)
    )
    made = Authority(certificate, key)
    replace_private(folder / KEY_FILE, key_pem(key))
    replace_private(folder / CERTIFICATE_FILE, made.pem)
    _log.info("made the shop's certificate, %s", made.fingerprint)
    return made


def key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """A key as it is kept in a private file."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _permitted(names: HostNames) -> Iterator[x509.GeneralName]:
    for domain in sorted({*_DOMAINS, *names.names}):
        yield x509.DNSName(domain)
    for network in _NETWORKS:
        yield x509.IPAddress(network)
    for address in names.addresses_for_others:
        if not _is_private(address):
            yield x509.IPAddress(ipaddress.ip_network(address))


def _is_private(address: Address) -> bool:
    return any(address in network for network in _NETWORKS)


def _may_sign() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
