"""Photographs lose what the camera hid in them, and nothing of the picture; the day and the place are told apart."""

import zlib
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image, PngImagePlugin

from kheo.kernel import pictures
from kheo.kernel.errors import BadInput
from kheo.kernel.pictures import drawn
from tests.kernel.photographs import exif, photo, scene

PLACE = "20.93521N 106.80012E"


def wide(mode="RGB"):
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (40, 20), "blue")
    picture.paste("red", (0, 0, 20, 20))
    return picture.convert(mode)


def saved(picture, kind, **more):
    made = BytesIO()
    picture.save(made, kind, **more)
    return made.getvalue()


def jpeg(**more):
    return saved(wide(), "JPEG", quality=95, comment=PLACE.encode(), **more)


def opened(content):
    return Image.open(BytesIO(content))


def test_of_a_jpeg_only_the_picture_is_left():
    sent = jpeg(exif=exif(place=True))
    assert PLACE.encode() in sent
    kept = drawn(sent)
    for content in (kept.content, *kept.small.values()):
        assert PLACE.encode() not in content
        assert dict(opened(content).getexif()) == {}
    assert opened(kept.content).size == (kept.width, kept.height) == (40, 20)


def test_the_day_and_the_place_are_told_apart_from_the_file():
    kept = drawn(jpeg(exif=exif(place=True)))
    assert f"{timezone.localtime(kept.taken_at):%d/%m/%Y %H:%M}" == "15/10/2024 07:30"
    assert kept.place == (20.93522, 106.80011)
    assert drawn(jpeg()).taken_at is None
    assert drawn(jpeg()).place is None


@pytest.mark.parametrize(("turned", "left_above"), [(3, (0, 0, 254)), (6, (254, 0, 0)), (8, (0, 0, 254))])
def test_what_the_camera_held_otherwise_stands_upright(turned, left_above):
    """3: upside down; 6 and 8: on its side."""
    kept = opened(drawn(jpeg(exif=exif(turned))).content)
    assert kept.size == ((40, 20) if turned == 3 else (20, 40))
    assert all(abs(a - b) < 12 for a, b in zip(kept.getpixel((2, 2)), left_above, strict=True))


def test_the_colours_are_meant_as_before():
    kept = drawn(jpeg(icc_profile=b"profile of the screen"))
    assert opened(kept.content).info["icc_profile"] == b"profile of the screen"


def test_of_a_png_only_the_picture_is_left():
    words = PngImagePlugin.PngInfo()
    words.add_text("Location", PLACE)
    kept = drawn(saved(wide(), "PNG", pnginfo=words, exif=exif()) + PLACE.encode())
    assert PLACE.encode() not in kept.content
    assert opened(kept.content).tobytes() == wide().tobytes()
    assert kept.suffix == "png"


@pytest.mark.parametrize("mode", ["P", "RGBA", "LA", "L", "1"])
def test_a_png_of_every_make_is_drawn(mode):
    assert opened(drawn(saved(wide(mode), "PNG")).content).size == (40, 20)


@pytest.mark.parametrize(
    "content",
    [photo(kind="WEBP"), photo(kind="HEIF"), saved(scene().convert("CMYK"), "JPEG")],
    ids=["webp", "heic", "cmyk"],
)
def test_everything_else_becomes_a_jpeg(content):
    kept = drawn(content)
    assert (kept.suffix, opened(kept.content).format, opened(kept.content).mode) == ("jpg", "JPEG", "RGB")
    assert (kept.width, kept.height) == (640, 480)


def test_the_camera_of_an_iphone_is_understood():
    kept = drawn(photo(kind="HEIF", exif=exif(place=True).tobytes()))
    assert (kept.taken_at is not None, kept.place) == (True, (20.93522, 106.80011))


def test_three_small_pictures_stand_beside_it():
    kept = drawn(photo(size=(1800, 1200)))
    sizes = {side: opened(content).size for side, content in kept.small.items()}
    assert sizes == {320: (320, 213), 800: (800, 533), 1600: (1600, 1067)}
    assert {opened(content).format for content in kept.small.values()} == {"WEBP"}
    assert all(pictures.size_at(side, 1800, 1200) == size for side, size in sizes.items())


def test_a_small_one_is_not_made_larger():
    assert {opened(content).size for content in drawn(jpeg()).small.values()} == {(40, 20)}


def test_what_is_larger_than_we_keep_is_made_smaller():
    kept = drawn(saved(Image.new("RGB", (5000, 2500), "green"), "JPEG"))
    assert max(kept.width, kept.height) <= pictures.LONGEST


def test_what_came_only_in_part_is_said_to_have():
    with pytest.raises(BadInput, match="may have come only in part"):
        drawn(jpeg()[:200])


def test_more_dots_than_we_can_hold_are_refused_before_they_are_drawn():
    """A JPEG of 12.000 × 12.000, and a PNG of 400 million dots in a few hundred bytes."""
    huge = bytearray(jpeg())
    at = huge.index(b"\xff\xc0") + 5
    huge[at : at + 4] = (12_000).to_bytes(2) * 2
    with pytest.raises(BadInput, match="more than 80 million dots"):
        drawn(bytes(huge))
    bomb = bytearray(saved(wide(), "PNG"))
    bomb[16:24] = (20_000).to_bytes(4) * 2
    bomb[29:33] = zlib.crc32(bomb[12:29]).to_bytes(4)
    with pytest.raises(BadInput, match="more than 80 million dots"):
        drawn(bytes(bomb))
