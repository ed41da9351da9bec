"""Whether zbar is there, the decoder that pyzbar calls."""

from pyzbar import zbar_library

PACKAGE = "libzbar0"
"""What to install; on Windows it comes with pyzbar."""


def has_zbar() -> bool:
    """Whether its library can be loaded."""
    try:
        zbar_library.load()
    except ImportError:
        return False
    return True
