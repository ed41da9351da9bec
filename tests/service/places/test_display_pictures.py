"""Pictures of the customer display: checked, counted, journaled."""

import io

import pytest
from PIL import Image

from app.core.errors import Conflict, Forbidden, NotFound
from app.core.pictures import Picture, prepare_picture
from app.places.display_pictures import (
    LONGEST_SIDE,
    MOST_PICTURES,
    add_display_picture,
    display_picture,
    display_pictures,
    remove_display_picture,
)
from tests.factories.shop import Shop


def picture(shade: int, width: int = 64, height: int = 36) -> Picture:
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), (shade, shade, shade)).save(drawn, "PNG")
    return prepare_picture(drawn.getvalue(), LONGEST_SIDE)


def add(shop: Shop, shade: int) -> None:
    shop.changes(lambda tx: add_display_picture(tx, shop.id, picture(shade)))


def digests(shop: Shop) -> list[str]:
    with shop.database.read_unit() as tx:
        return [one.digest for one in display_pictures(tx, shop.id)]


def test_a_picture_is_shown_until_it_is_removed(shop: Shop) -> None:
    for shade in (1, 20, 1):
        add(shop, shade * 12)
    first, second = digests(shop)
    with shop.database.read_unit() as tx:
        assert display_picture(tx, first) == picture(12)
        ids = [one.id for one in display_pictures(tx, shop.id)]
    shop.changes(lambda tx: remove_display_picture(tx, ids[0]))
    assert digests(shop) == [second]
    with shop.database.read_unit() as tx, pytest.raises(NotFound):
        display_picture(tx, first)
    with pytest.raises(NotFound):
        shop.changes(lambda tx: remove_display_picture(tx, ids[0]))


def test_a_large_picture_is_made_as_wide_as_a_display() -> None:
    with Image.open(io.BytesIO(picture(90, 4000, 1000).data)) as kept:
        assert kept.size == (1920, 480)


def test_there_is_a_limit_and_a_right(shop: Shop) -> None:
    for shade in range(MOST_PICTURES):
        add(shop, shade * 12)
    with pytest.raises(Conflict, match="too_many_pictures"):
        add(shop, 255)
    cashier = shop.cashier()
    with pytest.raises(Forbidden):
        shop.database.transact(cashier, lambda tx: add_display_picture(tx, shop.id, picture(255)))
    with pytest.raises(Forbidden):
        shop.database.transact(cashier, lambda tx: remove_display_picture(tx, 1))
    with pytest.raises(NotFound):
        shop.changes(lambda tx: add_display_picture(tx, shop.id + 1, picture(1)))
    assert len(digests(shop)) == MOST_PICTURES
