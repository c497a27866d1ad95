"""Photographs without what cameras hide in them: the place, the device, the name of its owner, a small first version.

Only what is needed to show the picture is kept; how it is to be turned is written anew. The dots themselves are not
touched: we carry no image library. A file that does not hold together is left as it is; its kind was checked before.
"""

import struct
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_HIDES = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
_START, _END, _SCAN, _COMMENT, _APP0, _APP1, _APP2, _APP14, _APP15 = (
    0xD8,
    0xD9,
    0xDA,
    0xFE,
    0xE0,
    0xE1,
    0xE2,
    0xEE,
    0xEF,
)
_ORIENTATION = 0x0112  # the tag of Exif that says how the camera was held
_UPRIGHT = 1


def bare(content: bytes) -> bytes:
    """A JPEG or PNG file with nothing but its picture."""
    try:
        if content.startswith(_PNG):
            return _PNG + b"".join(_chunks(content))
        if content.startswith(b"\xff\xd8"):
            return _bare_jpeg(content)
    except (struct.error, IndexError):
        pass
    return content


def _chunks(content: bytes) -> Iterator[bytes]:
    """The chunks of a PNG file that show something; what follows its end is left behind."""
    place, kind = len(_PNG), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, place)
        if kind not in _PNG_HIDES:
            yield content[place : place + length + 12]
        place += length + 12


def _bare_jpeg(content: bytes) -> bytes:
    parts, turned = [], _UPRIGHT
    for marker, part in _segments(content):
        if marker == _APP1 and part[4:10] == b"Exif\0\0":
            turned = _orientation(part[10:])
        if _is_shown(marker, part):
            parts.append(part)
    return b"\xff\xd8" + (_exif(turned) if turned != _UPRIGHT else b"") + b"".join(parts)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment with its marker, a scan with its dots; what follows the end (further pictures) is left behind."""
    place = 2
    while True:
        if content[place] != 0xFF:
            raise IndexError
        marker = content[place + 1]
        if marker == _END:
            yield marker, b"\xff\xd9"
            return
        (length,) = struct.unpack_from(">H", content, place + 2)
        end = place + 2 + length
        if marker == _SCAN:
            end = _end_of_scan(content, end)
        yield marker, content[place:end]
        place = end


def _end_of_scan(content: bytes, place: int) -> int:
    """Where the dots end: at the next marker that is neither a stuffed byte nor a restart."""
    while (place := content.find(b"\xff", place)) >= 0:
        follows = content[place + 1]
        if follows and not 0xD0 <= follows <= 0xD7:
            return place
        place += 2
    raise IndexError


def _is_shown(marker: int, part: bytes) -> bool:
    """Whether a segment is needed to show the picture: of those for programs only size, colours and Adobe's mark."""
    if marker == _APP2:
        return part[4:16] == b"ICC_PROFILE\0"
    return marker in (_APP0, _APP14) or not (_APP0 <= marker <= _APP15 or marker == _COMMENT)


def _orientation(tiff: bytes) -> int:
    """How the camera was held, 1 to 8; 1 where nothing can be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return _UPRIGHT
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    for number in range(count):
        tag, _kind, _amount, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
        if tag == _ORIENTATION:
            return value if 1 <= value <= 8 else _UPRIGHT
    return _UPRIGHT


def _exif(turned: int) -> bytes:
    """A segment that says how the camera was held, and nothing else."""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    return struct.pack(">2sH6s", b"\xff\xe1", len(tiff) + 8, b"Exif\0\0") + tiff
