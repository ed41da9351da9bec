"""Pole displays follow their till, and no scan waits for them."""

from app.places.devices import add_device, change_device
from app.places.service import POLE_DISPLAY
from app.places.settings import PAPER_LANGUAGE
from devices.errors import Trouble
from devices.poles.fake import FakePole
from pos.customer_display import WELCOME
from pos.poles.faces import greeting
from pos.poles.worker import PoleDisplays
from tests.factories.shop import FITTER, Shop

ADDRESS = "epson+tcp://192.0.2.80:9106?codepage=cp866:11"


def test_lines_total_change_and_greeting_follow_the_till(shop: Shop) -> None:
    shop.sets(WELCOME, "Welcome to the corner shop")
    till, fake = shop.till(), FakePole()
    with shop.database.unit_of_work(FITTER) as tx:
        device_id = add_device(tx, till.id, POLE_DISPLAY, "Pole display", ADDRESS)
    displays = PoleDisplays(shop.database, lambda _address: fake)
    displays.start()
    try:
        fake.wait_for("Welcome to the", "corner shop")
        till.adds(shop.product("Cordless drill with case", "79.00"))
        fake.wait_for("Cordless drill 79.00", "Total          79.00")
        till.adds(shop.product("Tape", "3.50"))
        fake.wait_for("Tape            3.50", "Total          82.50")
        till.pays(cash="100.00")
        fake.wait_for("Total          82.50", "Change         17.50")

        fake.trouble = Trouble.LOST
        shop.sets(PAPER_LANGUAGE, "ru")
        till.adds(shop.product("Пила", "10.00"))
        fake.wait_until_refused()
        fake.trouble = None
        till.adds(shop.product("Лента", "2.00"))
        fake.wait_for("Лента           2,00", "Итого          12,00")
        worker = displays.worker_of(device_id)
        assert worker is not None
        worker.test()
        fake.wait_for("Regulars 0123456789", "")
        with shop.database.unit_of_work(FITTER) as tx:
            change_device(tx, device_id, "Pole display", ADDRESS, active=False)
    finally:
        displays.stop()
    assert displays.worker_of(device_id) is None


def test_a_greeting_is_broken_between_words() -> None:
    face = greeting("Oak & Iron")
    assert (face.upper, face.lower) == ("     Oak & Iron     ", " " * 20)
    face = greeting("Handwerkerbedarfsgrosshandel Meier")
    assert (len(face.upper), len(face.lower)) == (20, 20)
