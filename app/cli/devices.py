"""``regulars devices list|test|log``: the shop's devices from a shell, beside the running server and without one."""

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import datetime
from typing import Any, Final

from app.cli.console_door import ask_server, tried
from app.cli.folder import config_of, data_locked, opened
from app.cli.parsing import Commands, add_command, add_json_option, whole_number
from app.core.config import Config
from app.core.db.unit import Database
from app.core.errors import ConfigError, NotFound, ShopError
from app.core.explain import explain
from app.demo.emulated import EmulatedDevices
from app.flows.device_states import DeviceState, device_states
from app.places.day import shop_zone
from app.places.devices import DeviceView, devices
from app.places.exchange_keeper import ExchangeKeeper
from app.places.service import POLE_DISPLAY, SCANNER
from app.web.shared.sentences import MORE_SENTENCES
from app.wiring import build
from devices.exchanges.dump import dumped
from devices.exchanges.files import ExchangeFiles
from devices.exchanges.log import Piece
from devices.exchanges.secrets import covered_address

_HEADERS: Final = ("ID", "TILL", "KIND", "NAME", "STATE", "QUEUE", "ADDRESS")
_ALL: Final = 0


def add_to(commands: Commands) -> None:
    """Adds the subcommands."""
    parser = add_command(
        commands, "devices", "lists the shop's devices, tries one out, shows its last bytes", "regulars devices list"
    )
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True)
    listing = add_command(
        acts,
        "list",
        "lists every device with its kind, address and state, and the age and reason of what waits for it",
        "regulars devices list --json",
    )
    listing.set_defaults(run=run_list)
    testing = add_command(
        acts,
        "test",
        "lets a printer print a test, a pole display show one, and asks any other device how it is;"
        " 1 where it does not do it",
        'regulars devices test 2   or   regulars devices test "Receipt printer"',
    )
    testing.set_defaults(run=run_test)
    log = add_command(
        acts,
        "log",
        "shows the last bytes that went to a device and came back, with passwords and codes covered",
        "regulars devices log 2 --last 20 > for-support.txt",
    )
    log.add_argument(
        "--last", type=whole_number(1, 10**6), metavar="N", default=_ALL, help="only the newest N [all that are kept]"
    )
    log.set_defaults(run=run_log)
    for act in (testing, log):
        act.add_argument("device", metavar="DEVICE", help="number or name, as `regulars devices list` shows them")
    for act in (listing, testing, log):
        add_json_option(act, "answer JSON instead of words")


def run_list(options: argparse.Namespace) -> int:
    """Answers every device with its state."""
    config = config_of(options)
    with opened(config) as database, database.read_unit() as tx:
        now, files = tx.now, ExchangeFiles(config.data_folder)
        states = device_states(tx, lambda device: files.kept(device.address, now))
        if options.json:
            rows = [_told(one, int((now - _oldest(one, now)).total_seconds())) for one in states]
            _write({"devices": rows})
        else:
            zone = shop_zone(tx)
            cells = [_cells(one, f"{_oldest(one, now).astimezone(zone):%Y-%m-%d %H:%M}") for one in states]
            sys.stdout.write(_table([_HEADERS, *cells]))
    if not states:
        sys.stderr.write("There are no devices yet; add them in the office, under Devices.\n")
    return 0


def run_test(options: argparse.Namespace) -> int:
    """Answers what the device did; the running server is asked to do it, because it holds the devices."""
    config = config_of(options)
    with opened(config) as database:
        device = _named(database, options.device)
        if device is None:
            return 1
        try:
            with data_locked(config):
                answer = _tried_here(config, device)
        except ConfigError as error:
            if error.code != "server_running":
                raise
            answer = ask_server(config.data_folder, device.id)
    if options.json:
        _write({"device": device.id, "kind": device.role, "name": device.name, **answer})
    else:
        facts = "".join(f"  {name}: {value}\n" for name, value in answer["facts"].items() if value not in ("", None))
        maker = f"  the device said: {answer['maker_code']}\n" if answer["maker_code"] else ""
        sys.stdout.write(f"{device.name}: {answer['message'] or 'in order'}\n{maker}{facts}")
    return 0 if answer["passed"] else 1


def run_log(options: argparse.Namespace) -> int:
    """Answers the kept exchanges, oldest first; 1 where there are none."""
    config = config_of(options)
    with opened(config) as database:
        device = _named(database, options.device)
        if device is None:
            return 1
        with database.read_unit() as tx:
            now, zone = tx.now, shop_zone(tx)
    pieces = ExchangeFiles(config.data_folder).kept(device.address, now)[-max(0, options.last) :]
    if options.json:
        _write({"device": device.id, "kind": device.role, "name": device.name, "pieces": list(map(_piece, pieces))})
    else:
        sys.stdout.write(dumped(pieces, zone))
    if not pieces:
        sys.stderr.write(f"Nothing was exchanged with {device.name} in the last days.\n")
    return 0 if pieces else 1


def _tried_here(config: Config, device: DeviceView) -> dict[str, Any]:
    """Without a server: whatever of it the device needs is started, and ended again."""
    program = build(config)
    with closing(program.database), ExitStack() as running:
        exchanges = ExchangeKeeper(program.database, config.data_folder)
        exchanges.start()
        running.callback(exchanges.stop)
        running.callback(program.scales.stop)
        running.callback(program.held.modems.close)
        if device.emulated:
            emulated = EmulatedDevices(config.data_folder, program.database)
            running.callback(emulated.stop)
            emulated.start()
        for role, kept in ((POLE_DISPLAY, program.poles), (SCANNER, program.scanners)):
            if device.role == role:
                running.callback(kept.stop)
                kept.start()
        return tried(program.tests.test, device.id)


def _named(database: Database, wished: str) -> DeviceView | None:
    """The device of this number or name; None with a sentence where there is none, or several of the name."""
    with database.read_unit() as tx:
        every = devices(tx)
    found = [one for one in every if str(one.id) == wished]
    found = found or [one for one in every if one.name.casefold() == " ".join(wished.split()).casefold()]
    if len(found) == 1:
        return found[0]
    error = NotFound("device_unknown", device=wished) if not found else NotFound("device_name_twice", device=wished)
    sys.stderr.write(f"regulars: {explain(error, more=MORE_SENTENCES)}\n")
    return None


def _told(one: DeviceState, age_s: int) -> dict[str, Any]:
    """A row of the list as JSON; the queue is null for what has none."""
    device, queue = one.device, one.queue
    oldest = None if queue is None else queue.oldest_at
    return {
        "id": device.id,
        "till": one.till_name,
        "kind": device.role,
        "name": device.name,
        "address": covered_address(device.address),
        "emulated": device.emulated,
        "state": one.state.value,
        "reason": _reason(one.code),
        "queue": None
        if queue is None
        else {
            "lane": queue.lane,
            "waiting": queue.waiting,
            "in_doubt": queue.in_doubt,
            "oldest_at": None if oldest is None else oldest.isoformat(),
            "age_s": None if oldest is None else age_s,
            "reason": _reason(queue.error_code),
        },
        "last_exchange_at": None if one.last is None else one.last.at.isoformat(),
    }


def _reason(code: str | None) -> dict[str, str] | None:
    return None if code is None else {"code": code, "message": explain(ShopError(code), more=MORE_SENTENCES)}


def _cells(one: DeviceState, oldest: str) -> Sequence[str]:
    device, queue = one.device, one.queue
    waits = "" if queue is None or queue.oldest_at is None else f"{queue.waiting + queue.in_doubt} since {oldest}"
    why = "" if one.code is None else explain(ShopError(one.code), more=MORE_SENTENCES)
    state = one.state.value + (", emulated" if device.emulated else "")
    queued = ": ".join(part for part in (waits, why) if part)
    return str(device.id), one.till_name, device.role, device.name, state, queued, covered_address(device.address)


def _oldest(one: DeviceState, now: datetime) -> datetime:
    return now if one.queue is None or one.queue.oldest_at is None else one.queue.oldest_at


def _table(rows: Sequence[Sequence[str]]) -> str:
    """The rows in columns as wide as their widest cell; nothing for headers alone."""
    if len(rows) == 1:
        return ""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "".join(f"{line}\n" for line in lines)


def _piece(piece: Piece) -> dict[str, Any]:
    at = piece.at.isoformat()
    if piece.way == "trouble":
        return {"at": at, "way": "trouble", "code": piece.code, "told": piece.told, "times": piece.times}
    return {"at": at, "way": piece.way, "bytes": piece.size, "hex": piece.data.hex(" "), "left_out": piece.left_out}


def _write(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2, default=str) + "\n")
