"""``regulars emulate zpl``: the emulated label printer as a program."""

from devices.emulators.labels.command import LabelProgram
from devices.emulators.zpl.printer import ZplEmulator

_PROGRAM = LabelProgram("zpl", "ZPL", 9104, ZplEmulator)
add_arguments = _PROGRAM.add_arguments
run = _PROGRAM.run
