"""Visit packages: sold as lines for so many visits, kept in a ledger of their own, used as lines that cost nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _terms()
    _packages()
    _entries()
    with op.batch_alter_table("sale_line", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("package", sa.String(length=8), nullable=True))
        batch_op.create_check_constraint(op.f("ck_sale_line_package_known"), "package IN ('sold','visit')")
    with op.batch_alter_table("cart_line") as batch_op:
        batch_op.add_column(sa.Column("package_visits", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("package_id", big_id(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_cart_line_package_id"), "visit_package", ["package_id"], ["id"])
    # Nobody can have taken away new rights: whoever sees sales may see packages, whoever makes promotions manage them.
    _give("packages.view", "sales.view")
    _give("packages.manage", "promotions.edit")


def _give(right: str, holders_of: str) -> None:
    held = sa.table("role_right", sa.column("role_id"), sa.column("right"))
    given = held.alias()
    has = sa.exists().where(given.c.role_id == held.c.role_id, given.c.right == right)
    roles = sa.select(held.c.role_id, sa.literal(right)).where(held.c.right == holders_of, ~has)
    op.execute(sa.insert(held).from_select(["role_id", "right"], roles))


def _terms() -> None:
    op.create_table(
        "package_terms",
        sa.Column("product_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("valid_days", sa.Integer(), nullable=True),
        sa.Column("starts", sa.String(length=12), nullable=False),
        sa.Column("freeze_days", sa.Integer(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("cover", sa.Text(), nullable=False),
        sa.CheckConstraint("visits BETWEEN 1 AND 1000", name=op.f("ck_package_terms_visits_known")),
        sa.CheckConstraint("valid_days BETWEEN 1 AND 3660", name=op.f("ck_package_terms_valid_days_known")),
        sa.CheckConstraint("starts IN ('sale','first_visit')", name=op.f("ck_package_terms_starts_known")),
        sa.CheckConstraint("freeze_days BETWEEN 0 AND 366", name=op.f("ck_package_terms_freeze_days_known")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_package_terms_product_id")),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_package_terms")),
    )


def _packages() -> None:
    op.create_table(
        "visit_package",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("customer_id", big_id(), nullable=False),
        sa.Column("product_id", big_id(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sale_id", big_id(), nullable=False),
        sa.Column("line_position", sa.Integer(), nullable=False),
        sa.Column("sold_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("visits_left", sa.Integer(), nullable=False),
        sa.Column("visits_used", sa.Integer(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("valid_days", sa.Integer(), nullable=True),
        sa.Column("starts", sa.String(length=12), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("freeze_days", sa.Integer(), nullable=False),
        sa.Column("frozen_days", sa.Integer(), nullable=False),
        sa.Column("frozen_until", sa.Date(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("cover", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "visits > 0 AND visits_left >= 0 AND visits_used >= 0", name=op.f("ck_visit_package_counts_not_negative")
        ),
        sa.CheckConstraint("paid >= 0 AND value >= 0", name=op.f("ck_visit_package_amounts_not_negative")),
        sa.CheckConstraint("starts IN ('sale','first_visit')", name=op.f("ck_visit_package_starts_known")),
        sa.CheckConstraint("frozen_days BETWEEN 0 AND freeze_days", name=op.f("ck_visit_package_frozen_days_known")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_visit_package_customer_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_visit_package_product_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_visit_package_sale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_package")),
        sa.UniqueConstraint("uid", name=op.f("uq_visit_package_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_visit_package_sale_id", "visit_package", ["sale_id", "line_position"], unique=True)
    op.create_index("ix_visit_package_customer_id", "visit_package", ["customer_id"])


def _entries() -> None:
    op.create_table(
        "package_entry",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("package_id", big_id(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("shop_id", big_id(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("sale_id", big_id(), nullable=True),
        sa.Column("line_position", sa.Integer(), nullable=True),
        sa.Column("receipt", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("account_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "kind IN ('sold','returned','used','given_back','corrected','written_off','frozen','unfrozen','last_day',"
            "'converted')",
            name=op.f("ck_package_entry_kind_known"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('sold','given_back') OR visits > 0", name=op.f("ck_package_entry_adding_adds")
        ),
        sa.CheckConstraint(
            "kind NOT IN ('used','returned','written_off') OR visits < 0", name=op.f("ck_package_entry_taking_takes")
        ),
        sa.CheckConstraint("kind <> 'corrected' OR visits <> 0", name=op.f("ck_package_entry_a_correction_corrects")),
        sa.CheckConstraint(
            "kind NOT IN ('frozen','unfrozen','last_day') OR (visits = 0 AND value = 0)",
            name=op.f("ck_package_entry_a_day_moves_no_visits"),
        ),
        sa.CheckConstraint(
            "(kind IN ('sold','returned','used','given_back')) = (sale_id IS NOT NULL)",
            name=op.f("ck_package_entry_a_sale_is_named"),
        ),
        sa.CheckConstraint(
            "(sale_id IS NULL) = (line_position IS NULL)", name=op.f("ck_package_entry_a_line_is_named")
        ),
        sa.CheckConstraint("sale_id IS NOT NULL OR reason <> ''", name=op.f("ck_package_entry_by_hand_with_reason")),
        sa.ForeignKeyConstraint(["package_id"], ["visit_package.id"], name=op.f("fk_package_entry_package_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_package_entry_shop_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_package_entry_sale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_entry")),
        sa.UniqueConstraint("uid", name=op.f("uq_package_entry_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_package_entry_package_id", "package_entry", ["package_id", "id"])
    named = sa.text("sale_id IS NOT NULL")
    op.create_index(
        "ix_package_entry_sale_id", "package_entry", ["sale_id"], sqlite_where=named, postgresql_where=named
    )
    op.create_index("ix_package_entry_business_date", "package_entry", ["business_date"])
