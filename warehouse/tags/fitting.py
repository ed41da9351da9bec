"""Whether the codes of goods go onto the labels they are to be printed on."""

from collections.abc import Iterable

from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.core.errors import Conflict
from app.core.settings import get
from printing.labels.layout import place_matrix
from printing.labels.tag import CodeKind, LabelStock
from warehouse.catalogue.models import Product
from warehouse.tags.content import code_of_tag
from warehouse.tags.settings import CODE_KIND


def refuse_unfit_codes(tx: ReadUnit, product_ids: Iterable[int], stock: LabelStock) -> None:
    """Looks at codes that are to be a DataMatrix before anything is printed; bars without room just stay away.

    Raises Conflict ``tag_code_unfit`` (``name``, ``code``) for the first code that is too long for the labels.
    """
    if get(tx, CODE_KIND) != CodeKind.DATA_MATRIX.value:
        return
    for product_id in product_ids:
        code = code_of_tag(tx, product_id)
        if code and place_matrix(code, stock) is None:
            name = tx.execute(select(Product.name).where(Product.id == product_id)).scalar_one()
            raise Conflict("tag_code_unfit", name=name, code=code)
