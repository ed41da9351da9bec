"""The test paper of a printer."""

import pytest

from app.core.errors import Forbidden, NotFound
from app.core.ids import new_uid
from devices.fakes import FakeReceiptPrinter
from pos.papers.printer_test import SAMPLES, print_test
from tests.factories.shop import FITTER, Shop
from tests.factories.together import until


def test_a_test_paper_shows_letters_of_many_languages_once(shop: Shop) -> None:
    till, printer, uid = shop.till(printer=True), FakeReceiptPrinter(), new_uid()
    till.cashier = FITTER
    for _ in range(2):
        till.does(print_test, uid)
    worker = shop.outbox_worker(printer)
    worker.start()
    until(lambda: bool(printer.papers))
    worker.stop()
    (paper,) = printer.papers
    assert all(sample in str(paper.document) for sample in SAMPLES)
    assert shop.faults() == ([], [])


def test_it_needs_a_right_and_a_printer(shop: Shop) -> None:
    till = shop.till(printer=True)
    with pytest.raises(Forbidden):
        till.does(print_test, new_uid())
    bare = shop.till()
    bare.cashier = FITTER
    with pytest.raises(NotFound, match="no_printer"):
        bare.does(print_test, new_uid())
