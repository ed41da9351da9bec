"""What imports keep of customers, told and erased."""

import json
from typing import Any

from sqlalchemy import select

from app.core.db.unit import ReadUnit, Unit
from app.crm.personal_data import PersonalData
from app.exchange.change_log import forget_details
from app.exchange.models import DataImport, ImportChange, ImportChangeDetail


def import_data() -> PersonalData:
    """The answer of the imports: what their logs tell of a customer, so that they can be taken back."""
    return PersonalData(frozenset({ImportChangeDetail.__tablename__}), _export, _erase)


def _export(tx: ReadUnit, customer_id: int) -> dict[str, Any]:
    found = tx.execute(
        select(
            DataImport.file_name,
            DataImport.created_at,
            ImportChange.row,
            ImportChange.act,
            ImportChangeDetail.detail,
        )
        .join(ImportChange, ImportChange.id == ImportChangeDetail.change_id)
        .join(DataImport, DataImport.id == ImportChange.import_id)
        .where(ImportChangeDetail.customer_id == customer_id)
        .order_by(ImportChange.id)
    )
    return {
        "changes": [
            {"file": file, "at": at.isoformat(), "row": row, "act": act, **json.loads(detail)}
            for file, at, row, act, detail in found
        ]
    }


def _erase(tx: Unit, customer_id: int) -> None:
    forget_details(tx, [customer_id])
