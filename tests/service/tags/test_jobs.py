"""Price tags on their way to a label printer: all of them, none twice, and what a person is asked."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.core import outbox, outbox_view
from app.core.errors import BadInput, Conflict, Forbidden, NotFound
from app.core.ids import new_uid
from app.core.outbox import LaneHandler
from app.core.outbox_view import LaneStatus
from app.core.registry import Registry
from app.jobs.dispatcher import Dispatcher
from app.places.devices import add_device, change_device
from app.places.service import LABEL_PRINTER, create_till
from devices.errors import Trouble
from devices.labels.fake import FakeLabelPrinter
from tests.factories.amounts import unit_price
from tests.factories.shop import FITTER, Shop
from tests.factories.together import together, until
from warehouse.catalogue.prices import set_price
from warehouse.tags.choosing import count_goods
from warehouse.tags.jobs import (
    TAGS_KIND,
    JobState,
    TagLine,
    answer_count,
    job_state,
    print_tags,
    stop_job,
    tag_lane,
)
from warehouse.tags.lane import SampleHandler, TagHandler, TagPrinters
from warehouse.tags.sample import SAMPLE_KIND, print_sample

ADDRESS = "tspl+tcp://192.0.2.60:9100"


class Counter:
    """A shop with a label printer, and the people who ask it for tags."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.printer = FakeLabelPrinter()
        with shop.database.unit_of_work(FITTER) as tx:
            self.device_id = add_device(tx, create_till(tx, shop.id, "Back room"), LABEL_PRINTER, "Tags", ADDRESS)
        self.goods = [shop.product(f"Thing {number}", "10.00").id for number in range(3)]
        self.worker = self.new_worker()

    def new_worker(self) -> Dispatcher:
        printers = TagPrinters(self.shop.database, lambda _address: self.printer)
        handlers: Registry[LaneHandler] = Registry("outbox message")
        handlers.add(TAGS_KIND, TagHandler(self.shop.database, printers))
        handlers.add(SAMPLE_KIND, SampleHandler(self.shop.database, printers))
        return Dispatcher(self.shop.database, handlers)

    def asks(self, *copies: int, uid: str | None = None) -> int:
        lines = [TagLine(product_id, count) for product_id, count in zip(self.goods, copies, strict=False)]
        with self.shop.database.unit_of_work(FITTER) as tx:
            return print_tags(tx, self.device_id, lines, uid or new_uid())

    def counts(self, job_id: int, came_out: int, *, go_on: bool = True) -> None:
        with self.shop.database.unit_of_work(FITTER) as tx:
            answer_count(tx, job_id, came_out, go_on=go_on)

    def stops(self, job_id: int) -> None:
        with self.shop.database.unit_of_work(FITTER) as tx:
            stop_job(tx, job_id)

    def job(self, job_id: int) -> JobState:
        with self.shop.database.read_unit() as tx:
            return job_state(tx, job_id)

    def lane(self) -> LaneStatus:
        with self.shop.database.read_unit() as tx:
            return outbox_view.lane_status(tx, tag_lane(self.device_id))

    def until_state(self, job_id: int, state: str) -> JobState:
        """The job once it is there; time goes on, so that what waits is tried again."""

        def reached() -> bool:
            self.shop.waits(timedelta(seconds=1))
            return self.job(job_id).state == state

        until(reached)
        return self.job(job_id)

    @property
    def names(self) -> list[str]:
        """The goods of the labels that came out, in order."""
        return [tag.texts[0].text for tag in self.printer.labels]

    def without_tag(self) -> int:
        with self.shop.database.read_unit() as tx:
            return count_goods(tx, self.shop.id, "untagged")

    def outdated(self) -> int:
        with self.shop.database.read_unit() as tx:
            return count_goods(tx, self.shop.id, "outdated")


@pytest.fixture
def counter(shop: Shop) -> Iterator[Counter]:
    """At work."""
    made = Counter(shop)
    made.worker.start()
    yield made
    made.worker.stop()


def test_tags_come_out_in_order_and_once(counter: Counter) -> None:
    uid = new_uid()
    first = counter.asks(2, 13, 1, uid=uid)
    assert counter.asks(2, 13, 1, uid=uid) == first
    second = counter.asks(1)
    counter.until_state(second, "done")
    job = counter.job(first)
    assert (job.state, job.wanted, job.confirmed, job.batches) == ("done", 16, 16, 2)
    assert counter.names == ["Thing 0"] * 2 + ["Thing 1"] * 13 + ["Thing 2"] + ["Thing 0"]
    assert (counter.printer.cleared, counter.without_tag()) == (0, 0)
    assert counter.shop.faults() == ([], [])


def test_the_same_wish_at_once_is_one_job(counter: Counter) -> None:
    """Beside others, while the lane works: everybody gets his tags, and nobody waits for another for ever."""
    uid = new_uid()
    jobs = together([*[lambda: counter.asks(2, uid=uid)] * 3, *[lambda: counter.asks(1)] * 2])
    for job_id in jobs:
        counter.until_state(job_id, "done")
    assert (len(set(jobs)), len(set(jobs[:3])), len(counter.printer.labels)) == (3, 1, 4)


def test_paper_out_waits_and_goes_on(counter: Counter) -> None:
    counter.printer.stop_after = 4
    job_id = counter.asks(12)
    until(lambda: counter.lane().error_code == Trouble.PAPER_OUT)
    assert (len(counter.printer.labels), counter.job(job_id).confirmed) == (4, 0)
    counter.printer.trouble = None
    counter.until_state(job_id, "done")
    assert (len(counter.printer.labels), counter.printer.cleared) == (12, 0)


def test_an_interrupted_job_is_told_and_goes_on_where_it_stopped(counter: Counter) -> None:
    """200 tags: the cable breaks with the 57th; a person looks, and the 58th comes next."""
    counter.printer.cut_at = 57
    job_id = counter.asks(60, 60, 80)
    job = counter.until_state(job_id, "asking")
    assert (job.confirmed, job.sent) == (50, 60)
    assert counter.lane().in_doubt == 1
    for wrong in (49, 61):
        with pytest.raises(BadInput, match="tags_came_out"):
            counter.counts(job_id, wrong)
    counter.counts(job_id, 57)
    with pytest.raises(Conflict, match="tags_not_asking"):
        counter.counts(job_id, 57)
    counter.until_state(job_id, "done")
    assert counter.names == ["Thing 0"] * 60 + ["Thing 1"] * 60 + ["Thing 2"] * 80
    assert (counter.printer.cleared, counter.lane().in_doubt) == (1, 0)
    assert counter.shop.faults() == ([], [])


def test_what_the_printer_held_is_not_sent_again_after_a_restart(counter: Counter) -> None:
    counter.printer.stop_after = 3
    job_id = counter.asks(8)
    until(lambda: counter.lane().error_code == Trouble.PAPER_OUT)
    counter.worker.stop()
    counter.printer.power_cycle()
    counter.worker = counter.new_worker()
    counter.worker.start()
    job = counter.until_state(job_id, "asking")
    assert (job.confirmed, job.sent, len(counter.printer.labels)) == (0, 8, 3)
    counter.counts(job_id, 3, go_on=False)
    assert (counter.job(job_id).state, counter.job(job_id).confirmed) == ("stopped", 3)
    counter.until_state(counter.asks(1), "done")
    assert counter.printer.cleared == 1


def test_after_a_crash_in_the_middle_somebody_counts(counter: Counter) -> None:
    counter.worker.stop()
    job_id = counter.asks(12)
    with counter.shop.database.unit_of_work(FITTER) as tx:
        assert outbox.claim(tx, tag_lane(counter.device_id)) is not None
    counter.worker = counter.new_worker()
    counter.worker.start()
    job = counter.until_state(job_id, "asking")
    assert (job.confirmed, job.sent, counter.printer.labels) == (0, 10, [])
    counter.counts(job_id, 10)
    counter.until_state(job_id, "done")
    assert (len(counter.printer.labels), counter.printer.cleared) == (2, 1)


def test_a_job_is_stopped_and_the_next_one_begins(counter: Counter) -> None:
    counter.printer.trouble = Trouble.HEAD_OPEN
    first, second = counter.asks(5), counter.asks(1, 1)
    until(lambda: counter.lane().error_code == Trouble.HEAD_OPEN)
    assert (counter.job(first).state, counter.job(second).state) == ("printing", "waiting")
    counter.stops(first)
    counter.printer.trouble = None
    counter.until_state(second, "done")
    assert counter.names == ["Thing 0", "Thing 1"]
    with pytest.raises(Conflict, match="tags_ended"):
        counter.stops(first)


def test_a_printer_that_is_gone_asks_for_help(counter: Counter) -> None:
    counter.worker.stop()
    job_id = counter.asks(2)
    with counter.shop.database.unit_of_work(FITTER) as tx:
        change_device(tx, counter.device_id, "Tags", ADDRESS, active=False)
    counter.worker = counter.new_worker()
    counter.worker.start()
    assert counter.until_state(job_id, "asking").sent == 0
    with counter.shop.database.unit_of_work(FITTER) as tx:
        change_device(tx, counter.device_id, "Tags", ADDRESS, active=True)
    counter.counts(job_id, 0)
    counter.until_state(job_id, "done")
    assert len(counter.printer.labels) == 2


def test_a_shelf_is_out_of_date_when_the_price_is_another_one(counter: Counter) -> None:
    shop = counter.shop
    assert (counter.without_tag(), counter.outdated()) == (3, 0)
    counter.until_state(counter.asks(1, 1), "done")
    assert (counter.without_tag(), counter.outdated()) == (1, 0)
    with shop.database.unit_of_work(FITTER) as tx:
        set_price(tx, counter.goods[0], unit_price("9.00"))
        set_price(tx, counter.goods[1], unit_price("12.00"), valid_from=tx.now + timedelta(days=1))
    assert counter.outdated() == 1
    shop.clock.advance(timedelta(days=2))
    assert counter.outdated() == 2
    counter.until_state(counter.asks(1, 1), "done")
    assert counter.outdated() == 0


def test_a_test_label_shows_the_size(counter: Counter) -> None:
    uid = new_uid()
    for _ in range(2):
        with counter.shop.database.unit_of_work(FITTER) as tx:
            print_sample(tx, counter.device_id, uid)
    until(lambda: bool(counter.printer.labels) and counter.lane().waiting == 0)
    (label,) = counter.printer.labels
    assert {"Printer test", "58 × 40 mm, 203 dpi"} <= {text.text for text in label.texts}


def test_what_cannot_be_printed_is_refused(counter: Counter) -> None:
    shop = counter.shop
    with shop.database.unit_of_work(shop.cashier()) as tx, pytest.raises(Forbidden):
        print_tags(tx, counter.device_id, [TagLine(counter.goods[0])], new_uid())
    refusals: list[tuple[list[TagLine], int, type[Exception], str]] = [
        ([], counter.device_id, BadInput, "no_tags"),
        ([TagLine(counter.goods[0], 0)], counter.device_id, BadInput, "no_tags"),
        ([TagLine(counter.goods[0], 5001)], counter.device_id, BadInput, "too_many_tags"),
        ([TagLine(10**9)], counter.device_id, NotFound, "no_product"),
        ([TagLine(counter.goods[0])], 10**9, NotFound, "no_label_printer"),
    ]
    for lines, device_id, kind, code in refusals:
        with shop.database.unit_of_work(FITTER) as tx, pytest.raises(kind, match=code):
            print_tags(tx, device_id, lines, new_uid())
    with shop.database.unit_of_work(FITTER) as tx, pytest.raises(BadInput, match="label_driver"):
        change_device(tx, counter.device_id, "Tags", "fax+tcp://192.0.2.60", active=True)
