"""Gift cards and prepaid balances: sold as lines, kept in a ledger of their own, two more ways of paying."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_TENDERS = "kind IN ('cash','card','transfer','account','gift_card','balance')"
_LOADS = "loads IN ('card','balance')"


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _cards()
    with op.batch_alter_table("tender", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_constraint(op.f("ck_tender_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_tender_kind_known"), _TENDERS)
    with op.batch_alter_table("sale_line", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("loads", sa.String(length=8), nullable=True))
        batch_op.create_check_constraint(op.f("ck_sale_line_loads_known"), _LOADS)
    with op.batch_alter_table("cart_line") as batch_op:
        batch_op.add_column(sa.Column("loads", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("load_code", sa.String(length=80), nullable=True))
        batch_op.create_check_constraint(op.f("ck_cart_line_loads_known"), _LOADS)
    op.add_column("cart", sa.Column("gift_cards", sa.Text(), nullable=True))
    op.add_column("cart", sa.Column("uses_balance", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Nobody can have taken away new rights: whoever sees sales may see cards, whoever makes promotions manage them.
    _give("gift_cards.view", "sales.view")
    _give("gift_cards.manage", "promotions.edit")


def _give(right: str, holders_of: str) -> None:
    held = sa.table("role_right", sa.column("role_id"), sa.column("right"))
    given = held.alias()
    has = sa.exists().where(given.c.role_id == held.c.role_id, given.c.right == right)
    roles = sa.select(held.c.role_id, sa.literal(right)).where(held.c.right == holders_of, ~has)
    op.execute(sa.insert(held).from_select(["role_id", "right"], roles))


def _cards() -> None:
    op.create_table(
        "gift_card",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=True),
        sa.Column("match_code", sa.String(length=80), nullable=True),
        sa.Column("customer_id", big_id(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by_id", big_id(), nullable=True),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_gift_card_balance_not_negative")),
        sa.CheckConstraint("state IN ('active','blocked','replaced')", name=op.f("ck_gift_card_state_known")),
        sa.CheckConstraint("(code IS NULL) = (match_code IS NULL)", name=op.f("ck_gift_card_a_code_can_be_found")),
        sa.CheckConstraint("(code IS NULL) = (customer_id IS NOT NULL)", name=op.f("ck_gift_card_a_card_or_a_balance")),
        sa.CheckConstraint(
            "(state = 'replaced') = (replaced_by_id IS NOT NULL)", name=op.f("ck_gift_card_replaced_by_a_card")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_gift_card_customer_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["gift_card.id"], name=op.f("fk_gift_card_replaced_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_card")),
        sa.UniqueConstraint("uid", name=op.f("uq_gift_card_uid")),
        sa.UniqueConstraint("match_code", name=op.f("uq_gift_card_match_code")),
        sqlite_autoincrement=True,
    )
    of_customer = sa.text("code IS NULL")
    op.create_index(
        "uq_gift_card_customer_id",
        "gift_card",
        ["customer_id"],
        unique=True,
        sqlite_where=of_customer,
        postgresql_where=of_customer,
    )
    op.create_table(
        "gift_card_entry",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("card_id", big_id(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("shop_id", big_id(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("sale_id", big_id(), nullable=True),
        sa.Column("line_position", sa.Integer(), nullable=True),
        sa.Column("receipt", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("account_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "kind IN ('loaded','unloaded','spent','given_back','credited','moved','written_off','correction')",
            name=op.f("ck_gift_card_entry_kind_known"),
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_gift_card_entry_amount_not_zero")),
        sa.CheckConstraint(
            "kind NOT IN ('loaded','given_back','credited') OR amount > 0",
            name=op.f("ck_gift_card_entry_adding_adds"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('unloaded','spent','written_off') OR amount < 0",
            name=op.f("ck_gift_card_entry_taking_takes"),
        ),
        sa.CheckConstraint(
            "(kind IN ('loaded','unloaded','spent','given_back','credited')) = (sale_id IS NOT NULL)",
            name=op.f("ck_gift_card_entry_a_sale_is_named"),
        ),
        sa.CheckConstraint(
            "(kind IN ('loaded','unloaded')) = (line_position IS NOT NULL)",
            name=op.f("ck_gift_card_entry_a_line_is_named"),
        ),
        sa.CheckConstraint(
            "kind <> 'written_off' OR reason <> ''", name=op.f("ck_gift_card_entry_by_hand_with_reason")
        ),
        sa.ForeignKeyConstraint(["card_id"], ["gift_card.id"], name=op.f("fk_gift_card_entry_card_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_gift_card_entry_shop_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_gift_card_entry_sale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_card_entry")),
        sa.UniqueConstraint("uid", name=op.f("uq_gift_card_entry_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_gift_card_entry_card_id", "gift_card_entry", ["card_id", "id"])
    named = sa.text("sale_id IS NOT NULL")
    op.create_index(
        "ix_gift_card_entry_sale_id", "gift_card_entry", ["sale_id"], sqlite_where=named, postgresql_where=named
    )
    op.create_index("ix_gift_card_entry_business_date", "gift_card_entry", ["business_date"])
