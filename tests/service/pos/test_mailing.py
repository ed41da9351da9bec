"""Receipts by e-mail: through the outbox, once, with every fault told apart."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from app.core import outbox, outbox_view
from app.core.errors import BadInput, Conflict, Forbidden, NotFound
from app.core.ids import new_uid
from app.core.journal import JournalDetail, JournalEntry
from app.core.outbox import LaneHandler, Message
from app.core.outbox_tables import OutboxMessage
from app.core.registry import Registry
from app.crm.customers import CustomerData, create_customer
from app.crm.personal_data import erase_customer, export_customer
from app.jobs.dispatcher import Dispatcher
from app.messaging.lane import TRIES_OF_ITS_OWN, MailHandler
from app.messaging.outgoing import LANE, MAIL_KIND, MailView, mails_about
from app.messaging.settings import MAIL_HOST, MAIL_SENDER, MAIL_USER
from app.places.settings import PAPER_LANGUAGE
from app.wiring import personal_data
from devices.drivers.smtp.gateway import SmtpGateway
from devices.emulators.smtp.server import SmtpEmulator
from devices.errors import Trouble
from devices.fakes import FakeMailGateway, Step
from devices.ports import MailAccount
from pos.checkout.completed import CompletedSale
from pos.checkout.paper import receipt_name
from pos.papers.mailing import (
    RECEIPT_LETTER,
    TEST_LETTER,
    mail_receipt,
    mail_test,
    paper_letter,
    receipt_cover,
    write_test,
)
from tests.factories.shop import FITTER, Shop
from tests.factories.till import TillDesk
from tests.factories.together import until

TO = "maria@example.org"


@dataclass
class Post:
    """The shop's way to the mail server, and what the server was given."""

    shop: Shop
    gateway: FakeMailGateway = field(default_factory=FakeMailGateway)
    accounts: list[MailAccount] = field(default_factory=list)

    def handlers(self) -> Registry[LaneHandler]:
        def opened(account: MailAccount) -> FakeMailGateway:
            self.accounts.append(account)
            return self.gateway

        writers = {RECEIPT_LETTER: paper_letter(receipt_cover, lambda _digest: None), TEST_LETTER: write_test}
        handlers: Registry[LaneHandler] = Registry("outbox message")
        handlers.add(MAIL_KIND, MailHandler(self.shop.database, opened, writers, "secret"))
        return handlers


@pytest.fixture
def till(shop: Shop) -> TillDesk:
    """A till of a shop that sends mail."""
    shop.sets(MAIL_HOST, "mail.oak.example")
    shop.sets(MAIL_SENDER, "shop@oak.example")
    return shop.till()


@pytest.fixture
def sale(till: TillDesk) -> CompletedSale:
    """A saw, sold."""
    return till.sells(till.shop.product("Saw", "12.50"))


@pytest.fixture
def post(till: TillDesk) -> Iterator[Post]:
    """A dispatcher at work in front of a fake mail server."""
    posted = Post(till.shop)
    dispatcher = Dispatcher(till.shop.database, posted.handlers())
    dispatcher.start()
    yield posted
    dispatcher.stop()


def send(till: TillDesk, sale: CompletedSale, to: str = TO, uid: str = "") -> None:
    till.shop.database.transact(till.cashier, lambda tx: mail_receipt(tx, sale.uid, to, uid or new_uid()))


def mails(till: TillDesk, sale: CompletedSale) -> list[MailView]:
    with till.shop.database.read_unit() as tx:
        return mails_about(tx, receipt_name(sale.uid))


def reaches(till: TillDesk, sale: CompletedSale, state: str, error: str | None = None) -> None:
    until(lambda: [(one.state, one.error_code) for one in mails(till, sale)] == [(state, error)])


def test_a_receipt_arrives_as_page_and_pdf_in_its_own_language(till: TillDesk, sale: CompletedSale, post: Post) -> None:
    till.shop.sets(PAPER_LANGUAGE, "ru")
    till.shop.sets(MAIL_USER, "shop")
    send(till, sale, " maria@Example.ORG ")
    reaches(till, sale, "done")
    (mail,) = post.gateway.mails
    assert (mail.to, mail.sender, mail.sender_name) == (TO, "shop@oak.example", "Oak & Iron")
    assert mail.subject == "Receipt no. 1 from Oak & Iron"
    assert "Saw" in mail.html
    assert "12.50" in mail.html
    assert "<svg" not in mail.html
    (file,) = mail.attachments
    assert (file.name, file.data[:5]) == ("receipt-1.pdf", b"%PDF-")
    assert mail.message_id.endswith("@oak.example")
    assert post.accounts[-1] == MailAccount("mail.oak.example", 587, "starttls", "shop", "secret")


def test_the_same_wish_twice_is_one_mail(till: TillDesk, sale: CompletedSale, post: Post) -> None:
    uid = new_uid()
    for _ in range(2):
        send(till, sale, uid=uid)
    reaches(till, sale, "done")
    assert len(post.gateway.mails) == 1


def tried(till: TillDesk) -> tuple[int, str]:
    """How often the one mail was tried, and its state."""
    with till.shop.database.read_unit() as tx:
        (message,) = outbox_view.open_messages(tx, LANE)
    return message.attempts, message.state


def has_tried(till: TillDesk, times: int) -> bool:
    """Whether it waits after so many tries."""
    return tried(till) == (times, "ready")


@pytest.mark.parametrize("trouble", [Trouble.MAIL_UNREACHABLE, Trouble.MAIL_SILENT, Trouble.MAIL_LOGIN])
def test_what_was_surely_not_taken_waits_and_goes_out_by_itself(
    till: TillDesk, sale: CompletedSale, post: Post, trouble: Trouble
) -> None:
    post.gateway.troubles[Step.BEFORE] = trouble
    send(till, sale)
    reaches(till, sale, "ready", trouble.value)
    assert post.gateway.mails == []
    post.gateway.troubles.clear()
    till.shop.waits(timedelta(minutes=1))
    reaches(till, sale, "done")
    assert len(post.gateway.mails) == 1


def test_a_lost_answer_is_in_doubt_and_never_sent_again_by_itself(
    till: TillDesk, sale: CompletedSale, post: Post
) -> None:
    post.gateway.troubles[Step.AFTER] = Trouble.MAIL_SILENT
    send(till, sale)
    reaches(till, sale, "in_doubt", "mail_may_have_gone")
    till.shop.waits(timedelta(days=1))
    (mail,) = post.gateway.mails
    with till.shop.database.read_unit() as tx:
        (message,) = outbox_view.open_messages(tx, LANE)
        result = tx.execute(select(OutboxMessage.result).where(OutboxMessage.id == message.id)).scalar_one()
    assert mail.message_id in str(result)
    post.gateway.troubles.clear()
    till.shop.changes(lambda tx: outbox.decide(tx, message.id, "again", reason="asked"))
    reaches(till, sale, "done")
    first, second = post.gateway.mails
    assert first.message_id == second.message_id


def test_an_address_the_server_does_not_know_fails_and_holds_nobody_up(
    till: TillDesk, sale: CompletedSale, post: Post
) -> None:
    post.gateway.troubles[Step.INSIDE] = Trouble.MAIL_ADDRESS
    send(till, sale)
    reaches(till, sale, "failed", "mail_address_refused")
    post.gateway.troubles.clear()
    other = till.sells(till.shop.product())
    send(till, other)
    reaches(till, other, "done")


def test_a_refusal_for_now_is_repeated_some_times_and_no_more(till: TillDesk, sale: CompletedSale, post: Post) -> None:
    post.gateway.troubles[Step.INSIDE] = Trouble.MAIL_LATER

    send(till, sale)
    for tries in range(1, TRIES_OF_ITS_OWN):
        until(partial(has_tried, till, tries))
        till.shop.waits(timedelta(minutes=11))
    reaches(till, sale, "failed", "mail_later")
    with till.shop.database.read_unit() as tx:
        (message,) = outbox_view.open_messages(tx, LANE)
    assert message.attempts == TRIES_OF_ITS_OWN


def test_after_a_crash_nobody_knows(till: TillDesk, sale: CompletedSale) -> None:
    handler = Post(till.shop).handlers().get(MAIL_KIND)
    outcome = handler.resolve(Message(1, LANE, MAIL_KIND, 1, {"mail": new_uid()}, 1))
    assert (outcome.state, outcome.error_code) == ("in_doubt", "mail_may_have_gone")


def test_what_cannot_be_sent_is_said(shop: Shop) -> None:
    till = shop.till()
    sale = till.sells(shop.product())
    for wrong in ("", "maria", "maria@", "a b@x.example", "a@x.example,b@y.example"):
        with pytest.raises(BadInput, match="email_invalid"):
            send(till, sale, wrong)
    with pytest.raises(Conflict, match="mail_not_set_up"):
        send(till, sale)
    shop.sets(MAIL_HOST, "mail.oak.example")
    shop.sets(MAIL_SENDER, "shop@oak.example")
    with pytest.raises(NotFound, match="no_sale"):
        till.shop.database.transact(till.cashier, lambda tx: mail_receipt(tx, new_uid(), TO, new_uid()))
    with pytest.raises(Forbidden):
        till.shop.database.transact(till.cashier, lambda tx: mail_test(tx, TO, new_uid()))
    till.cashier = shop.cashier(without=["till.reprint"])
    with pytest.raises(Forbidden):
        send(till, sale)
    assert mails(till, sale) == []
    for wrong in ("mail host", "http://x"):
        with pytest.raises(BadInput, match="bad_setting"):
            shop.sets(MAIL_HOST, wrong)
    with pytest.raises(BadInput, match="bad_setting"):
        shop.sets(MAIL_SENDER, "shop at oak")


def test_the_address_stands_where_it_can_be_erased_and_nowhere_else(till: TillDesk, sale: CompletedSale) -> None:
    shop = till.shop
    customer_id = shop.changes(lambda tx: create_customer(tx, CustomerData("Maria", email=TO)))
    send(till, sale)
    send(till, sale, "somebody@else.example")
    with shop.database.read_unit() as tx:
        payloads = tx.execute(select(OutboxMessage.payload).where(OutboxMessage.kind == MAIL_KIND)).scalars().all()
        bodies = tx.execute(select(JournalEntry.body).where(JournalEntry.kind == "mail.queued")).scalars().all()
    assert TO not in "".join([*payloads, *bodies])
    told = shop.changes(lambda tx: export_customer(tx, personal_data(), customer_id))
    assert [one["to"] for one in told["mails"]["mails"]] == [TO]
    shop.changes(lambda tx: erase_customer(tx, personal_data(), customer_id))
    assert [one.to for one in mails(till, sale)] == ["", "somebody@else.example"]
    with shop.database.read_unit() as tx:
        details = tx.execute(select(JournalDetail.detail)).scalars().all()
    assert [detail for detail in details if TO in detail] == []
    assert shop.faults()[0] == []


def test_a_mail_whose_address_was_erased_is_not_sent(till: TillDesk, sale: CompletedSale) -> None:
    shop = till.shop
    customer_id = shop.changes(lambda tx: create_customer(tx, CustomerData("Maria", email=TO)))
    send(till, sale)
    shop.changes(lambda tx: erase_customer(tx, personal_data(), customer_id))
    posted = Post(shop)
    dispatcher = Dispatcher(shop.database, posted.handlers())
    dispatcher.start()
    reaches(till, sale, "failed", "mail_erased")
    dispatcher.stop()
    assert posted.gateway.mails == []


def test_a_test_mail_goes_through_the_real_driver(till: TillDesk) -> None:
    shop = till.shop
    writers = {RECEIPT_LETTER: paper_letter(receipt_cover, lambda _digest: None), TEST_LETTER: write_test}
    with SmtpEmulator() as server:

        def opened(_account: MailAccount) -> SmtpGateway:
            return SmtpGateway(MailAccount(server.host, server.port, "none"))

        handlers: Registry[LaneHandler] = Registry("outbox message")
        handlers.add(MAIL_KIND, MailHandler(shop.database, opened, writers, ""))
        dispatcher = Dispatcher(shop.database, handlers)
        dispatcher.start()
        shop.database.transact(FITTER, lambda tx: mail_test(tx, TO, new_uid()))
        (received,) = server.wait_for_mails(1, timeout_s=60)
        dispatcher.stop()
    assert received.to == TO
    assert b"Subject: Regulars: a test" in received.data
