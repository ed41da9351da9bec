"""The terminal and the server go wrong at every step: the terminal's memory and the books end up the same."""

import os
import random
from collections.abc import Iterator, Sequence
from typing import Final

import pytest

from app.core.errors import Conflict
from app.core.money import Money
from devices.drivers.training.terminal import Patience
from devices.emulators.card.machine import Remembered
from devices.emulators.card.server import CardTerminalEmulator
from devices.errors import Trouble
from devices.fakes import Step
from pos.checkout.tenders import TenderRequest
from pos.payments.reading import PaymentView
from tests.devices.card_benches import driver_of
from tests.factories.amounts import money
from tests.factories.card import PLUGS, CardTill
from tests.factories.shop import Shop
from tests.support.sampling import SEED

SALES: Final = int(os.environ.get("REGULARS_CARD_SALES", "5"))
"""How many sales in a row; ``REGULARS_CARD_SALES=500`` for the whole proof."""
CARD: Final = TenderRequest("card")
HASTY: Final = Patience(connect_ms=2_000, answer_ms=300)
FAULTS: Final = ("lose 1", "deaf 1", "die at ordered", "die at approved", "break after 9", "mute on", "power off")
MOODS: Final = ("approve", "approve", "decline", "cancel")
NEWEST: Final = 8
"""So many operations of the terminal are looked at after each step of many: to read all each time takes for ever."""
ALL_EVERY: Final = 25
"""After so many sales everything is compared."""


@pytest.fixture
def emulator() -> Iterator[CardTerminalEmulator]:
    """A terminal whose customers pay."""
    with CardTerminalEmulator() as machine:
        machine.order("by itself approve")
        yield machine


def heal(emulator: CardTerminalEmulator) -> None:
    """Somebody puts the terminal right."""
    for order in ("power on", "mute off", "lose 0", "deaf 0"):
        emulator.order(order)
    emulator.condition.break_bytes = None
    emulator.condition.die_at = ""


def brought_to_an_end(till: CardTill, emulator: CardTerminalEmulator, begun: PaymentView) -> PaymentView:
    """The lane works while somebody puts the terminal right."""
    till.works()
    heal(emulator)
    for _ in range(10):
        known = till.known(begun)
        if not known.is_under_way:
            return known
        till.works()
    raise AssertionError(f"it never ends: {till.known(begun)}")


def whole(till: CardTill, emulator: CardTerminalEmulator) -> None:
    """The books hold to the minor unit what the terminal holds, payment by payment."""
    assert till.booked == Money(emulator.machine.taken)
    agree(till, list(emulator.machine.operations.values()))


def agree(till: CardTill, operations: Sequence[Remembered]) -> None:
    """The books know what each of these operations moved."""
    for one in operations:
        assert till.amount_of(one.key) == Money(one.amount)


def newest_agree(till: CardTill, emulator: CardTerminalEmulator) -> None:
    """The same of the newest operations alone."""
    agree(till, list(emulator.machine.operations.values())[-NEWEST:])


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_goes_wrong_at_the_terminal_nobody_pays_twice(
    shop: Shop, emulator: CardTerminalEmulator, fault: str
) -> None:
    till = CardTill(shop, driver_of(emulator, HASTY))
    till.desk.adds(shop.product("Saw", "12.00"))
    emulator.order(fault)
    begun = till.asks(CARD)
    assert begun is not None
    known = brought_to_an_end(till, emulator, begun)
    whole(till, emulator)
    assert emulator.machine.taken == known.approved.minor
    sale = till.pays(CARD)
    assert (emulator.machine.taken, till.booked, till.live) == (1200, sale.to_pay, [])
    whole(till, emulator)
    till.voids(sale)
    assert (emulator.machine.taken, till.booked, till.live) == (0, Money(0), [])


@pytest.mark.parametrize("plug", PLUGS)
@pytest.mark.parametrize("is_lost", [False, True])
def test_wherever_the_servers_power_goes_nobody_pays_twice(shop: Shop, plug: str, *, is_lost: bool) -> None:
    till = CardTill(shop)
    till.desk.adds(shop.product("Saw", "12.00"))
    if is_lost:
        till.fake.troubles[Step.AFTER] = Trouble.NO_ANSWER
    begun = till.asks(CARD)
    assert begun is not None
    till.power_goes(plug)
    with pytest.raises(Conflict, match=r"card_payment_under_way|card_amounts_differ"):
        till.closes(TenderRequest("cash"))
    till.fake.troubles.clear()
    till.works()
    assert not till.known(begun).is_under_way
    assert till.fake.taken == till.booked == till.known(begun).approved
    till.pays(CARD)
    assert (till.fake.taken, till.booked, till.live) == (money("12.00"), money("12.00"), [])
    assert shop.faults() == ([], [])


def test_books_equal_the_terminals_memory_after_sales_with_faults(
    shop: Shop, emulator: CardTerminalEmulator, pytestconfig: pytest.Config
) -> None:
    chance = random.Random(pytestconfig.stash[SEED])
    till = CardTill(shop, driver_of(emulator, HASTY))
    saw, sold = shop.product("Saw", "1.20"), 0
    for pieces in range(1, SALES + 1):
        till.desk.adds(saw, str(1 + pieces % 7))
        tenders = (TenderRequest("card", money("1.00")), CARD) if chance.random() < 0.3 else (CARD,)
        for _ in range(20):
            emulator.order(f"by itself {chance.choice(MOODS)}")
            if chance.random() < 0.5:
                emulator.order(chance.choice(FAULTS))
            begun = till.asks(*tenders)
            if begun is None:
                break
            if chance.random() < 0.3:
                till.power_goes("claimed")
            brought_to_an_end(till, emulator, begun)
            newest_agree(till, emulator)
        else:
            emulator.order("by itself approve")
        heal(emulator)
        emulator.order("by itself approve")
        sale = till.pays(*tenders)
        sold += sale.to_pay.minor
        if chance.random() < 0.2:
            till.voids(sale)
            sold -= sale.to_pay.minor
        newest_agree(till, emulator)
        if pieces % ALL_EVERY == 0:
            whole(till, emulator)
    whole(till, emulator)
    assert (emulator.machine.taken, till.booked.minor, till.live) == (sold, sold, [])
    assert shop.faults() == ([], [])
