"""A shop's picture."""

import io

import pytest
from PIL import Image, ImageDraw


@pytest.fixture
def logo() -> bytes:
    """A transparent PNG with a dark disc, larger than any paper."""
    picture = Image.new("RGBA", (1200, 600), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((400, 100, 800, 500), fill=(20, 20, 20, 255))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
