"""``regulars emulate tspl``: the emulated label printer as a program."""

from devices.emulators.labels.command import LabelProgram
from devices.emulators.tspl.printer import TsplEmulator

_PROGRAM = LabelProgram("tspl", "TSPL", 9102, TsplEmulator)
add_arguments = _PROGRAM.add_arguments
run = _PROGRAM.run
