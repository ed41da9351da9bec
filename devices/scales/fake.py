"""A scale for tests and rehearsals: it keeps the port's promises in memory, and fails where it is told."""

from app.core.io_guard import refuse_inside_unit
from devices.errors import DeviceError, Trouble
from devices.scales.port import ScaleInfo, ScaleStatus, Weight


class FakeScale:
    """A ``Scale``. ``load_grams`` is what lies on it; ``moving`` keeps it from rest, ``capacity_grams`` is its most.

    ``trouble`` is what is wrong with it until it is None again; ``asked`` counts the questions.
    """

    def __init__(self, capacity_grams: int = 15_000) -> None:
        self.load_grams = 0
        self.moving = False
        self.capacity_grams = capacity_grams
        self.trouble: Trouble | None = None
        self.asked = 0
        self._zero_grams = 0
        self._tare_grams = 0
        self.info = ScaleInfo("fake", zeroes=True, tares=True, tells_rest=True, verified_on_hardware=False)

    def status(self) -> ScaleStatus:
        """Whether it answers."""
        refuse_inside_unit()
        return ScaleStatus(self.trouble)

    def read(self) -> Weight:
        """What lies on it, less zero and tare."""
        refuse_inside_unit()
        self.asked += 1
        if self.trouble is not None:
            raise DeviceError(self.trouble)
        gross = self.load_grams - self._zero_grams
        grams = gross - self._tare_grams
        overload = gross > self.capacity_grams
        return Weight(
            None if overload else grams,
            stable=not self.moving and not overload,
            net=bool(self._tare_grams),
            zero=grams == 0,
            overload=overload,
            below_zero=grams < 0,
            tare_grams=self._tare_grams,
        )

    def zero(self) -> None:
        """Makes what it shows zero, while it stands still."""
        self._refuse_moving()
        self._zero_grams, self._tare_grams = self.load_grams, 0

    def tare(self) -> None:
        """Takes what lies on it for packing, while it stands still."""
        self._refuse_moving()
        self._tare_grams = self.load_grams - self._zero_grams

    def close(self) -> None:
        """Nothing to let go of."""

    def _refuse_moving(self) -> None:
        if not self.read().stable:
            raise DeviceError(Trouble.SCALE_REFUSED)
