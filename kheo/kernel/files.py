"""Files people give us: kept outside the web root under random names, handed out only as attachments.

Everything goes one way: name and size, what is inside, the virus scanner, and a picture is drawn anew (`pictures`).
Small pictures beside a photograph are ours, so pages may show them; the file itself is only ever handed out.

Where they lie is not said here: on the disk or in a bucket (`shelf`). `store` is called inside the transaction of a
verb. If that is rolled back, the file stays there under a name that no record knows: nobody can reach it, and `sweep`
takes it away.
"""

import contextlib
import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

import puremagic
from django.core.files.base import ContentFile, File
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
from kheo.kernel.shelf import shelf
from kheo.kernel.text import clean_line

ATTACHMENTS = ("pdf", "docx", "xlsx", *PHOTOS)
SHEETS = ("xlsx", "xls", "ods", "csv")
LIMIT = 20 * 2**20  # bytes
SMALL_KIND = "image/webp"
UNKNOWN_FOR = timedelta(days=1)  # a file that no record knows is taken away after it: a verb is long done by then
_NAME_LENGTH = 150
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')


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


# --- on the shelf ---


def _write(stored: StoredFile, content: File, small: dict[int, bytes]) -> None:
    """The file and its small pictures, or nothing of them."""
    need = content.size + sum(map(len, small.values()))
    with shelf().room_for(need, stored.name):
        try:
            content.seek(0)
            shelf().save(_place(stored), content)
            for side, shown in small.items():
                shelf().save(_small_place(stored, side), ContentFile(shown))
            shelf().settle(_place(stored))  # before the record says that we have it
        except (OSError, TryLater):
            _remove(places(stored))
            raise


def _remove(keys: Iterable[str]) -> None:
    """What cannot be taken away now lies there without a record, until a sweep finds it."""
    with contextlib.suppress(TryLater):
        for key in keys:
            shelf().delete(key)


def sweep() -> int:
    """Take away what no record knows and has lain for a day; the number of files. Every hour a part of the folders."""
    now = timezone.now()
    return sum(_sweep(f"{number:02x}/", now - UNKNOWN_FOR) for number in range(256) if number % 24 == now.hour)


def _sweep(folder: str, known_before: datetime) -> int:
    lying = [each.key for each in shelf().lying(folder) if each.at < known_before]
    ids = {key: key.removeprefix(folder).partition(".")[0] for key in lying}
    known = {str(pk) for pk in StoredFile.objects.filter(pk__in=_uuids(ids.values())).values_list("pk", flat=True)}
    unknown = [key for key in lying if ids[key] not in known]
    for key in unknown:
        shelf().delete(key)
    return len(unknown)


def _uuids(names: Iterable[str]) -> Iterator[uuid.UUID]:
    for name in names:
        with contextlib.suppress(ValueError):
            yield uuid.UUID(name)


def opened(stored: StoredFile) -> File:
    """The content, readable and seekable, in bytes; to be closed. `TryLater` when the storage gives no answer."""
    return shelf().open(_place(stored))


def content(stored: StoredFile) -> bytes:
    """The content whole."""
    return _read(_place(stored))


def on_this_machine(stored: StoredFile) -> AbstractContextManager[Path]:
    """A path at which another program can read the file, for as long as the block lasts."""
    return shelf().on_this_machine(_place(stored))


def _read(place: str) -> bytes:
    with shelf().open(place) as kept:
        return bytes(kept.read())


def discard(stored: StoredFile) -> None:
    """Remove a file that nobody refers to any more: its record now, its content when the transaction has succeeded."""
    keys = list(places(stored))
    stored.delete()
    transaction.on_commit(lambda: _remove(keys))


# --- handed out ---


def response(stored: StoredFile) -> FileResponse:
    """Hand the file out, never as a page of ours, whatever it claims to be (T12). The caller asks the permissions."""
    answer = FileResponse(opened(stored), as_attachment=True, filename=stored.name, content_type=stored.content_type)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def small_picture(stored: StoredFile, side: int, request: HttpRequest) -> HttpResponseBase:
    """One of the small pictures, which pages show. Browsers keep it and ask each time whether they still may."""
    answer = get_conditional_response(request, etag=f'"{stored.pk}-{side}"')
    if answer is None:
        try:
            answer = HttpResponse(_small(stored, side), content_type=SMALL_KIND)
        except TryLater as why:  # a page may show twenty of them: no message for each
            return HttpResponse(str(why), status=503, content_type="text/plain; charset=utf-8")
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["ETag"], answer["Cache-Control"] = f'"{stored.pk}-{side}"', "private, no-cache"
    return answer


def _small(stored: StoredFile, side: int) -> bytes:
    """The small picture that was kept; a photograph from before there were any is drawn when it is asked for."""
    try:
        return _read(_small_place(stored, side))
    except FileNotFoundError:
        if not stored.content_type.startswith("image/"):
            raise Http404 from None
        return pictures.drawn(content(stored)).small[side]


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


def places(stored: StoredFile) -> Iterator[str]:
    """The key of the file, then those that its small pictures have when it is a photograph."""
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
