"""The demo's pictures: drawn by the program, small, and different from each other."""

import io

import pytest
from PIL import Image, ImageChops

from app.core.pictures import Picture
from app.demo.pictures.colours import Tint, plate_of, tint_of
from app.demo.pictures.drawing import DRAWINGS, picture_of
from app.demo.pictures.sketch import SIZE

PLATE = plate_of(0)
TEAL = tint_of("teal", "", "")
BYTES_LIMIT = 8 * 1024
FAR = 14


def opened(picture: Picture) -> Image.Image:
    with Image.open(io.BytesIO(picture.data)) as image:
        return image.convert("RGBA")


def share_drawn(image: Image.Image) -> float:
    """How much of the plate is covered; compression moves the plate's own colour a little."""
    plate = Image.new("RGB", image.size, PLATE)
    difference = ImageChops.difference(image.convert("RGB"), plate).convert("L")
    return sum(difference.histogram()[FAR:]) / (SIZE * SIZE)


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_a_drawing_is_a_small_picture_with_something_on_it(name: str) -> None:
    picture = picture_of(name, PLATE, TEAL)
    image = opened(picture)
    assert picture.content_type == "image/webp"
    assert image.size == (SIZE, SIZE)
    assert len(picture.data) < BYTES_LIMIT
    assert 0.06 < share_drawn(image) < 0.9


def test_the_corners_are_round_and_clear() -> None:
    clear = opened(picture_of("hammer", PLATE, TEAL)).getchannel("A")
    edge = SIZE - 1
    assert [clear.getpixel(at) for at in ((0, 0), (edge, 0), (0, edge), (edge, edge))] == [0, 0, 0, 0]
    assert clear.getpixel((SIZE // 2, 2)) == 255


def test_no_two_drawings_are_the_same() -> None:
    assert len({picture_of(name, PLATE, TEAL).data for name in DRAWINGS}) == len(DRAWINGS)


def test_the_colour_of_a_product_is_seen() -> None:
    assert picture_of("drill", PLATE, TEAL).data != picture_of("drill", PLATE, tint_of("red", "", "")).data


def test_the_same_drawing_is_the_same_file() -> None:
    again = picture_of.__wrapped__("saw", PLATE, TEAL)
    assert again.data == picture_of("saw", PLATE, TEAL).data


@pytest.mark.parametrize(
    ("colour", "name", "like"),
    [
        ("plum", "Nail polish Maris red", "plum"),
        (None, "Nail polish Maris red", "red"),
        (None, "Молоток «Мастер» 500 г", "teal"),
        (None, "Чук „Майстор“ 300 г", "teal"),
        (None, "Drill Brenn 18 V", "orange"),
    ],
)
def test_a_colour_comes_from_what_is_said_then_the_name_then_the_maker(
    colour: str | None, name: str, like: str
) -> None:
    assert tint_of(colour, name, "a family") == tint_of(like, "", "")


def test_variants_without_a_colour_look_alike() -> None:
    small, large = (tint_of(None, f"Watering can {litres} l", "Watering can") for litres in (5, 10))
    assert small == large


def test_tones_of_a_tint_go_from_dark_to_pale() -> None:
    tint = Tint((0x41, 0x78, 0xB3))
    tones = [sum(tone) for tone in (tint.dark, tint.base, tint.light, tint.pale)]
    assert tones == sorted(tones)
