"""Where the other machines of the shop get in."""

from dataclasses import dataclass

from app.core.tls.keeper import CertificateKeeper
from app.core.tls.names import LOCALHOST


@dataclass(frozen=True, slots=True)
class SecureDoor:
    """Where other machines get in by TLS, and the plain port that shows them how."""

    keeper: CertificateKeeper
    port: int
    tls_port: int

    @property
    def hosts(self) -> list[str]:
        """What other machines may call this one, as it stands in an address; the best one first."""
        names = self.keeper.names
        addresses = [str(one) if one.version == 4 else f"[{one}]" for one in names.addresses_for_others]
        own = sorted((name for name in names.names if name != LOCALHOST), key=_local_first)
        return [*addresses, *own] or [LOCALHOST]

    @property
    def address(self) -> str:
        """The address for other machines."""
        return self.address_at(self.hosts[0])

    @property
    def first_address(self) -> str:
        """Where a machine that does not know the certificate yet begins."""
        return f"http://{self.hosts[0]}:{self.port}/"

    def address_at(self, host: str) -> str:
        """The address for a machine that calls this one ``host``."""
        return f"https://{host}:{self.tls_port}/"


def _local_first(name: str) -> tuple[bool, str]:
    return not name.endswith(".local"), name
