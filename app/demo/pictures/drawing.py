"""Every drawing by its name, and the finished picture of a product."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from app.core.pictures import Picture
from app.demo.pictures import (
    electric,
    fixings,
    garden,
    hand_tools,
    paint,
    power_tools,
    safety,
    salon,
    services,
)
from app.demo.pictures.colours import Rgb, Tint
from app.demo.pictures.sketch import Sketch

DRAWINGS: Final[Mapping[str, Callable[[Sketch], None]]] = {
    **power_tools.DRAWINGS,
    **hand_tools.DRAWINGS,
    **fixings.DRAWINGS,
    **paint.DRAWINGS,
    **electric.DRAWINGS,
    **garden.DRAWINGS,
    **safety.DRAWINGS,
    **salon.DRAWINGS,
    **services.DRAWINGS,
}


@cache
def picture_of(drawing: str, plate: Rgb, tint: Tint) -> Picture:
    """The drawing in a product's colour on a ground; products that share all three share the picture."""
    sketch = Sketch(plate, tint)
    DRAWINGS[drawing](sketch)
    return Picture("image/webp", sketch.webp())
