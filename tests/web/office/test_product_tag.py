"""The price tag on the page of a product: today's price and a code that readers know."""

import io

from PIL import Image

from app.core.settings import put
from app.places.service import place_of
from printing.labels.tag import CodeKind
from tests.factories.amounts import unit_price
from tests.support.decoders import DECODERS, read_by_zxing
from tests.support.web import SETUP, WebShop
from warehouse.catalogue.barcodes import Code, add_code
from warehouse.catalogue.prices import set_price
from warehouse.catalogue.products import ProductData, create_product
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units
from warehouse.stock.locations import ensure_locations
from warehouse.tags.settings import CODE_KIND


def test_a_tag_is_drawn_with_its_code(web_on_sqlite: WebShop) -> None:
    browser = web_on_sqlite.office()
    with web_on_sqlite.database.unit_of_work(SETUP) as tx:
        ensure_locations(tx, place_of(tx, web_on_sqlite.till_id).shop_id)
        add_standard_units(tx)
        tax_id = create_tax_category(tx, "Tag tax", 2000, code="tagtax")
        cheese = create_product(
            tx, ProductData("Cheese", tax_id, "kg"), price=unit_price("12.34"), codes=[Code("4607001771234")]
        )
        nuts = create_product(tx, ProductData("Nuts", tax_id, "kg"))
    page = browser.get(f"/office/products/{cheese}")
    assert f"/office/products/{cheese}/tag.png?size=43x25" in page.text

    def drawn(size: str, pixels: tuple[int, int]) -> Image.Image:
        answer = browser.client.get(f"/office/products/{cheese}/tag.png?size={size}", base_url=browser.base_url)
        assert (answer.status_code, answer.mimetype) == (200, "image/png")
        picture = Image.open(io.BytesIO(answer.data))
        assert picture.size == pixels
        return picture

    for size, pixels in (("58x40", (696, 480)), ("43x25", (516, 300)), ("no", (696, 480))):
        picture = drawn(size, pixels)
        for decoder in DECODERS:
            assert decoder(picture) == [("EAN13", "4607001771234")]
    assert "as soon as there is a price" in browser.get(f"/office/products/{nuts}").text
    assert browser.get(f"/office/products/{nuts}/tag.png").status_code == 409
    assert browser.get("/office/products/999999/tag.png").status_code == 404
    with web_on_sqlite.database.unit_of_work(SETUP) as tx:
        put(tx, CODE_KIND, CodeKind.DATA_MATRIX.value)
        set_price(tx, nuts, unit_price("9.99"))
        add_code(tx, nuts, Code("NUTS-" * 12))
    assert read_by_zxing(drawn("30x20", (360, 240))) == [("DATAMATRIX", "4607001771234")]
    refused = browser.get(f"/office/products/{nuts}/tag.png?size=30x20")
    assert refused.status_code == 409
    assert "of Nuts is too long for a DataMatrix on these labels" in refused.text
