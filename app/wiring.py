"""The composition root: the one place that knows every part and joins them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import app.schema  # noqa: F401  # every table and guard must be known before the database is touched
from app.core import feed
from app.core.actor import program
from app.core.clock import Clock
from app.core.config import Config
from app.core.currency_parts import CurrencyParts
from app.core.db.unit import Database
from app.core.events import EventBus
from app.core.outbox import LaneHandler
from app.core.registry import Registry
from app.crm.merging import MergeParts
from app.crm.personal_data import PersonalDataParts, client_book_data
from app.exchange.personal_data import import_data
from app.exchange.runs import Imports
from app.flows.device_tests import DeviceTests, HeldDevices
from app.jobs.closing_hour import close_idle_shifts
from app.jobs.dispatcher import Dispatcher
from app.jobs.housekeeping import forget_logins, forget_notices
from app.jobs.points import let_points_run_out
from app.jobs.scheduler import Job, Scheduler
from app.jobs.tiers import look_at_tiers
from app.jobs.value_holds import free_old_value
from app.messaging.lane import MailHandler
from app.messaging.outgoing import MAIL_KIND
from app.messaging.personal_data import mail_data
from app.messaging.sms.lane import SmsHandler, collect_reports
from app.messaging.sms.modems import Modems
from app.messaging.sms.outgoing import SMS_KIND
from app.messaging.sms.personal_data import sms_data
from app.places.shops import logos_of
from app.reports.proof import prove_books
from devices.drivers.atol.register import open_atol
from devices.drivers.datecs.register import open_datecs
from devices.drivers.escpos.printer import open_escpos
from devices.drivers.gsm import open_gsm
from devices.drivers.labels import open_label_printer
from devices.drivers.poles import open_pole
from devices.drivers.scales import open_scale
from devices.drivers.scanners import open_scanner
from devices.drivers.shtrih.register import open_shtrih
from devices.drivers.smtp.gateway import SmtpGateway
from devices.drivers.training.terminal import DRIVER as TRAINING
from devices.drivers.training.terminal import open_training
from loyalty.gift_cards.currency import gift_card_amounts
from loyalty.gift_cards.merging import balance_merge
from loyalty.gift_cards.personal_data import gift_card_data
from loyalty.packages.currency import package_amounts
from loyalty.packages.personal_data import package_data
from loyalty.points.merging import points_merge
from loyalty.points.personal_data import points_data
from loyalty.program.currency import loyalty_amounts
from loyalty.promotions.currency import promotion_amounts
from loyalty.promotions.personal_data import promotion_data
from loyalty.tiers.personal_data import standing_data
from pos.account.currency import account_amounts
from pos.account.merging import account_merge
from pos.cart.merging import cart_merge
from pos.cart.package_lines import keep_packages_services
from pos.employees.service import employee_data
from pos.fiscal.clocks import is_time_doubtful
from pos.fiscal.events import RegisterReplaced
from pos.fiscal.lane import FiscalHandler, RestHandler, StatusHandler
from pos.fiscal.queue import FISCAL_KIND, REST_KIND, TEST_KIND
from pos.fiscal.registers import OpenRegister, Registers
from pos.offers.mailing import OFFER_LETTER, offer_cover
from pos.papers.lane import DrawerHandler, Printers, PrintHandler
from pos.papers.mailing import RECEIPT_LETTER, TEST_LETTER, paper_letter, receipt_cover, write_test
from pos.papers.store import DRAWER_KIND, PRINT_KIND
from pos.past_sales.personal_data import past_sales_data
from pos.payments.keeping import CARD_KIND
from pos.payments.lane import CardHandler
from pos.payments.terminals import OpenTerminal, Terminals
from pos.personal_data import till_data
from pos.poles.worker import PoleDisplays
from pos.recognition.counting import recognise_regulars
from pos.recognition.parts import habit_amounts, habit_data
from pos.rehearsal.parts import rehearsal_amounts, rehearsal_data
from pos.sale.merging import standing_merge
from pos.sale_papers.mailing import COMPANY_LETTER, company_cover
from pos.scanning.readers import Scanners
from pos.shift.registers import tell_drawer
from pos.tips.currency import tip_amounts
from pos.weighing.scales import Scales
from warehouse.catalogue.currency import catalogue_amounts
from warehouse.catalogue.events import DecimalsLowered, ServiceEnded
from warehouse.stock.fractions import refuse_fractions
from warehouse.tags.jobs import TAGS_KIND
from warehouse.tags.lane import SampleHandler, TagHandler, TagPrinters
from warehouse.tags.sample import SAMPLE_KIND

JOBS: Final = (
    Job("close_idle_shifts", timedelta(minutes=5), close_idle_shifts),
    Job("forget_notices", timedelta(hours=6), forget_notices),
    Job("forget_logins", timedelta(hours=24), forget_logins),
    Job("free_old_value", timedelta(minutes=5), free_old_value),
    Job("look_at_tiers", timedelta(hours=24), look_at_tiers),
    Job("let_points_run_out", timedelta(hours=6), let_points_run_out),
    Job("prove_books", timedelta(hours=24), prove_books, trusts_no_clock=True),
    Job("recognise_regulars", timedelta(hours=12), recognise_regulars),
)


@dataclass(frozen=True, slots=True)
class Program:
    """The parts of a running program, joined."""

    config: Config
    database: Database
    dispatcher: Dispatcher
    scheduler: Scheduler
    held: HeldDevices
    tests: DeviceTests

    @property
    def scales(self) -> Scales:
        """The scales of its tills."""
        return self.held.scales

    @property
    def poles(self) -> PoleDisplays:
        """The pole displays of its tills."""
        return self.held.poles

    @property
    def scanners(self) -> Scanners:
        """The serial scanners of its tills."""
        return self.held.scanners


def open_database(config: Config, clock: Clock | None = None) -> Database:
    """The configured database with every subscriber in place."""
    return Database(config.database_url, clock=clock, events=subscribed_events())


def subscribed_events() -> EventBus:
    """Who hears of what."""
    events = EventBus()
    events.subscribe(DecimalsLowered, refuse_fractions)
    events.subscribe(ServiceEnded, keep_packages_services)
    events.subscribe(RegisterReplaced, tell_drawer)
    return events


def held_devices(database: Database) -> HeldDevices:
    """Who holds the devices of each kind; nothing is opened yet."""
    logos = logos_of(database)
    return HeldDevices(
        printers=Printers(database, lambda address: open_escpos(address, pictures=logos)),
        tag_printers=TagPrinters(database, open_label_printer),
        registers=Registers(database, fiscal_drivers()),
        terminals=Terminals(database, card_drivers()),
        scales=Scales(database, open_scale),
        poles=PoleDisplays(database, open_pole),
        scanners=Scanners(database, open_scanner, feed.WAKE),
        modems=Modems(open_gsm),
    )


def lane_handlers(database: Database, held: HeldDevices, mail_password: str) -> Registry[LaneHandler]:
    """Who brings about which kind of outbox message."""
    logos = logos_of(database)
    printers, registers, tag_printers = held.printers, held.registers, held.tag_printers
    handlers: Registry[LaneHandler] = Registry("outbox message")
    handlers.add(PRINT_KIND, PrintHandler(database, printers))
    handlers.add(DRAWER_KIND, DrawerHandler(database, printers, registers.open_drawer))
    handlers.add(FISCAL_KIND, FiscalHandler(database, registers))
    handlers.add(REST_KIND, RestHandler(registers))
    handlers.add(TEST_KIND, StatusHandler(database, registers))
    handlers.add(CARD_KIND, CardHandler(database, held.terminals))
    writers = {
        RECEIPT_LETTER: paper_letter(receipt_cover, logos),
        COMPANY_LETTER: paper_letter(company_cover, logos),
        OFFER_LETTER: paper_letter(offer_cover, logos),
        TEST_LETTER: write_test,
    }
    handlers.add(TAGS_KIND, TagHandler(database, tag_printers))
    handlers.add(SAMPLE_KIND, SampleHandler(database, tag_printers))
    handlers.add(MAIL_KIND, MailHandler(database, SmtpGateway, writers, mail_password))
    handlers.add(SMS_KIND, SmsHandler(database, held.modems))
    return handlers


def fiscal_drivers() -> Registry[OpenRegister]:
    """Who speaks to the fiscal registers of which maker."""
    drivers: Registry[OpenRegister] = Registry("fiscal register")
    drivers.add("shtrih", open_shtrih)
    drivers.add("atol", open_atol)
    drivers.add("datecs", open_datecs)
    return drivers


def card_drivers() -> Registry[OpenTerminal]:
    """Who speaks to which card terminals."""
    drivers: Registry[OpenTerminal] = Registry("card terminal")
    drivers.add(TRAINING, open_training)
    return drivers


def practice_handlers(database: Database, held: HeldDevices) -> Registry[LaneHandler]:
    """Those of a shop to practise in, whose devices are emulated: whatever would leave the machine is left out."""
    every = lane_handlers(database, held, mail_password="")
    handlers: Registry[LaneHandler] = Registry("outbox message")
    for kind in (PRINT_KIND, DRAWER_KIND, FISCAL_KIND, REST_KIND, TEST_KIND, CARD_KIND, TAGS_KIND, SAMPLE_KIND):
        handlers.add(kind, every.get(kind))
    return handlers


def personal_data() -> PersonalDataParts:
    """Who stores what about customers, and tells and erases it."""
    parts: PersonalDataParts = Registry("personal data")
    parts.add("till", till_data())
    # Mails and messages first: the client book forgets the address they are found by.
    parts.add("mails", mail_data())
    parts.add("short_messages", sms_data())
    parts.add("client_book", client_book_data())
    parts.add("imports", import_data())
    parts.add("past_sales", past_sales_data())
    parts.add("employees", employee_data())
    parts.add("points", points_data())
    parts.add("gift_cards", gift_card_data())
    parts.add("packages", package_data())
    parts.add("standing", standing_data())
    parts.add("promotions", promotion_data())
    parts.add("regulars", habit_data())
    parts.add("rehearsals", rehearsal_data())
    return parts


def merge_parts() -> MergeParts:
    """Who moves what when two customers turn out to be one."""
    parts: MergeParts = Registry("merge of customers")
    # Carts first: a checkout under way is waited for here, before a balance is read.
    parts.add("carts", cart_merge())
    parts.add("balances", balance_merge())
    parts.add("points", points_merge())
    parts.add("accounts", account_merge())
    parts.add("standing", standing_merge())
    return parts


def currency_parts() -> CurrencyParts:
    """Who holds amounts that go on after a change of the currency, and converts them."""
    parts: CurrencyParts = Registry("amounts in the shop's currency")
    parts.add("catalogue", catalogue_amounts())
    parts.add("accounts", account_amounts())
    parts.add("tips", tip_amounts())
    parts.add("loyalty", loyalty_amounts())
    parts.add("gift_cards", gift_card_amounts())
    parts.add("packages", package_amounts())
    parts.add("promotions", promotion_amounts())
    parts.add("regulars", habit_amounts())
    parts.add("rehearsals", rehearsal_amounts())
    return parts


def jobs_of(config: Config, modems: Modems) -> tuple[Job, ...]:
    """The jobs, with those that keep the data folder or listen to the modem."""

    def forget_drafts(database: Database) -> None:
        Imports(database, config.data_folder).forget_old_drafts(program("job:forget_drafts"))

    def take_sms_reports(database: Database) -> None:
        collect_reports(database, modems)

    return (
        *JOBS,
        Job("forget_drafts", timedelta(hours=12), forget_drafts),
        Job("take_sms_reports", timedelta(minutes=1), take_sms_reports),
    )


def build(config: Config, clock: Clock | None = None) -> Program:
    """Joins the parts; nothing runs yet."""
    database = open_database(config, clock)
    held = held_devices(database)
    return Program(
        config,
        database,
        Dispatcher(database, lane_handlers(database, held, config.mail_password)),
        Scheduler(database, jobs_of(config, held.modems), is_time_doubtful),
        held,
        DeviceTests(database, held),
    )
