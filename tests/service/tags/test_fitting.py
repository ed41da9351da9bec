"""Codes that do not go onto the labels are refused before anything is printed."""

import pytest
from sqlalchemy import select

from app.core.errors import Conflict
from app.core.ids import new_uid
from app.core.settings import put
from app.places.devices import add_device
from app.places.service import LABEL_PRINTER, create_till
from printing.labels.tag import CodeKind
from tests.factories.amounts import unit_price
from tests.factories.shop import FITTER, Shop
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.products import ProductData, create_product
from warehouse.tags.jobs import TagLine, print_tags
from warehouse.tags.models import TagJobLine
from warehouse.tags.settings import CODE, CODE_KIND

LONG_CODE = "ABC-DEF-GHI-JKL"


def test_a_code_too_long_for_a_data_matrix_prints_nothing(shop: Shop) -> None:
    tax_id = shop.tax("20")
    with shop.database.unit_of_work(FITTER) as tx:
        till_id = create_till(tx, shop.id, "Back room")
        wide, small = (
            add_device(tx, till_id, LABEL_PRINTER, name, f"tspl+tcp://192.0.2.{number}:9100?{size}")
            for number, name, size in ((60, "Wide", "width_mm=58"), (61, "Small", "width_mm=20&height_mm=15"))
        )
        tea, nuts = (
            create_product(tx, ProductData(name, tax_id, "piece"), price=unit_price("1.00"), codes=[Code(code)])
            for name, code in (("Tea", "4607001771234"), ("Nuts", LONG_CODE))
        )
        put(tx, CODE_KIND, CodeKind.DATA_MATRIX.value)

    def asks(device_id: int) -> None:
        with shop.database.unit_of_work(FITTER) as tx:
            print_tags(tx, device_id, [TagLine(tea), TagLine(nuts)], new_uid())

    with pytest.raises(Conflict) as refused:
        asks(small)
    assert (refused.value.code, refused.value.facts) == ("tag_code_unfit", {"name": "Nuts", "code": LONG_CODE})
    with shop.database.read_unit() as books:
        assert books.execute(select(TagJobLine.product_id)).all() == []
    asks(wide)
    with shop.database.unit_of_work(FITTER) as tx:
        put(tx, CODE, False)
    asks(small)
    with shop.database.unit_of_work(FITTER) as tx:
        put(tx, CODE, True)
        put(tx, CODE_KIND, CodeKind.BARS.value)
    asks(small)
