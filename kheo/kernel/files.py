"""Files people give us: kept outside the web root under random names, handed out only as attachments.

Everything goes one way: name and size, what is inside, the virus scanner, and a picture is drawn anew (`pictures`).
Small pictures beside a photograph are ours, so pages may show them; the file itself is only ever handed out.

`store` is called inside the transaction of a verb. If that is rolled back, the file stays on the disk under a name that
no record knows: nobody can reach it, and `sweep` takes it away.
"""

import contextlib
import errno
import hashlib
import os
import re
import shutil
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from kheo.kernel import clock, pictures, scanning
from kheo.kernel.errors import BadInput, TryLater
from kheo.kernel.filekinds import HEAD, KINDS, PHOTOS, in_words
from kheo.kernel.likeness import bands_of
from kheo.kernel.models import Picture, StoredFile
from kheo.kernel.quantities import format_number
from kheo.kernel.text import clean_line

ATTACHMENTS = ("pdf", "docx", "xlsx", *PHOTOS)
SHEETS = ("xlsx", "xls", "ods", "csv")
LIMIT = 20 * 2**20  # bytes
SMALL_KIND = "image/webp"
KEPT_FREE = 500 * 2**20  # bytes of the disk that no file of ours takes: the database may lie on the same one
UNKNOWN_FOR = timedelta(days=1)  # a file that no record knows is taken away after it: a verb is long done by then
_NAME_LENGTH = 150
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True)
class Told:
    """What whoever sends a photograph tells of it, where the file no longer does: phones make it smaller first.

    `keep_place` is the yes of its owner; without it no place is kept, whatever the file or the phone may say.
    """

    taken_at: datetime | None = None
    place: pictures.Place | None = None
    keep_place: bool = False


NOTHING_TOLD = Told()


def store(
    uploaded: File, *, by_id: int | None, allowed: Iterable[str] = ATTACHMENTS, limit: int = LIMIT,
    told: Told = NOTHING_TOLD,
) -> StoredFile:  # fmt: skip
    """Keep an uploaded file and return its record; a photograph gets its small pictures and its `Picture`.

    `allowed` are extensions; name and content must both be of one of them. `limit` is in bytes. Raises `BadInput` with
    a sentence that says what is wrong with the file and what to do, `TryLater` when it is no fault of the file.
    """
    name = clean_name(uploaded.name or "")
    check_size(uploaded.size, name, limit)
    extension = _check_kind(uploaded, name, list(allowed))
    scanning.check(cast(BinaryIO, uploaded.file), name)
    picture = None
    if extension in PHOTOS:
        uploaded.seek(0)
        picture = pictures.drawn(uploaded.read())
        uploaded, extension = ContentFile(picture.content), picture.suffix
        name = f"{name.rpartition('.')[0] or name}.{extension}"
    stored = StoredFile(
        id=uuid.uuid4(), name=name, content_type=KINDS[extension].content_type, size=uploaded.size,
        sha256=_digest(uploaded), by_id=by_id, at=clock.now(),
    )  # fmt: skip
    _write(stored, uploaded, picture.small if picture else {})
    stored.save(force_insert=True)
    if picture:
        _record(stored, picture, told)
    return stored


def _record(stored: StoredFile, picture: pictures.Drawn, told: Told) -> None:
    place = (told.place or picture.place) if told.keep_place else None
    latitude, longitude = (Decimal(f"{degrees:.5f}") for degrees in place) if place else (None, None)
    Picture.objects.create(
        file=stored, width=picture.width, height=picture.height, taken_at=told.taken_at or picture.taken_at,
        latitude=latitude, longitude=longitude, look=picture.look, bands=bands_of(picture.look),
    )  # fmt: skip


# --- on the disk ---


def _write(stored: StoredFile, content: File, small: dict[int, bytes]) -> None:
    """The file and its small pictures, or nothing of them."""
    need = content.size + sum(map(len, small.values()))
    with room_for(need, stored.name):
        try:
            content.seek(0)
            default_storage.save(_place(stored), content)
            for side, shown in small.items():
                default_storage.save(_small_place(stored, side), ContentFile(shown))
            with path(stored).open("rb") as written:
                os.fsync(written.fileno())  # before the record says that we have it
        except OSError:
            _remove(_places(stored))
            raise


@contextlib.contextmanager
def room_for(size: int, name: str) -> Iterator[None]:
    """Around the writing of `size` bytes: a full disk becomes a sentence, and is not filled to the brim."""
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(media).free - size < KEPT_FREE:
        raise TryLater(_no_room(name))
    try:
        yield
    except OSError as why:
        if why.errno in _NO_ROOM:
            raise TryLater(_no_room(name)) from why
        raise


def _no_room(name: str) -> str:
    sentence = _("“%(name)s” is not kept: the server's disk is full. Tell whoever keeps it, then send the file again.")
    return sentence % {"name": name}


def _remove(places: Iterable[str]) -> None:
    for place in places:
        default_storage.delete(place)


def sweep() -> int:
    """Take away what no record knows and has lain for a day; the number of files. Every hour a part of the folders."""
    hour, known_before = timezone.now().hour, timezone.now() - UNKNOWN_FOR
    gone = 0
    for folder in Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]"):
        if int(folder.name, 16) % 24 == hour:
            gone += _sweep(folder, known_before.timestamp())
    return gone


def _sweep(folder: Path, known_before: float) -> int:
    lying = [each for each in folder.iterdir() if each.stat().st_mtime < known_before]
    ids = {each.name.partition(".")[0] for each in lying}
    known = {str(pk) for pk in StoredFile.objects.filter(pk__in=_uuids(ids)).values_list("pk", flat=True)}
    unknown = [each for each in lying if each.name.partition(".")[0] not in known]
    for each in unknown:
        each.unlink(missing_ok=True)
    return len(unknown)


def _uuids(names: Iterable[str]) -> Iterator[uuid.UUID]:
    for name in names:
        with contextlib.suppress(ValueError):
            yield uuid.UUID(name)


def path(stored: StoredFile) -> Path:
    """Where the file lies on this machine."""
    return Path(default_storage.path(_place(stored)))


def discard(stored: StoredFile) -> None:
    """Remove a file that nobody refers to any more: its record now, its content when the transaction has succeeded."""
    places = list(_places(stored))
    stored.delete()
    transaction.on_commit(lambda: _remove(places))


# --- handed out ---


def response(stored: StoredFile) -> FileResponse:
    """Hand the file out, never as a page of ours, whatever it claims to be (T12). The caller asks the permissions."""
    answer = FileResponse(
        path(stored).open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def small_picture(stored: StoredFile, side: int, request: HttpRequest) -> HttpResponseBase:
    """One of the small pictures, which pages show. Browsers keep it and ask each time whether they still may."""
    answer = get_conditional_response(request, etag=f'"{stored.pk}-{side}"')
    if answer is None:
        answer = HttpResponse(_small(stored, side), content_type=SMALL_KIND)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["ETag"], answer["Cache-Control"] = f'"{stored.pk}-{side}"', "private, no-cache"
    return answer


def _small(stored: StoredFile, side: int) -> bytes:
    """The small picture that was kept; a photograph from before there were any is drawn when it is asked for."""
    try:
        return Path(default_storage.path(_small_place(stored, side))).read_bytes()
    except FileNotFoundError:
        if not stored.content_type.startswith("image/"):
            raise Http404 from None
        return pictures.drawn(path(stored).read_bytes()).small[side]


def clean_name(name: str) -> str:
    """The file's own name as data: no folders, no control or direction marks, of a length that every system takes."""
    name = clean_line(name.replace("\\", "/").rpartition("/")[2])
    name = _NOT_IN_NAMES.sub("_", name).lstrip(". ")
    suffix = PurePosixPath(name).suffix[:10]
    return f"{name.removesuffix(suffix)[: _NAME_LENGTH - len(suffix)].rstrip()}{suffix}" or "file"


def _place(stored: StoredFile) -> str:
    """Two letters of the random name make a folder, so that none grows too large."""
    return f"{str(stored.id)[:2]}/{stored.id}"


def _small_place(stored: StoredFile, side: int) -> str:
    return f"{_place(stored)}.{side}.webp"


def _places(stored: StoredFile) -> Iterator[str]:
    yield _place(stored)
    yield from (_small_place(stored, side) for side in pictures.SIDES)


# --- what is taken ---


def check_size(size: int, name: str, limit: int = LIMIT) -> None:
    """Refuse what is empty or larger than `limit` bytes."""
    if not size:
        raise BadInput(_("“%(name)s” is empty.") % {"name": name})
    if size > limit:
        raise BadInput(
            _("“%(name)s” has %(size)s MB; at most %(limit)s MB are taken. Make it smaller or split it.")
            % {"name": name, "size": format_number(-(-size // 2**20)), "limit": format_number(limit // 2**20)}
        )


def check_extension(name: str, allowed: Iterable[str] = ATTACHMENTS) -> str:
    """The extension of the name, when it is one of the allowed."""
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    if extension not in allowed:
        raise BadInput(
            _("“%(name)s” is of a kind that is not taken here. Send one of these: %(kinds)s.")
            % {"name": name, "kinds": ", ".join(allowed)}
        )
    return extension


def _check_kind(uploaded: File, name: str, allowed: list[str]) -> str:
    """The extension that the content is of, once name and content agree on an allowed kind.

    Between kinds of photographs the name decides nothing: phones rename, and the picture is drawn anew.
    """
    extension = check_extension(name, allowed)
    alike = [kind for kind in PHOTOS if kind in allowed] if extension in PHOTOS else []
    for kind in [extension, *alike]:
        if _is(uploaded, name, kind):
            return kind
    raise BadInput(
        _("“%(name)s” is not what its name says: inside it is %(found)s. Open it in its program and save it again.")
        % {"name": name, "found": _guess(uploaded)}
    )


def _is(uploaded: File, name: str, kind: str) -> bool:
    uploaded.seek(0)
    try:
        return KINDS[kind].is_inside(cast(BinaryIO, uploaded.file))
    except BadInput as why:
        raise BadInput(f"“{name}”: {why}") from None


def _guess(uploaded: File) -> str:
    """What the content most probably is, for the sentence only."""
    uploaded.seek(0)
    start = uploaded.read(HEAD)
    try:
        return in_words(start) or str(puremagic.from_string(start))
    except (puremagic.PureError, ValueError):
        return _("of an unknown kind")


def _digest(uploaded: File) -> str:
    uploaded.seek(0)
    digest = hashlib.sha256()
    for chunk in uploaded.chunks():
        digest.update(chunk)
    return digest.hexdigest()
