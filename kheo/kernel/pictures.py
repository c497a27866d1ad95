"""Photographs as we keep them: upright, and without what cameras hide in them (the place, the device, its owner)."""

from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from kheo.kernel.errors import BadInput

MOST_DOTS = 80_000_000  # a picture of so many takes 240 MB while it is turned; no photo of a site needs more
QUALITY = 88


def bare(content: bytes) -> bytes:
    """A JPEG or PNG file with nothing but its picture, the colours meant as before. Anything else is left to who asks
    what kind of file it is. `BadInput` when the picture cannot be drawn, or is too large to be."""
    if not content.startswith((b"\xff\xd8", b"\x89PNG")):
        return content
    try:
        with Image.open(BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            if picture.width * picture.height > MOST_DOTS:
                raise BadInput(
                    _("The photo has more than %(most)d million dots. Make it smaller, or take it again.")
                    % {"most": MOST_DOTS // 1_000_000}
                )
            return _drawn_anew(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise BadInput(_("The photo cannot be read: it may have come only in part. Send it again.")) from None


def _drawn_anew(picture: Image.Image) -> bytes:
    made = BytesIO()
    upright = ImageOps.exif_transpose(picture)
    for name in ("exif", "comment", "xmp"):
        upright.info.pop(name, None)
    upright.save(made, picture.format, quality=QUALITY, icc_profile=picture.info.get("icc_profile"))
    return made.getvalue()
