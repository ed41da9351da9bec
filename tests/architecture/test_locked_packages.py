"""What run.py installs: the same everywhere, from nowhere in particular, under licences that a shop can live with."""

import importlib.metadata
import re
from pathlib import Path

import pytest

from tests.support.sources import PROJECT, application_packages, configuration

PROGRAM = PROJECT / "requirements.lock"
TESTS = PROJECT / "requirements-dev.lock"

PERMISSIVE = {
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CNRI-Python", "HPND", "ISC", "LGPL-2.1-or-later",
    "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Unlicense", "Zlib",
}  # fmt: skip
# Weak copyleft: fine for tools that are not part of the program.
FOR_TESTS = PERMISSIVE | {"MPL-2.0"}
OLD_NAMES = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD",
    "License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
    "Apache License 2.0": "Apache-2.0",
}
# Packages whose metadata say nothing, or not all: read in the licence file by hand.
READ_BY_HAND = {
    "axe-playwright-python": "MIT AND MPL-2.0",  # the second is axe itself
    "colorama": "BSD-3-Clause",  # on Windows only
    "qrcode": "BSD-3-Clause",  # "proprietary" there is the name "QR Code", a trademark
}
# Started as programs of their own, never imported nor shipped: their licence does not reach ours.
PROGRAMS_OF_THEIR_OWN = {"djlint"}


def locked(path: Path) -> dict[str, str]:
    """Name and version of each package in a lock file."""
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("path", [PROGRAM, TESTS], ids=lambda path: path.name)
def test_lock_files_hold_versions_and_hashes_only(path: Path) -> None:
    """A host or a folder of the machine that wrote the file would tie every shop to it."""
    line = re.compile(
        r"[a-z0-9.-]+==[^\s/]+( ; [a-z_]+ [!=<>]+ '[A-Za-z0-9.]+')? \\"
        r"|    --hash=sha256:[0-9a-f]{64}( \\)?"
        r"|    # via( [a-z0-9.-]+( \(pyproject\.toml(:dev)?\))?)?"
        r"|    #   [a-z0-9.-]+( \(pyproject\.toml(:dev)?\))?"
    )
    wrong = [text for text in path.read_text(encoding="utf-8").splitlines() if not line.fullmatch(text)]
    assert wrong == []


def test_the_test_environment_is_the_program_s_and_more() -> None:
    """run.py puts both into one folder: going from one to the other must change no version."""
    assert locked(PROGRAM).items() < locked(TESTS).items()


def test_the_lock_files_hold_what_the_project_asks_for() -> None:
    asked = configuration()["project"]["dependencies"]
    asked_for_tests = configuration()["dependency-groups"]["dev"]
    names = {re.split(r"[\[<>=!~ ]", requirement)[0] for requirement in asked}
    assert names <= locked(PROGRAM).keys()
    assert set(asked_for_tests) <= locked(TESTS).keys()
    assert not set(asked_for_tests) & locked(PROGRAM).keys()


def test_installed_is_what_is_locked() -> None:
    installed = {
        re.sub("[-_.]+", "-", package.name).lower(): package.version for package in importlib.metadata.distributions()
    }
    wrong = {name: version for name, version in locked(TESTS).items() if installed.get(name, version) != version}
    assert wrong == {}


def test_no_foreign_package_has_the_name_of_one_of_ours() -> None:
    """It would be found before ours."""
    names = importlib.metadata.packages_distributions().keys()
    assert names.isdisjoint(application_packages())


def licence(name: str) -> str:
    """The licence of an installed package as an SPDX expression, as near as its metadata come."""
    if name in READ_BY_HAND:
        return READ_BY_HAND[name]
    metadata = importlib.metadata.metadata(name)
    for expression in metadata.get_all("License-Expression") or []:
        return str(expression)
    classifiers = [text for text in metadata.get_all("Classifier") or [] if text.startswith("License")]
    names = classifiers or metadata.get_all("License") or ["nothing said"]
    return " AND ".join(OLD_NAMES.get(text, text) for text in names)


def allows(expression: str, accepted: set[str]) -> bool:
    """Whether one of the alternatives of a licence expression consists of accepted licences only."""
    alternatives = expression.replace("(", "").replace(")", "").split(" OR ")
    return any(all(part in accepted for part in alternative.split(" AND ")) for alternative in alternatives)


@pytest.mark.parametrize(
    ("expression", "fine"),
    [
        ("MIT", True),
        ("GPL-3.0-or-later", False),
        ("MIT OR GPL-2.0-only", True),
        ("MIT AND GPL-2.0-only", False),
        ("LGPL-3.0-only", True),
        ("nothing said", False),
    ],
)
def test_licence_expressions_are_understood(expression: str, fine: bool) -> None:
    assert allows(expression, PERMISSIVE) == fine


@pytest.mark.parametrize(("path", "accepted"), [(PROGRAM, PERMISSIVE), (TESTS, FOR_TESTS)], ids=["program", "tests"])
def test_licences_are_permissive(path: Path, accepted: set[str]) -> None:
    found = {name: licence(name) for name in locked(path).keys() - PROGRAMS_OF_THEIR_OWN}
    assert {name: expression for name, expression in found.items() if not allows(expression, accepted)} == {}


def test_our_own_licence_is_the_declared_one() -> None:
    assert configuration()["project"]["license"] == "MIT"
    assert (PROJECT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License\n")
