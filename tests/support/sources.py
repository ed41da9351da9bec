"""The project's own files, for tests that look at the code itself."""

import ast
import functools
import gc
import os
import tomllib
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]
FOREIGN = {"build", "data", "node_modules", "vendor"}
WRITTEN = {".css", ".html", ".js", ".md", ".po", ".py", ".svg", ".toml", ".txt", ".yaml", ".yml"}


@functools.cache
def configuration() -> dict[str, Any]:
    """The content of pyproject.toml."""
    return tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


def application_packages() -> list[str]:
    """The top-level packages that make up the program."""
    packages: list[str] = configuration()["tool"]["importlinter"]["root_packages"]
    return packages


def files() -> list[Path]:
    """Every text file that people wrote for this project; foreign code in a folder `vendor` is not ours."""
    found: list[Path] = []
    for folder, folders, names in os.walk(PROJECT):
        folders[:] = [name for name in folders if not name.startswith((".", "__")) and name not in FOREIGN]
        found += [Path(folder, name) for name in names if Path(name).suffix in WRITTEN]
    return sorted(found)


@functools.cache
def application_modules() -> tuple[tuple[Path, ast.Module], ...]:
    """Path (from the project's folder) and syntax tree of every module of the program."""
    # Nothing of the trees is garbage: to look through them again and again took five times as long as making them.
    gc.disable()
    try:
        return tuple(
            (path.relative_to(PROJECT), ast.parse(path.read_bytes(), path))
            for path in files()
            if path.suffix == ".py" and path.relative_to(PROJECT).parts[0] in application_packages()
        )
    finally:
        gc.freeze()
        gc.enable()


def method_calls(tree: ast.AST, *names: str) -> list[ast.Call]:
    """The calls of attributes with one of the names: ``anything.name(…)``."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names
    ]
