"""What was written once stays: every ledger and document table refuses to be changed, on both databases."""

import pytest
from sqlalchemy import inspect

import app.schema
from app.core.db.guards import guarded
from app.core.db.unit import Database
from tests.migrations.guards import put_a_row_everywhere, survivors
from tests.support.databases import Backend

CHANGES = {
    "account": "a person changes the PIN",
    "account_role": "a person changes roles",
    "api_token": "a key is revoked",
    "barcode": "a label is re-used",
    "cart": "a cart is worked on; only the sale is a document",
    "cart_act": "goes with its cart",
    "cart_line": "goes with its cart",
    "kit_part": "what a kit holds is changed in the office; sales keep what they moved",
    "customer_account": "a limit, and a balance that the ledger's check computes again",
    "category": "the tree is tended",
    "customer": "people move and marry",
    "customer_card": "a card is blocked",
    "customer_bought": "a cache of documents",
    "customer_bought_day": "a cache of documents",
    "customer_favourite": "counted anew from documents",
    "customer_habit": "counted anew from documents",
    "customer_label": "labels are renamed; the journal keeps it",
    "labelled_customer": "labels are put on and taken off; the journal keeps both",
    "customers_apart": "an erasure forgets it; the journal keeps it",
    "customer_link": "a merge is undone; the journal keeps both",
    "customer_standing": "a cache of its entries",
    "data_import": "an import runs and ends",
    "device": "a printer is replaced",
    "display_picture": "a shop shows other pictures",
    "event_feed": "notices are forgotten after a day",
    "family_attribute": "goods get another attribute",
    "family_price": "a price that does not hold yet is taken back",
    "family_value": "a size is added",
    "fiscal_attempt": "what became of an attempt is known",
    "fiscal_code": "the owner chooses other codes; the journal keeps both",
    "favourite": "tiles are moved",
    "goods_pair": "counted anew from documents",
    "import_mapping": "a mapping is corrected",
    "gift_card": "a card is blocked, and its balance is a cache of its entries",
    "gift_card_hold": "goes when its cart is sold, or its payment came to nothing",
    "installation": "a restore begins an epoch",
    "live_card_payment": "goes when its payment has come to its end",
    "job_run": "the last run replaces the one before",
    "journal_head": "the end of a chain moves on; the journal betrays one that moves back",
    "location": "a place is renamed",
    "login_throttle": "tries are counted",
    "loyalty_earn_rule": "the owner decides otherwise; the journal keeps both",
    "loyalty_program": "the owner decides otherwise; the journal keeps both",
    "loyalty_tier": "the owner decides otherwise; the journal keeps both",
    "mail_message": "an address is erased",
    "number_series": "numbers run on",
    "open_shift": "goes when the shift is closed",
    "outbox_lane": "a lane waits and goes on",
    "outbox_message": "a message is claimed and settled",
    "package_terms": "the owner decides otherwise; the journal keeps both",
    "points_account": "a cache of its entries",
    "points_hold": "goes when its cart is sold, or its payment came to nothing",
    "points_lot": "a cache of its moves",
    "product": "goods are renamed",
    "product_family": "what variants have in common is changed in the office; sales keep what was sold",
    "product_picture": "a picture is replaced",
    "product_pledge": "what pledges goods carry is changed in the office; sales keep theirs",
    "product_price": "a price that does not hold yet is taken back",
    "product_tag": "goods are marked anew; the journal keeps both",
    "promotion": "it is switched on and off; its count is a cache of its uses",
    "right_grant": "a lent right is used up",
    "rehearsal": "a run goes on and ends, and can be run again",
    "rehearsal_customer": "goes with its rehearsal",
    "role": "roles are tended",
    "role_right": "roles are tended",
    "setting": "the owner decides otherwise; the journal keeps both",
    "shelf_tag": "a newer tag takes the place of the one before",
    "shop": "a shop moves",
    "shop_opening": "an owner goes back a step; the shop forgets it once it is open",
    "sms_message": "number and text are erased, and tries are counted",
    "sms_part": "a part goes out and is reported on",
    "staff_customer": "somebody leaves; the journal keeps who was who",
    "stock_level": "a cache of its moves",
    "tag_job": "its labels come out one after the other",
    "tax_category": "a name changes; sales keep theirs",
    "tax_rate": "a rate that does not hold yet is taken back",
    "till": "a till is renamed",
    "till_pairing": "a pairing ends",
    "unit": "a unit is renamed",
    "visit_package": "it rests, and its counts are caches of its entries",
    "variant": "a product leaves its family",
    "web_session": "a session ends",
}
"""The tables whose rows may change, and why. A table that is not among them is to be declared append-only."""

LEDGERS_AND_DOCUMENTS = {
    "card_payment",
    "card_payment_event",
    "journal_entry",
    "journal_detail",
    "sale",
    "sale_line",
    "sale_line_discount",
    "tender",
    "paper",
    "paper_print",
    "shift",
    "shift_close",
    "cash_entry",
    "stock_move",
    "tip_entry",
    "promotion_use",
    "package_entry",
    "coupon_entry",
}


def test_every_table_is_guarded_or_known_to_change() -> None:
    kept = {guard.table for guard in guarded()}
    assert set(app.schema.metadata.tables) == kept | CHANGES.keys()
    assert not kept & CHANGES.keys()
    assert kept >= LEDGERS_AND_DOCUMENTS


def test_only_the_detail_of_the_journal_may_be_erased() -> None:
    erasable = {guard.table for guard in guarded() if "DELETE" not in guard.operations}
    assert "UPDATE" in set.intersection(*(set(guard.operations) for guard in guarded()))
    assert erasable & LEDGERS_AND_DOCUMENTS == {"journal_detail"}


def test_no_guarded_row_can_be_changed(database: Database) -> None:
    put_a_row_everywhere(database)
    assert survivors(database) == []


@pytest.mark.parametrize("operation", ["update", "delete"])
def test_the_trial_sees_a_guard_that_is_missing(database: Database, backend: Backend, operation: str) -> None:
    put_a_row_everywhere(database)
    on = " ON sale" if backend == "postgresql" else ""
    with database.writer.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER keep_sale_{operation}{on}")
    assert f"{operation.upper()} sale" in survivors(database)


def test_rules_of_the_columns_are_in_the_database(database: Database) -> None:
    """Alembic compares columns, indexes and keys, but no checks."""
    with database.reader.connect() as connection:
        found = inspect(connection)
        for name, table in app.schema.metadata.tables.items():
            declared = {str(one.name) for one in table.constraints if type(one).__name__ == "CheckConstraint"}
            assert {str(check["name"]) for check in found.get_check_constraints(name)} == declared, name
