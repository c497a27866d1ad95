"""Photographs lose what the camera hid in them, and nothing of the picture."""

from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from kheo.kernel import pictures
from kheo.kernel.errors import BadInput
from kheo.kernel.pictures import bare

PLACE = "20.93521N 106.80012E"
ORIENTATION, MAKER, WORDS = 0x0112, 0x010F, 0x9286


def wide():
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (40, 20), "blue")
    picture.paste("red", (0, 0, 20, 20))
    return picture


def exif(turned=1):
    told = Image.Exif()
    told[ORIENTATION], told[MAKER], told[WORDS] = turned, "Máy ảnh của bà Lan", PLACE
    return told


def jpeg(**more):
    made = BytesIO()
    wide().save(made, "JPEG", quality=95, comment=PLACE.encode(), **more)
    return made.getvalue()


def opened(content):
    return Image.open(BytesIO(content))


def test_of_a_jpeg_only_the_picture_is_left():
    sent = jpeg(exif=exif())
    assert PLACE.encode() in sent
    kept = bare(sent)
    assert PLACE.encode() not in kept
    assert dict(opened(kept).getexif()) == {}
    assert opened(kept).size == (40, 20)


@pytest.mark.parametrize(("turned", "left_above"), [(3, (0, 0, 254)), (6, (254, 0, 0)), (8, (0, 0, 254))])
def test_what_the_camera_held_otherwise_stands_upright(turned, left_above):
    """3: upside down; 6 and 8: on its side."""
    kept = opened(bare(jpeg(exif=exif(turned))))
    assert kept.size == ((40, 20) if turned == 3 else (20, 40))
    assert all(abs(a - b) < 12 for a, b in zip(kept.getpixel((2, 2)), left_above, strict=True))


def test_the_colours_are_meant_as_before():
    assert opened(bare(jpeg(icc_profile=b"profile of the screen"))).info["icc_profile"] == b"profile of the screen"


def test_of_a_png_only_the_picture_is_left():
    words = PngImagePlugin.PngInfo()
    words.add_text("Location", PLACE)
    made = BytesIO()
    wide().save(made, "PNG", pnginfo=words, exif=exif())
    kept = bare(made.getvalue() + PLACE.encode())
    assert PLACE.encode() not in kept
    assert opened(kept).tobytes() == wide().tobytes()


def test_what_came_only_in_part_is_said_to_have():
    with pytest.raises(BadInput, match="may have come only in part"):
        bare(jpeg()[:200])


def test_more_dots_than_we_can_hold_are_refused_before_they_are_drawn(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_DOTS", 799)
    with pytest.raises(BadInput, match="Make it smaller"):
        bare(jpeg())


def test_another_kind_of_file_is_left_to_who_asks_for_kinds():
    assert bare(b"GIF89a") == b"GIF89a"
