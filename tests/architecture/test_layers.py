"""The layer rules of pyproject.toml: they name every package, and each of them bites."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.sources import PROJECT, application_packages, configuration

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
NOT_THE_PROGRAM = {"benchmarks", "migrations", "tests"}
CONTRACTS: dict[str, dict[str, Any]] = {
    contract["id"]: contract for contract in configuration()["tool"]["importlinter"]["contracts"]
}


def layered_modules() -> set[str]:
    """The modules that the layers name, those to come included."""
    return set(re.findall(r"[a-z.]+", " ".join(CONTRACTS["layers"]["layers"])))


def test_every_package_is_under_the_rules() -> None:
    packages = {path.parent.name for path in PROJECT.glob("*/__init__.py")} - NOT_THE_PROGRAM
    assert packages == set(application_packages())
    for contract in CONTRACTS.values():
        if contract["type"] == "forbidden" and contract["id"] != "pure-pricing":
            assert contract["source_modules"] == application_packages(), contract["id"]


def test_every_part_of_app_has_its_layer() -> None:
    modules = {f"app.{path.stem}" for path in (PROJECT / "app").glob("*.py")} - {"app.__init__"}
    packages = {f"app.{path.parent.name}" for path in (PROJECT / "app").glob("*/__init__.py")}
    assert modules | packages <= layered_modules()


VIOLATIONS = {
    "core knows the till": ("layers", "app/core/ids.py", "import pos.cart.models"),
    "a device knows who is logged in": ("layers", "devices/spy.py", "import app.auth.models"),
    "the warehouse knows loyalty": ("layers", "warehouse/stock/spy.py", "import loyalty.points"),
    "the till's logic knows Flask": ("no-flask-below-web", "pos/cart/spy.py", "import flask"),
    "the jobs know Flask": ("no-flask-below-web", "app/jobs/spy.py", "from werkzeug import exceptions"),
    "a port opens a serial line": ("hardware-in-devices", "devices/spy.py", "import serial"),
    "the till prints by itself": ("hardware-in-devices", "pos/sale/spy.py", "from escpos import printer"),
    "the till starts a scheduler": ("scheduler-in-jobs", "pos/shift/spy.py", "import apscheduler.schedulers"),
    "the web picks a driver": ("drivers-behind-ports", "app/web/spy.py", "import devices.drivers.spied"),
    "the office shows a view of the till": ("audiences", "app/web/office/spy.py", "import app.web.till.spied"),
    "shared parts know an audience": ("audiences", "app/web/shared/spy.py", "import app.web.till.spied"),
    "an audience nobody declared": ("audiences", "app/web/kitchen/spy.py", ""),
    "carts and shifts know each other": ("no-cycles", "pos/cart/spy.py", "import pos.shift.spied"),
    "a price is looked up": ("pure-pricing", "pos/pricing/spy.py", "import sqlalchemy"),
    "a price is looked up behind the back": ("pure-pricing", "pos/pricing/spy.py", "import warehouse.catalogue.models"),
}
# A house in miniature that keeps every rule: beside the layers, the modules that rules name and violations import.
SKELETON = {
    "app/auth/models.py": "",
    "app/core/db/unit.py": "",
    "app/core/events.py": "import app.core.db.unit",
    "app/core/ids.py": "",
    "app/jobs/scheduler.py": "import apscheduler.schedulers",
    "app/places/models.py": "",
    "app/web/till/views.py": "import flask",
    "app/web/till/spied.py": "",
    "devices/drivers/spied.py": "import escpos",
    "loyalty/points.py": "",
    "loyalty/rules/promotion.py": "",
    "pos/cart/models.py": "import sqlalchemy",
    "pos/cart/spy.py": "",
    "pos/pricing/engine.py": "",
    "pos/sale/models.py": "",
    "pos/shift/spied.py": "import pos.cart.spy",
    "printing/receipt.py": "",
    "warehouse/catalogue/models.py": "import sqlalchemy",
    "warehouse/stock/models.py": "",
}


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """The SKELETON under our rules."""
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    packages = ", ".join(f'"{name}"' for name in {*application_packages(), "loyalty"})
    text = re.sub(r"^root_packages = .*", f"root_packages = [{packages}]", text, flags=re.MULTILINE)
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    for name in layered_modules():
        write(tmp_path, f"{name.replace('.', '/')}/__init__.py", "")
    for name, source in SKELETON.items():
        write(tmp_path, name, source)
    return tmp_path


def write(folder: Path, name: str, source: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    for parent in path.relative_to(folder).parents[:-1]:
        (folder / parent / "__init__.py").touch()
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{source}\n")


def lint(folder: Path, *contracts: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [LINT_IMPORTS, "--no-logo", "--no-cache", *(f"--contract={contract}" for contract in contracts)],
        cwd=folder,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_the_skeleton_keeps_every_rule(skeleton: Path) -> None:
    kept = lint(skeleton, *CONTRACTS)
    assert kept.returncode == 0, kept.stdout


@pytest.mark.parametrize("name", VIOLATIONS)
def test_the_rule_bites(skeleton: Path, name: str) -> None:
    contract, path, source = VIOLATIONS[name]
    write(skeleton, path, source)

    broken = lint(skeleton, contract)

    assert broken.returncode == 1
    assert f"{CONTRACTS[contract]['name']} BROKEN" in broken.stdout


def test_every_rule_is_tried() -> None:
    assert {contract for contract, _, _ in VIOLATIONS.values()} == set(CONTRACTS)
