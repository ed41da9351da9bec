"""The client book: more facts of a customer, found by fragments; cards and consents as tables of their own."""

import sqlalchemy as sa
from alembic import op

from app.core.codes import match_code
from app.core.db.search import search_text
from app.core.folding import fold

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("customer") as batch_op:
        batch_op.add_column(sa.Column("second_phone", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("email", sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column("sex", sa.String(length=6), nullable=True))
        batch_op.add_column(sa.Column("language", sa.String(length=8), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("search_text", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("sort_name", sa.String(length=60), nullable=False, server_default=""))
    op.create_table(
        "customer_card",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("customer_id", big_id(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("match_code", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.CheckConstraint("state IN ('active','blocked','replaced')", name=op.f("ck_customer_card_state_known")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_card_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_card")),
        sa.UniqueConstraint("match_code", name=op.f("uq_customer_card_match_code")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_customer_card_customer_id", "customer_card", ["customer_id"])
    op.create_table(
        "customer_card_event",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("card_id", big_id(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(length=9), nullable=False),
        sa.Column("reason", sa.String(length=8), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "act IN ('issued','blocked','unblocked','replaced')", name=op.f("ck_customer_card_event_act_known")
        ),
        sa.CheckConstraint(
            "reason IN ('','lost','stolen','damaged','misused','erased')",
            name=op.f("ck_customer_card_event_reason_known"),
        ),
        sa.ForeignKeyConstraint(["card_id"], ["customer_card.id"], name=op.f("fk_customer_card_event_card_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_card_event")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_customer_card_event_card_id", "customer_card_event", ["card_id"])
    op.create_table(
        "customer_consent",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("customer_id", big_id(), nullable=False),
        sa.Column("channel", sa.String(length=5), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=7), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.CheckConstraint("channel IN ('sms','email','call')", name=op.f("ck_customer_consent_channel_known")),
        sa.CheckConstraint(
            "source IN ('till','paper','phone','web','message','import','erasure')",
            name=op.f("ck_customer_consent_source_known"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_consent_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_consent")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_customer_consent_customer_id", "customer_consent", ["customer_id", "channel", "id"])
    keep_cards_and_names()
    with op.batch_alter_table("customer", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_constraint(op.f("ck_customer_known_by_something"), type_="check")
        batch_op.drop_constraint(op.f("uq_customer_card_code"), type_="unique")
        batch_op.drop_column("card_code")
        batch_op.alter_column("language", server_default=None)
        batch_op.alter_column("search_text", server_default=None)
        batch_op.alter_column("sort_name", server_default=None)
        batch_op.create_check_constraint(op.f("ck_customer_sex_known"), "sex IN ('female','male')")
        batch_op.create_check_constraint(
            op.f("ck_customer_erased_is_blank"),
            "erased_at IS NULL OR (name = '' AND phone IS NULL AND second_phone IS NULL AND email IS NULL "
            "AND birth_date IS NULL AND sex IS NULL AND language = '' AND note = '' AND search_text = '' "
            "AND sort_name = '')",
        )
        batch_op.create_index("ix_customer_second_phone", ["second_phone"])
        batch_op.create_index("ix_customer_birth_date", ["birth_date"])
        batch_op.create_index("ix_customer_sort_name", ["sort_name", "id"])


def keep_cards_and_names() -> None:
    """The one card a customer had becomes a row; every customer becomes findable."""
    connection = op.get_bind()
    customers = connection.execute(sa.text("SELECT id, name, phone, card_code, created_at FROM customer")).all()
    for id_, name, phone, code, created_at in customers:
        codes = [*([phone.removeprefix("+")] if phone else []), *([code] if code else [])]
        connection.execute(
            sa.text("UPDATE customer SET search_text = :text, sort_name = :sorted WHERE id = :id"),
            {"text": search_text(name, codes), "sorted": fold(name)[:60], "id": id_},
        )
        if not code:
            continue
        card_id = connection.execute(
            sa.text(
                "INSERT INTO customer_card (customer_id, code, match_code, state) "
                "VALUES (:customer, :code, :match, 'active') RETURNING id"
            ),
            {"customer": id_, "code": code, "match": match_code(code)},
        ).scalar_one()
        connection.execute(
            sa.text(
                "INSERT INTO customer_card_event (card_id, at, act, reason, actor) "
                "VALUES (:card, :at, 'issued', '', 'upgrade')"
            ),
            {"card": card_id, "at": created_at},
        )
