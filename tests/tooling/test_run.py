"""run.py on a machine with nothing prepared: what it makes, what it says, what it repeats and what it does not."""

import ast
import os
import shutil
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import psutil
import pytest

import run

RUN = Path(run.__file__)
TIMEOUT_S = 300
NO_PACKAGE = "# nothing to install\n"
ANSWERING_PROGRAM = "import sys\nprint('started', sys.argv[1:])\n"
WITHOUT_ENSUREPIP = "import runpy, sys; sys.modules['ensurepip'] = None; runpy.run_path('run.py', run_name='__main__')"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with run.py, a program that only answers, and lock files without a package: no network is needed."""
    folder = tmp_path / "магазин of 'tools'"
    for package in ("app/cli", "tests"):
        (folder / package).mkdir(parents=True)
    shutil.copy(RUN, folder)
    (folder / "app/cli/main.py").write_text(ANSWERING_PROGRAM)
    (folder / "tests/__main__.py").write_text(ANSWERING_PROGRAM)
    (folder / "requirements.lock").write_text(NO_PACKAGE)
    (folder / "requirements-dev.lock").write_text("# for the tests\n")
    return folder


def start(project: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, project / "run.py", *arguments],
        cwd=project.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def finish(process: "subprocess.Popen[str]", code: int = 0) -> str:
    output, _ = process.communicate(timeout=TIMEOUT_S)
    assert process.returncode == code, output
    return output


def test_the_first_start_prepares_and_later_ones_only_start(project: Path) -> None:
    """Two first starts at once: one prepares, the other waits for it."""
    both = [start(project, "--port", "8080"), start(project, "--port", "8081")]
    outputs = [finish(process) for process in both]
    assert sorted(output.count("Making the folder .venv") for output in outputs) == [0, 1]
    assert outputs[0].endswith("started ['serve', '--port', '8080']\n")
    assert outputs[1].endswith("started ['serve', '--port', '8081']\n")

    assert finish(start(project, "--empty")) == "started ['serve', '--empty']\n"

    command = project / ".venv" / ("Scripts/regulars.cmd" if os.name == "nt" else "bin/regulars")
    answer = subprocess.run(
        [command, "journal", "verify"], cwd=project.parent, check=True, stdout=subprocess.PIPE, text=True
    )
    assert answer.stdout == "started ['journal', 'verify']\n"

    tested = finish(start(project, "test", "--all"))
    assert "Making" not in tested
    assert "Installing the packages of requirements-dev.lock" in tested
    assert tested.endswith("started ['--all']\n")
    assert finish(start(project)) == "started ['serve']\n"

    (project / "requirements.lock").write_text("# something newer\n")
    newer = finish(start(project))
    assert "Making" not in newer
    assert "Installing the packages of requirements.lock" in newer


def test_what_was_broken_off_moved_or_refused_is_mended(project: Path) -> None:
    kill_during_install(project)
    assert "Making the folder .venv" in finish(start(project))

    moved = project.rename(project.with_name("moved"))
    assert "Making the folder .venv" in finish(start(moved))

    lock = moved / "requirements.lock"
    lock.write_text(f"--no-index\nnothing-of-this-name==1.0 --hash=sha256:{'0' * 64}\n")
    assert "The packages could not be installed" in finish(start(moved), code=1)

    lock.write_text(NO_PACKAGE)
    mended = finish(start(moved))
    assert "Making" not in mended
    assert mended.endswith("started ['serve']\n")


def kill_during_install(project: Path) -> None:
    """Kill run.py and its pip while pip waits for an index that never answers."""
    lock = project / "requirements.lock"
    with socket.create_server(("127.0.0.1", 0)) as index:
        index.settimeout(TIMEOUT_S)
        address = f"http://127.0.0.1:{index.getsockname()[1]}/simple"
        lock.write_text(f"--index-url {address}\nslow==1.0 --hash=sha256:{'0' * 64}\n")
        process = start(project)
        connection, _ = index.accept()
        with connection:
            installer = psutil.Process(process.pid).children(recursive=True)
            process.kill()
            for running in installer:
                running.kill()
            process.communicate(timeout=TIMEOUT_S)
    lock.write_text(NO_PACKAGE)


def test_without_the_venv_module_it_names_the_one_command(project: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-c", WITHOUT_ENSUREPIP],
        cwd=project,
        env={**os.environ, "PATH": str(project)},
        check=False,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.returncode == 1
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert process.stderr.endswith(f"\n    sudo apt-get install python{version}-venv\n")


@pytest.fixture
def apt_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An apt-get whose lock is held for the first two calls; the file lists how it was called."""
    log = tmp_path / "calls"
    program = tmp_path / "apt-get"
    program.write_text(
        textwrap.dedent(
            f"""\
            #!{sys.executable}
            import os, sys
            with open({str(log)!r}, "a+") as log:
                print(os.environ["DEBIAN_FRONTEND"], *sys.argv[1:], file=log)
                log.seek(0)
                held = len(log.readlines()) <= 2
            sys.exit("E: Could not get lock" if held else 0)
            """
        )
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(run, "APT_PAUSE_S", 0)
    return log


def test_apt_is_tried_again_when_its_lock_is_held(apt_log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.apt_install("chromium")
    calls = apt_log.read_text().splitlines()
    assert [call.split()[-1] for call in calls] == ["update", "update", "update", "chromium"]
    assert all(call.startswith("noninteractive -q") for call in calls)
    assert "--no-install-recommends" in calls[-1]
    told = capsys.readouterr().out
    assert "E: Could not get lock" in told
    assert "try 3 of 4 in 0 s" in told


def test_apt_that_never_succeeds_is_given_up(apt_log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "APT_TRIES", 2)
    assert not run.apt_install("chromium")
    assert len(apt_log.read_text().splitlines()) == 2


def test_an_old_python_can_read_run_py() -> None:
    """Python 2.7 is seldom at hand: what it could not read is looked for by name instead."""
    source = RUN.read_bytes()
    assert source.isascii()
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef, ast.Await, ast.Nonlocal)
    for node in ast.walk(ast.parse(source)):
        assert not isinstance(node, (*newer, ast.Starred)), ast.unparse(node)
        if isinstance(node, ast.Raise):
            assert node.cause is None
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
            assert not node.args.kwonlyargs
            assert not node.args.posonlyargs
            assert all(argument.annotation is None for argument in node.args.args)


def test_an_old_python_is_told_which_one_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed, this is Python 3\.10\."):
        run.main([])
