"""``regulars owner reset``: a new password for an owner who has lost it, at the PC itself."""

import argparse
import getpass
import json
import sys
from typing import Final

from app.auth.passwords import hash_password
from app.auth.recovery import hashed, new_code, owners, reset
from app.cli.folder import config_of, console_actor, data_locked, opened
from app.cli.parsing import Commands, add_command, add_json_option
from app.core.db.unit import Database
from app.core.errors import BadInput, ConfigError, NotFound

PAGE: Final = "/auth/recover"


def add_to(commands: Commands) -> None:
    """Adds the subcommand."""
    parser = add_command(commands, "owner", "lets an owner back in", "regulars owner reset --data ./my-shop")
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True)
    words = "sets a new password, which is asked for, and answers a new recovery code"
    resetting = add_command(acts, "reset", words, "regulars owner reset --login anna")
    resetting.add_argument("--login", metavar="LOGIN", help="whose password; needed where there are several owners")
    add_json_option(resetting, "answer JSON instead of the bare code")
    resetting.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answers the new recovery code; the password comes from the terminal, or from a line of standard input."""
    config = config_of(options)
    with data_locked(config, page=PAGE), opened(config) as database:
        login = _login(database, options.login)
        password_hash, code = hash_password(_password(login)), new_code()
        recovery_hash = hashed(code)
        database.transact(
            console_actor(), lambda tx: reset(tx, login, password_hash=password_hash, recovery_hash=recovery_hash)
        )
    sys.stderr.write(f"{login} logs in with the new password. Write the recovery code down: it is shown only now.\n")
    sys.stdout.write(f"{json.dumps({'login': login, 'recovery_code': code}) if options.json else code}\n")
    return 0


def _login(database: Database, wished: str | None) -> str:
    """The login meant: the one named, or that of the only owner."""
    with database.read_unit() as tx:
        logins = [owner.login for owner in owners(tx)]
    if not logins:
        raise ConfigError("no_owner_logs_in")
    if wished is None:
        if len(logins) != 1:
            raise ConfigError("owner_not_named", logins=", ".join(logins))
        return logins[0]
    login = wished.strip().casefold()
    if login not in logins:
        raise NotFound("no_owner_login", login=login)
    return login


def _password(login: str) -> str:
    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        if not line:
            raise ConfigError("no_terminal")
        return line.removesuffix("\n").removesuffix("\r")
    password = getpass.getpass(f"New password of {login}: ")
    if getpass.getpass("Once more: ") != password:
        raise BadInput("not_the_same_twice", "again")
    return password
