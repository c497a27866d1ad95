"""Photographs as we keep them: drawn anew, upright, and without what cameras hide in them (the place, the device, its
owner). What is told apart from the picture, the day and on request the place, is handed back as values.

One picture is drawn at a time in a process: however many phones send at once, memory stays that of one.
"""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps
from pillow_heif import register_heif_opener

from kheo.kernel.errors import BadInput
from kheo.kernel.likeness import look_of

MOST_DOTS = 80_000_000  # a picture of so many takes 240 MB while it is turned; no photo of a site needs more
LONGEST = 4096  # dots of the longer side as we keep it: enough for a page of a book
QUALITY = 88
SIDES = (320, 800, 1600)  # the longer side of the three small ones: a tile, a phone, a screen
SMALL_QUALITY = 72

register_heif_opener()
_READ = ["JPEG", "PNG", "WEBP", "HEIF"]
_one_at_a_time = threading.Lock()

Place = tuple[float, float]  # latitude and longitude in degrees, WGS 84


@dataclass(frozen=True)
class Drawn:
    """A photograph drawn anew. `small` holds WebP pictures by their longer side; `look` is what likeness compares."""

    content: bytes
    suffix: str
    width: int
    height: int
    small: dict[int, bytes]
    look: str
    taken_at: datetime | None
    place: Place | None


def drawn(content: bytes) -> Drawn:
    """Draw a JPEG, PNG, WebP or HEIC file anew: a PNG stays one, everything else becomes a JPEG.

    `BadInput` when the picture cannot be drawn, or has more dots than we can hold.
    """
    with _one_at_a_time, _opened(content) as picture:
        taken_at, place = _told(picture)
        suffix = "png" if picture.format == "PNG" else "jpg"
        profile = picture.info.get("icc_profile")
        upright = _upright(picture)
        if upright.mode not in ("RGB", "L") and not (suffix == "png" and upright.mode in ("P", "RGBA", "LA", "1")):
            upright, profile = upright.convert("RGB"), None
        kept = _file(upright, {"png": "PNG", "jpg": "JPEG"}[suffix], QUALITY, profile)
        flat = _flat(upright)
        colours = profile if upright.mode in ("RGB", "RGBA") else None
        small = {side: _file(_shrunk(flat, side), "WEBP", SMALL_QUALITY, colours) for side in SIDES}
        return Drawn(kept, suffix, upright.width, upright.height, small, look_of(flat), taken_at, place)


def size_at(side: int, width: int, height: int) -> tuple[int, int]:
    """How wide and high a picture stands when its longer side is `side` at most."""
    share = min(1.0, side / max(width, height))
    return max(1, round(width * share)), max(1, round(height * share))


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    try:
        with _quiet(), Image.open(BytesIO(content), formats=_READ) as picture:
            if picture.width * picture.height > MOST_DOTS:
                raise _too_large()
            yield picture
    except Image.DecompressionBombError:
        raise _too_large() from None
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError):
        raise BadInput(_("The photo cannot be read: it may have come only in part. Send it again.")) from None


@contextmanager
def _quiet() -> Iterator[None]:
    """Pillow warns of a large picture where we refuse it. The filters are the process's, as the lock is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        yield


def _too_large() -> BadInput:
    most = MOST_DOTS // 1_000_000
    return BadInput(
        _("The photo has more than %(most)d million dots. Make it smaller, or take it again.") % {"most": most}
    )


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as the camera was held, no larger than we keep it, and without a word beside the picture."""
    if picture.format == "JPEG":
        picture.draft(None, (LONGEST, LONGEST))  # a huge one is read at a half or a quarter, which its format allows
    upright = ImageOps.exif_transpose(picture)
    if max(upright.size) > LONGEST:
        upright = (upright.convert("RGBA") if upright.mode == "P" else upright).resize(
            size_at(LONGEST, *upright.size), Image.Resampling.LANCZOS, reducing_gap=2.0
        )
    upright.info = {name: said for name, said in upright.info.items() if name == "transparency"}
    upright.getexif().clear()
    return upright


def _flat(picture: Image.Image) -> Image.Image:
    """In three colours on white: what shows through would otherwise be black."""
    if picture.mode == "RGB":
        return picture
    if picture.mode in ("P", "LA", "RGBA"):
        clear = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
    return picture.convert("RGB")


def _shrunk(picture: Image.Image, side: int) -> Image.Image:
    return picture.resize(size_at(side, *picture.size), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _file(picture: Image.Image, kind: str, quality: int, profile: bytes | None) -> bytes:
    made = BytesIO()
    picture.save(made, kind, quality=quality, icc_profile=profile, exif=b"")
    return made.getvalue()


# --- what the camera told ---


def _told(picture: Image.Image) -> tuple[datetime | None, Place | None]:
    """When and where the camera says it was; whatever cannot be understood is left out."""
    try:
        told = picture.getexif()
        details, place = told.get_ifd(ExifTags.IFD.Exif), told.get_ifd(ExifTags.IFD.GPSInfo)
        return _moment(str(details.get(ExifTags.Base.DateTimeOriginal, ""))), _place(place)
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, ZeroDivisionError):
        return None, None


def _moment(text: str) -> datetime | None:
    """`2024:10:15 07:30:00`, in the time of the place: cameras seldom name the zone, and Vietnam has one."""
    try:
        read = datetime.strptime(text.strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - the zone is put on below
    except ValueError:
        return None
    return timezone.make_aware(read) if read.year > 1990 else None


def _place(told: dict) -> Place | None:
    if not {1, 2, 3, 4} <= set(told):
        return None
    latitude, longitude = _degrees(told[2], told[1] == "S"), _degrees(told[4], told[3] == "W")
    on_earth = -90 <= latitude <= 90 and -180 <= longitude <= 180
    return (latitude, longitude) if on_earth and (latitude or longitude) else None


def _degrees(parts: tuple, negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return round(-value if negative else value, 5)
