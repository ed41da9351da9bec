"""How each system is told to trust the shop's certificate, step by step."""

from dataclasses import dataclass
from typing import Final, Literal

from app.core.texts import marked

FileKind = Literal["crt", "mobileconfig"]


@dataclass(frozen=True, slots=True)
class Way:
    """The steps of one system, and the kind of file it takes; ``marks`` are found in what its browsers call themselves.

    ``name`` needs no translation; the steps are messages.
    """

    name: str
    marks: tuple[str, ...]
    file: FileKind
    steps: tuple[str, ...]


_DOWNLOAD: Final = marked("Download the certificate by the button.")

WAYS: Final = (
    Way(
        "Windows",
        ("Windows",),
        "crt",
        (
            _DOWNLOAD,
            marked("Open the file and choose “Install certificate”, then “Local machine”."),
            marked("Choose “Place all certificates in the following store”, then “Browse”."),
            marked("Choose “Trusted Root Certification Authorities”, then “Next” and “Finish”."),
            marked("Close the browser and open it again."),
        ),
    ),
    Way(
        "Android",
        ("Android",),
        "crt",
        (
            _DOWNLOAD,
            marked("Open the settings of the device and search them for “CA certificate”."),
            marked("Choose “Install anyway” and the file regulars.crt among the downloads."),
            marked("The device asks for its screen lock: without one it takes no certificate."),
        ),
    ),
    Way(
        "iPhone, iPad",
        ("iPhone", "iPad"),
        "mobileconfig",
        (
            marked("Open this page in Safari and download the profile by the button."),
            marked("Open the settings: “Profile downloaded” stands at the top. Install it."),
            marked("Under “General”, “About”, “Certificate trust settings” switch the shop's certificate on."),
        ),
    ),
    Way(
        "Mac",
        ("Mac OS X",),
        "mobileconfig",
        (
            marked("Download the profile by the button and open it."),
            marked("In the system settings search for “Profiles”, open the one of Regulars and install it."),
        ),
    ),
    Way(
        "Linux",
        ("Linux", "CrOS"),
        "crt",
        (
            _DOWNLOAD,
            marked("Chromium: in its settings search for “Manage certificates”, then “Authorities” and “Import”."),
            marked("Firefox: in its settings search for “Certificates”, then “View”, “Authorities” and “Import”."),
            marked("Tick that it may identify websites."),
        ),
    ),
)


def own_way(user_agent: str) -> Way:
    """The way of the system a browser runs on; the first one where it is not known.

    Android calls itself Linux, too, and comes before it.
    """
    return next((way for way in WAYS if any(mark in user_agent for mark in way.marks)), WAYS[0])
