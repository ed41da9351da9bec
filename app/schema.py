"""Every table of the program, imported for migrations and checks."""

# ruff: noqa: F401  # imported for the tables they declare
import app.auth.models
import app.core.currency_change
import app.core.db.series
import app.core.feed
import app.core.installation
import app.core.journal
import app.core.outbox_tables
import app.core.settings
import app.crm.models
import app.exchange.models
import app.flows.models
import app.jobs.models
import app.messaging.models
import app.messaging.sms.models
import app.places.models
import app.staff.models
import loyalty.gift_cards.models
import loyalty.packages.models
import loyalty.points.models
import loyalty.program.models
import loyalty.promotions.models
import loyalty.tiers.models
import pos.account.models
import pos.bought.models
import pos.cart.models
import pos.employees.models
import pos.fiscal.models
import pos.numbering.models
import pos.offers.models
import pos.papers.models
import pos.past_sales.models
import pos.payments.models
import pos.recognition.models
import pos.rehearsal.models
import pos.sale.models
import pos.sale_papers.models
import pos.shift.models
import pos.tips.models
import warehouse.catalogue.models
import warehouse.stock.models
import warehouse.tags.models
from app.core.db.model import Base
from app.core.db.search import searchable

metadata = Base.metadata

searchable("customer")
searchable("product")
