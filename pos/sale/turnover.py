"""Which lines of a sale are turnover: pledges and what loads gift cards or balances are none."""

from typing import Final

from sqlalchemy import ColumnElement, and_, or_

from pos.sale.models import SaleLine

IS_TURNOVER: Final[ColumnElement[bool]] = and_(SaleLine.pledge.is_(None), SaleLine.loads.is_(None))
NO_TURNOVER: Final[ColumnElement[bool]] = or_(SaleLine.pledge.is_not(None), SaleLine.loads.is_not(None))
