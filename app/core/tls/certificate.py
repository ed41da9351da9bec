"""The certificate of the server, signed by the shop's own authority."""

from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.core.tls.authority import BACKDATED, Authority, key_pem
from app.core.tls.names import HostNames

HOLDS: Final = timedelta(days=397)
"""Apple's devices accept 825 days at most, and those of public authorities 398."""
RENEWED_BEFORE: Final = timedelta(days=60)


def issue(authority: Authority, names: HostNames, now: datetime) -> bytes:
    """A new key and its certificate for these names, as one PEM text for a private file."""
    key = ec.generate_private_key(ec.SECP256R1())
    alternatives: list[x509.GeneralName] = [
        *(x509.DNSName(name) for name in sorted(names.names)),
        *(x509.IPAddress(address) for address in sorted(names.addresses, key=str)),
    ]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Regulars")]))
        .issuer_name(authority.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + HOLDS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()),
            critical=False,
        )
        .sign(authority.key, hashes.SHA256())
    )
    return key_pem(key) + certificate.public_bytes(serialization.Encoding.PEM)


def is_due(pem: bytes, authority: Authority, names: HostNames, now: datetime) -> bool:
    """Whether a new one is needed: it ends soon, a name is missing, or another authority signed it."""
    try:
        certificate = x509.load_pem_x509_certificate(pem)
        certificate.verify_directly_issued_by(authority.certificate)
    except (ValueError, TypeError, InvalidSignature):
        return True
    held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    if not certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc - RENEWED_BEFORE:
        return True
    # A network that is gone for an hour is no reason for a new one.
    holds_names = names.names <= set(held.get_values_for_type(x509.DNSName))
    return not (holds_names and names.addresses <= set(held.get_values_for_type(x509.IPAddress)))
