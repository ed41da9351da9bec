#!/usr/bin/env python3
"""Start Regulars, or check it, on a machine that has nothing but Python.

    python3 run.py [options]                   make .venv when needed, then `regulars serve` with these options
    python3 run.py test [--all] [options]      make .venv when needed, then every check and test (options of pytest)

This file uses the standard library only, and only words that every Python since 2.7 can read: an old Python must get
as far as saying which one is needed.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time

NEEDED = (3, 11)
PROJECT = os.path.dirname(os.path.abspath(__file__))
ENVIRONMENT = os.path.join(PROJECT, ".venv")
STAMP = os.path.join(ENVIRONMENT, "regulars-stamp.json")
TURN = ENVIRONMENT + ".lock"
PROGRAM_LOCK = os.path.join(PROJECT, "requirements.lock")
# Holds everything that PROGRAM_LOCK holds, in the same versions.
TEST_LOCK = os.path.join(PROJECT, "requirements-dev.lock")
WINDOWS = os.name == "nt"
PROGRAMS = os.path.join(ENVIRONMENT, "Scripts" if WINDOWS else "bin")
PYTHON = os.path.join(PROGRAMS, "python.exe" if WINDOWS else "python")

APT_TRIES = 4
APT_PAUSE_S = 10
TURN_PAUSE_S = 0.2

# Run by the environment's own Python. A relative path survives any alphabet in the name of the folder.
POINT_AT_PROJECT = """
import os, sys, sysconfig
packages = sysconfig.get_path("purelib")
with open(os.path.join(packages, "regulars.pth"), "w", encoding="ascii") as file:
    file.write(os.path.relpath(sys.argv[1], packages))
"""


def main(arguments):
    """Prepare the environment and become the program, or the tests, inside it."""
    if sys.version_info < NEEDED:
        sys.exit("Python 3.11 or newer is needed, this is Python %d.%d." % sys.version_info[:2])
    testing = arguments[:1] == ["test"]
    try:
        prepare(TEST_LOCK if testing else PROGRAM_LOCK)
    except OSError as error:
        sys.exit("The folder .venv can not be prepared: %s" % error)
    except KeyboardInterrupt:
        sys.exit("Stopped. Start the same command again to go on.")
    if testing:
        os.chdir(PROJECT)
        become([PYTHON, "-m", "tests"] + arguments[1:])
    # -P: a folder named app where the command is typed is not ours.
    become([PYTHON, "-P", "-m", "app.cli.main", "serve"] + arguments)


def prepare(lock):
    """Make sure that .venv exists and holds what the lock file names. Does next to nothing when it does.

    Args:
        lock: Path of the lock file.

    Raises:
        OSError: The folder can not be written.
        SystemExit: Something is missing; the text says what to do.
    """
    if is_ready(lock):
        return
    with turn():
        # Another run.py may have done the work while this one waited.
        if is_ready(lock):
            return
        if not is_usable():
            make_environment()
        install(lock)


def is_ready(lock):
    """Whether the environment belongs to this folder, runs, and holds the packages of this very lock file."""
    stamp = read_stamp()
    return stamp == dict(stamp, **place()) and digest(lock) in stamp.get("locks", [])


def is_usable():
    """Whether packages may be installed into what lies there; if not, it must be made anew."""
    stamp = read_stamp()
    moved = bool(stamp) and stamp != dict(stamp, **place())
    if moved or stamp.get("unfinished") or not os.path.exists(PYTHON):
        return False
    check = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.call([PYTHON, "-c", check], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def place():
    """What ties an environment to its folder and its Python: both may move away under it."""
    return {"project": PROJECT, "python": os.path.realpath(PYTHON)}


def make_environment():
    """Make an empty .venv, in place of whatever lies there."""
    say("Making the folder .venv ...")
    try:
        import ensurepip  # noqa: F401, PLC0415  (Debian keeps it in a package of its own)
    except ImportError:
        get_venv_module()
    if os.path.lexists(ENVIRONMENT):
        shutil.rmtree(ENVIRONMENT)
    if subprocess.call([sys.executable, "-m", "venv", ENVIRONMENT]) != 0:
        sys.exit("Python can not make the folder .venv, see above.")


def get_venv_module():
    """Install the part of Python that Debian leaves out. Raises SystemExit with the command when it can not."""
    package = "python%d.%d-venv" % sys.version_info[:2]
    if not (can_use_apt() and apt_install(package)):
        sys.exit(
            "A part of Python is missing: venv. Install it, then start the same command again:\n"
            "    sudo apt-get install %s" % package
        )


def install(lock):
    """Install the packages of a lock file, and the command `regulars`, into the environment."""
    say("Installing the packages of %s (once, a minute or two) ..." % os.path.basename(lock))
    # An install that is killed half-way leaves packages which look whole: the next start must begin from nothing.
    write_stamp({"unfinished": True})
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--no-deps"]
    if subprocess.call(pip + ["--require-hashes", "--requirement", lock]) != 0:
        os.remove(STAMP)
        sys.exit(
            "The packages could not be installed, see above. Is this machine connected to the internet?\n"
            "Start the same command again to go on."
        )
    subprocess.check_call([PYTHON, "-c", POINT_AT_PROJECT, PROJECT])
    write_command()
    write_stamp({"locks": sorted({digest(PROGRAM_LOCK), digest(lock)})})


def write_command():
    """Write the command `regulars` into the environment."""
    if WINDOWS:
        with open(os.path.join(PROGRAMS, "regulars.cmd"), "w") as file:
            file.write('@"%~dp0python.exe" -P -m app.cli.main %*\n')
        return
    path = os.path.join(PROGRAMS, "regulars")
    with open(path, "wb") as file:
        quoted = os.fsencode("'%s'" % PYTHON.replace("'", "'\\''"))
        file.write(b'#!/bin/sh\nexec %s -P -m app.cli.main "$@"\n' % quoted)
    os.chmod(path, 0o755)


def read_stamp():
    """What the last finished install left behind: a dict, empty when there is none."""
    try:
        with open(STAMP) as file:
            stamp = json.load(file)
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(facts):
    """Replace the stamp in one step."""
    with open(STAMP + ".new", "w") as file:
        json.dump(dict(facts, **place()), file)
    os.replace(STAMP + ".new", STAMP)


def digest(path):
    """The hash of a file's content, in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


@contextlib.contextmanager
def turn():
    """Let one run.py at a time change the environment; the operating system ends the turn of a killed one."""
    with open(TURN, "a") as file:
        told = False
        while not take(file):
            if not told:
                say("Another run.py is preparing .venv: waiting for it ...")
                told = True
            time.sleep(TURN_PAUSE_S)
        yield


def take(file):
    """Try to lock an open file for this process; whether it worked. Closing the file gives the lock back."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  (Windows only)

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415  (not on Windows)

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def can_use_apt():
    """Whether this is Debian or one of its kin, and we may install there."""
    return not WINDOWS and os.geteuid() == 0 and bool(shutil.which("apt-get"))


def apt_install(package):
    """Install a Debian package, patiently: another program may hold apt's lock. Gives whether it worked."""
    say("Installing %s by apt-get ..." % package)
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    commands = [apt + ["update"], apt + ["install", "-y", "--no-install-recommends", package]]
    for attempt in range(1, APT_TRIES + 1):
        for command in commands:
            done = subprocess.run(
                command, check=False, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            if done.returncode != 0:
                break
        else:
            return True
        say(done.stdout)
        if attempt < APT_TRIES:
            say("%s failed; try %d of %d in %d s." % (" ".join(command), attempt + 1, APT_TRIES, APT_PAUSE_S))
            time.sleep(APT_PAUSE_S)
    return False


def become(command):
    """Hand this process over to a command; on Windows, which can not, wait for it and end with its exit code."""
    sys.stdout.flush()
    if not WINDOWS:
        os.execv(command[0], command)
    with subprocess.Popen(command) as process:
        while True:
            # Ctrl+C reaches the command too: it ends in its own way, and this only waits.
            with contextlib.suppress(KeyboardInterrupt):
                sys.exit(process.wait())


def say(text):
    """Tell the person who waits what is going on."""
    print(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
