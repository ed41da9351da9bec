"""What every customer bought is kept as state, in all and by day, and filled from the documents there are."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

BY_DAY = """
INSERT INTO customer_bought_day (customer_id, day, currency, times, spent)
SELECT customer_id, day, currency, CAST(sum(times) AS INTEGER), CAST(sum(spent) AS BIGINT)
  FROM (
SELECT coalesce(sale.customer_id, sale_customer.customer_id) AS customer_id, sale.business_date AS day,
       sale.currency AS currency,
       CASE WHEN sale.kind IN ('sale', 'exchange')
             AND NOT EXISTS (SELECT 1 FROM sale AS void WHERE void.voided_sale_id = sale.id)
             AND EXISTS (SELECT 1 FROM sale_line WHERE sale_line.sale_id = sale.id AND sale_line.pledge IS NULL
                          AND sale_line.loads IS NULL)
            THEN 1 ELSE 0 END AS times,
       sale.gross - coalesce((SELECT sum(sale_line.gross) FROM sale_line
                               WHERE sale_line.sale_id = sale.id
                                 AND (sale_line.pledge IS NOT NULL OR sale_line.loads IS NOT NULL)), 0) AS spent
  FROM sale LEFT JOIN sale_customer ON sale_customer.sale_id = sale.id
 WHERE coalesce(sale.customer_id, sale_customer.customer_id) IS NOT NULL
UNION ALL
SELECT past_sale.customer_id, past_sale.sold_on, past_sale.currency, 1, sum(past_sale_line.amount)
  FROM past_sale JOIN past_sale_line ON past_sale_line.past_sale_id = past_sale.id
 WHERE past_sale.customer_id IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM past_sale_withdrawal WHERE past_sale_withdrawal.line_id = past_sale_line.id)
 GROUP BY past_sale.id, past_sale.customer_id, past_sale.sold_on, past_sale.currency
  ) AS documents
 GROUP BY customer_id, day, currency
"""
IN_ALL = """
INSERT INTO customer_bought (customer_id, currency, times, spent)
SELECT customer_id, currency, CAST(sum(times) AS INTEGER), CAST(sum(spent) AS BIGINT)
  FROM customer_bought_day
 GROUP BY customer_id, currency
"""


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    kept("customer_bought")
    kept("customer_bought_day", sa.Column("day", sa.Date(), nullable=False))
    op.execute(BY_DAY)
    op.execute(IN_ALL)


def kept(table: str, *more: sa.Column[object]) -> None:
    op.create_table(
        table,
        sa.Column("customer_id", big_id(), autoincrement=False, nullable=False),
        *more,
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f(f"fk_{table}_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", *(column.name for column in more), "currency", name=op.f(f"pk_{table}")),
    )
