"""Photographs lose what the camera hid in them, and nothing of the picture."""

import struct
import zlib

import pytest

from kheo.kernel.pictures import bare

PLACE = b"20.93521N 106.80012E"
SIZE = b"\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
COLOURS = b"\xff\xe2\x00\x10ICC_PROFILE\0\x01\x01"
FRAME = b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"  # one dot
TABLE = b"\xff\xdb\x00\x04\x00\x01"
SCAN = b"\xff\xda\x00\x04\x00\x01dots\xff\x00more\xff\xd0dots"
END = b"\xff\xd9"


def exif(turned, *, order=">"):
    entries = [(0x010F, 2, 1, 0), (0x0112, 3, 1, turned)]
    tiff = struct.pack(f"{order}2sHIH", b"MM" if order == ">" else b"II", 42, 8, len(entries))
    tiff += b"".join(struct.pack(f"{order}HHIHH", *entry, 0) for entry in entries) + b"\0\0\0\0" + PLACE
    return struct.pack(">2sH6s", b"\xff\xe1", len(tiff) + 8, b"Exif\0\0") + tiff


def comment(words):
    return struct.pack(">2sH", b"\xff\xfe", len(words) + 2) + words


def jpeg(*hidden):
    return b"\xff\xd8" + SIZE + b"".join(hidden) + COLOURS + FRAME + TABLE + SCAN + TABLE + SCAN + END


@pytest.mark.parametrize(
    "hidden", [exif(1), comment(PLACE), b"\xff\xed\x00\x16" + PLACE], ids=["exif", "words", "iptc"]
)
def test_of_a_jpeg_only_the_picture_is_left(hidden):
    assert bare(jpeg(hidden)) == jpeg()


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turned", [3, 6, 8])
def test_how_it_is_turned_is_kept(turned, order):
    kept = bare(jpeg(exif(turned, order=order)))
    assert PLACE not in kept
    assert struct.pack(">HHIH", 0x0112, 3, 1, turned) in kept
    assert bare(kept) == kept


def test_what_follows_the_end_is_left_behind():
    assert bare(jpeg() + jpeg(exif(1))) == jpeg()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_of_a_png_only_the_picture_is_left():
    head, dots, end = chunk(b"IHDR", b"size"), chunk(b"IDAT", b"dots"), chunk(b"IEND", b"")
    hidden = chunk(b"tEXt", PLACE) + chunk(b"eXIf", PLACE)
    start = b"\x89PNG\r\n\x1a\n"
    assert bare(start + head + hidden + dots + end + PLACE) == start + head + dots + end


@pytest.mark.parametrize(
    "broken", [b"\xff\xd8", jpeg()[:-4], b"\xff\xd8\xff\xe1\x00", b"\x89PNG\r\n\x1a\n\0\0", b"GIF89a"]
)
def test_what_does_not_hold_together_is_left_as_it_is(broken):
    assert bare(broken) == broken
