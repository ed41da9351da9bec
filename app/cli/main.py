"""The ``regulars`` command: one door for people and scripts."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.cli.parsing import with_common_options
from app.core.errors import ConfigError, ShopError
from app.core.explain import explain
from app.web.shared.sentences import MORE_SENTENCES

EXIT_BAD_INPUT: Final = 2
_COMMANDS: Final = {
    "serve": "serve",
    "quote": "quote",
    "barcode": "barcode",
    "phone": "phone",
    "import": "exchange",
    "undo-import": "exchange",
    "export": "exchange",
    "journal": "books",
    "check-ledgers": "books",
    "demo": "demo",
    "owner": "owner",
    "currency": "currency",
    "devices": "devices",
    "emulate": "emulate",
}
"""The module of each command, beside this one."""
_EPILOG: Final = """\
Start here:
  regulars serve                     the shop, in a browser
  regulars serve --data ./my-shop    its data somewhere else
  regulars devices list              printers, registers, scales: how they are, what waits for them
  regulars devices test 2            tries one out; regulars devices log 2 shows its last bytes
  regulars journal verify            proves that nobody changed the books
  regulars owner reset               a new password for an owner who lost it

Answers go to standard output, words to standard error. The exit code is 0 when done, 1 when the answer is "no"
(a difference was found), 2 on bad input. Each command has --help with an example.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; answers its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(
        prog="regulars",
        description="A till that knows its customers.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    with_common_options(parser, top=True)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in _needed(words):
        importlib.import_module(f"app.cli.{module}").add_to(commands)
    _open_closed_streams()
    options = parser.parse_args(words)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except ShopError as error:
        sys.stderr.write(f"regulars: {explain(error, more=MORE_SENTENCES)}\n")
        return EXIT_BAD_INPUT
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _let_go_of_output()
        return 0
    except OSError as error:
        _let_go_of_output()
        problem = error.strerror or str(error)
        sys.stderr.write(f"regulars: {explain(ConfigError('system_refused', problem=problem), more=MORE_SENTENCES)}\n")
        return EXIT_BAD_INPUT
    return code


def _open_closed_streams() -> None:
    """A stream that the caller has closed is an empty one; else the next file that is opened would take its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # until the program ends


def _let_go_of_output() -> None:
    """Whoever read the answer is gone, or there is no room for it: the flush at the end would only fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _needed(words: Sequence[str]) -> list[str]:
    """The modules of the commands named; of all where none is: a script that prices carts loads no web server."""
    named = [_COMMANDS[word] for word in words if word in _COMMANDS]
    return list(dict.fromkeys(named or _COMMANDS.values()))


if __name__ == "__main__":
    sys.exit(main())
