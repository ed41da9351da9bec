"""The office with all its views, for the factory."""

# ruff: noqa: F401  # imported for the views they add
import app.web.office.api_tokens
import app.web.office.badges
import app.web.office.catalogue.categories
import app.web.office.catalogue.family
import app.web.office.catalogue.family_prices
import app.web.office.catalogue.favourites
import app.web.office.catalogue.listing
import app.web.office.catalogue.parts
import app.web.office.catalogue.product
import app.web.office.catalogue.product_tag
import app.web.office.catalogue.tags
import app.web.office.catalogue.taxes
import app.web.office.catalogue.units
import app.web.office.catalogue.variants
import app.web.office.customers.account
import app.web.office.customers.belongings
import app.web.office.customers.customer
import app.web.office.customers.employee
import app.web.office.customers.erasing
import app.web.office.customers.listing
import app.web.office.customers.new
import app.web.office.customers.points
import app.web.office.customers.regulars
import app.web.office.devices
import app.web.office.display
import app.web.office.emulated_paper
import app.web.office.first_day
import app.web.office.home
import app.web.office.hours
import app.web.office.imports.exports
import app.web.office.imports.listing
import app.web.office.imports.one
import app.web.office.journal
import app.web.office.journal_words
import app.web.office.loyalty
import app.web.office.mail
import app.web.office.nav
import app.web.office.offers
import app.web.office.opening_hours
import app.web.office.other_machines
import app.web.office.pc_clock
import app.web.office.pledges
import app.web.office.promotions.coupons
import app.web.office.promotions.pages
import app.web.office.receipt_layout
import app.web.office.registers
import app.web.office.returns
import app.web.office.roles
import app.web.office.sale_papers
import app.web.office.sales
import app.web.office.scale_codes
import app.web.office.settings
import app.web.office.shop
import app.web.office.staff
import app.web.office.tills
import app.web.office.tips
from app.web.office.blueprint import blueprint

__all__ = ["blueprint"]
