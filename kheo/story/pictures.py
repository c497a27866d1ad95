"""Pictures behind what Quảng Yên says it did: drawn for the demonstration, each with the words that it is drawn. No
photograph, no person. The yard of the houses of culture hangs in a second dossier too, smaller, as a messenger passes
photographs on: so a reviewer finds the note that two look alike.
"""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from kheo import documents
from kheo.evidence import actions
from kheo.kernel import clock
from kheo.kernel.files import Told
from kheo.story.line import Line
from kheo.story.quang_yen import ROUND
from kheo.story.scenes import described
from kheo.units.enums import WRITES_FOR_UNIT

type Pen = ImageDraw.ImageDraw

SIZE = WIDE, HIGH = 640, 480
LABEL = "Tranh vẽ minh họa, không phải ảnh chụp"
SKY, GROUND, WALL, ROOF, TILE, WATER, STEEL, LEAF = (
    "#a9cde8", "#b7a77e", "#f1e3c2", "#a4442f", "#d9d2c3", "#5f95ad", "#5a6268", "#4c8a4b",
)  # fmt: skip
FONT = Path(documents.__file__).parent / "fonts" / "LiberationSerif-Regular.ttf"


def yard(pen: Pen) -> None:
    """A house of culture with its yard laid in tiles."""
    pen.rectangle((90, 130, 470, 290), WALL)
    pen.polygon([(70, 130), (280, 55), (490, 130)], ROOF)
    for left in (120, 230, 380):
        pen.rectangle((left, 170, left + 60, 290 if left == 230 else 240), "#6d4c33")
    for row in range(4):
        for column in range(9):
            shade = TILE if (row + column) % 2 else "#bdb29c"
            pen.rectangle((column * 72, 290 + row * 36, column * 72 + 70, 324 + row * 36), shade)
    pen.ellipse((520, 120, 630, 230), LEAF)
    pen.rectangle((568, 225, 582, 300), "#6d4c33")


def cooler(pen: Pen) -> None:
    """A hall with rows of chairs and two air conditioners on its wall."""
    pen.rectangle((0, 0, WIDE, 300), WALL)
    for left in (80, 390):
        pen.rounded_rectangle((left, 70, left + 170, 125), 10, "white", STEEL, 3)
        pen.line((left + 15, 112, left + 155, 112), STEEL, 4)
    for row in range(3):
        for column in range(7):
            pen.rectangle((30 + column * 88, 320 + row * 45, 90 + column * 88, 350 + row * 45), "#7c2f2a")


def railing(pen: Pen) -> None:
    """A canal with a railing along it."""
    pen.polygon([(0, 480), (250, 200), (390, 200), (640, 480)], WATER)
    for n in range(12):
        left, top = 20 + n * 22, 470 - n * 25
        pen.line((left, top, left, top - 90 + n * 5), STEEL, 7)
    pen.line((20, 385, 265, 135), STEEL, 8)
    pen.line((20, 425, 265, 165), STEEL, 5)


def lane(pen: Pen) -> None:
    """A village road of concrete between two hedges."""
    pen.polygon([(210, 480), (300, 210), (345, 210), (520, 480)], "#c9c9c4")
    for n in range(6):
        pen.ellipse((n * 36, 190 + n * 28, n * 36 + 100, 270 + n * 32), LEAF)
        pen.ellipse((560 - n * 30, 190 + n * 26, 660 - n * 30, 262 + n * 30), "#3f7a45")


# Which of the five described models, what, drawn how, taken when, and how large it was sent.
HANGING: tuple[tuple[int, str, Callable[[Pen], None], tuple[int, int, int], int], ...] = (
    (0, "Sân nhà văn hóa khu 3 sau khi lát", yard, (2024, 9, 14), WIDE),
    (0, "Điều hòa trong nhà văn hóa khu 1", cooler, (2024, 8, 2), WIDE),
    (2, "Lan can dọc kênh thôn 1", railing, (2024, 10, 5), WIDE),
    (3, "Đường thôn 1 sau khi mở rộng", lane, (2024, 10, 12), WIDE),
    (3, "Sân chung cuối đường thôn 1", yard, (2024, 10, 12), 400),
)
HUNG = date(2024, 11, 16)  # minh họa


def hang(line: Line) -> None:
    """Attach each picture to its dossier, in the name of its unit, and say what it shows."""
    scenes = described(ROUND)
    with clock.at(HUNG):
        for place, words, draw, taken, wide in HANGING:
            registration = line.registration(scenes[place])
            registration.refresh_from_db(fields=["status"])  # the line remembers it as it was when it was sent
            by = line.company.who(registration.unit, WRITES_FOR_UNIT)
            told = Told(timezone.make_aware(datetime(*taken, 8, 30)))  # noqa: DTZ001 - made aware here
            file = ContentFile(drawn(draw, wide), name=f"{draw.__name__}-minh-hoa.jpg")
            attached = actions.attach(registration, file, by=by, told=told)
            actions.caption(attached, caption=f"{words} (tranh vẽ minh họa)", by=by)


def drawn(draw: Callable[[Pen], None], wide: int = WIDE) -> bytes:
    """One picture as a JPEG of some kilobytes, `wide` dots across, with its label."""
    picture = Image.new("RGB", SIZE, SKY)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 240, WIDE, HIGH), GROUND)
    draw(pen)
    pen.rectangle((0, HIGH - 34, WIDE, HIGH), "#17262d")
    pen.text((14, HIGH - 31), LABEL, "white", ImageFont.truetype(FONT, 22))
    made = BytesIO()
    picture.resize((wide, HIGH * wide // WIDE)).save(made, "JPEG", quality=80)
    return made.getvalue()
