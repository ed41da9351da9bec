"""The till with all its views, for the factory."""

# ruff: noqa: F401  # imported for the views they add
import app.web.till.adding
import app.web.till.attaching
import app.web.till.buyer
import app.web.till.card
import app.web.till.cart
import app.web.till.coupons
import app.web.till.creating
import app.web.till.customers.cards
import app.web.till.customers.choosing
import app.web.till.customers.data
import app.web.till.customers.details
import app.web.till.customers.new
import app.web.till.customers.of_sale
import app.web.till.customers.panel
import app.web.till.drawer
import app.web.till.filters
import app.web.till.finding
import app.web.till.gift_cards
import app.web.till.handover
import app.web.till.holding
import app.web.till.lights
import app.web.till.offers
import app.web.till.packages
import app.web.till.page
import app.web.till.paying
import app.web.till.points
import app.web.till.practice
import app.web.till.price_check
import app.web.till.receipt_mail
import app.web.till.receipt_papers
import app.web.till.receipt_sms
import app.web.till.receipts
import app.web.till.returns.from_receipt
import app.web.till.returns.without_receipt
import app.web.till.shift
import app.web.till.tips
import app.web.till.variants
import app.web.till.voiding
import app.web.till.weighing
import app.web.till.why
from app.web.till.blueprint import blueprint

__all__ = ["blueprint"]
