"""Photographs for tests: drawn, never taken; of a place that looks like nothing else."""

import random
from io import BytesIO

from PIL import Image, ImageDraw

ORIENTATION, MAKER, TAKEN, GPS, EXIF = 0x0112, 0x010F, 0x9003, 0x8825, 0x8769


def scene(seed=1, size=(640, 480)):
    """A yard with a house and trees; another seed, another place."""
    chance = random.Random(seed)
    picture = Image.new("RGB", size, (170, 205, 235))
    pen = ImageDraw.Draw(picture)
    wide, high = size
    pen.rectangle((0, high * 0.6, wide, high), fill=(150, 140, 110))
    for _ in range(24):
        x, y = chance.randrange(wide), chance.randrange(high)
        colour = tuple(chance.randrange(20, 240) for _ in range(3))
        box = (x, y, x + chance.randrange(wide // 12, wide // 3), y + chance.randrange(high // 12, high // 3))
        (pen.ellipse if chance.random() < 0.4 else pen.rectangle)(box, fill=colour)
    return picture


def exif(turned=1, place=False):
    """What a camera writes beside its picture; `place`: 20°56'06.8"N 106°48'00.4"E, Yên Giang."""
    told = Image.Exif()
    told[ORIENTATION], told[MAKER] = turned, "Máy ảnh của bà Lan"
    told.get_ifd(EXIF)[TAKEN] = "2024:10:15 07:30:00"
    if place:
        told.get_ifd(GPS).update({1: "N", 2: (20.0, 56.0, 6.8), 3: "E", 4: (106.0, 48.0, 0.4)})
    return told


def photo(seed=1, size=(640, 480), kind="JPEG", **more):
    """The bytes of such a photograph."""
    made = BytesIO()
    scene(seed, size).save(made, kind, **({"quality": 90} | more))
    return made.getvalue()
