"""Measures the till against its limits: ``python -m benchmarks [NAME …]``. Exit code 1 where a goal is missed."""

import argparse
import os
import sys
from typing import Final

from app.core.memory import settle_memory
from benchmarks import commit, finding, fiscal, pricing, registering, rehearsal, stored_promotions, tags, tills, web
from benchmarks.data import Store
from benchmarks.stage import Benchmark, Stage

BENCHMARKS: Final[dict[str, Benchmark]] = {
    "commit": commit.on_sqlite,
    "commit-postgresql": commit.on_postgresql,
    "tills": tills.at_once,
    "scan-http": web.scan_to_line,
    "sale-http": web.whole_sale,
    "find": finding.among_many,
    "price": pricing.with_promotions,
    "price-stored": stored_promotions.on_sqlite,
    "rehearsal": rehearsal.over_a_year,
    "fiscal": fiscal.ten_lines,
    "registration": registering.through_the_lane,
    "tags": tags.drawn,
}
LINES: Final = 1_000_000


def main(arguments: list[str]) -> int:
    """Runs the named benchmarks, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures the till against its limits.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which to run [all]: {', '.join(BENCHMARKS)}")
    parser.add_argument("--lines", type=int, default=LINES, metavar="N", help=f"sale lines of history [{LINES:,}]")
    parser.add_argument("--quick", action="store_true", help="a fifth of the repetitions: a first look, no verdict")
    options = parser.parse_args(arguments)
    unknown = set(options.names) - BENCHMARKS.keys()
    if unknown:
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    store = Store(options.lines)
    all_met = True
    try:
        for name in options.names or BENCHMARKS:
            # As the program does when it starts; and what the benchmark holds must not slow the program's collections.
            settle_memory()
            report = BENCHMARKS[name](Stage(store, options.quick))
            print(f"\n{report}{_doubt()}", flush=True)
            all_met = all_met and report.met
    finally:
        store.close()
    return int(not all_met)


def _doubt() -> str:
    """A warning where other programs kept the processors busy: whoever needs more time is interrupted more often."""
    cores = os.cpu_count() or 1
    if not hasattr(os, "getloadavg") or os.getloadavg()[0] < cores + 1:
        return ""
    return f"\n  The machine was busy (load {os.getloadavg()[0]:.1f} on {cores} cores): take no verdict from this run."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
