"""Files people give us: kept outside the web root under random names, handed out only as attachments.

`store` is called inside the transaction of a verb. If that is rolled back, the file stays on the disk under a name that
no record knows: it costs room, and nobody can reach it.
"""

import hashlib
import os
import re
import uuid
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

import puremagic
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext as _

from kheo.kernel import clock
from kheo.kernel.errors import BadInput
from kheo.kernel.filekinds import HEAD, KINDS, in_words
from kheo.kernel.models import StoredFile
from kheo.kernel.quantities import format_number
from kheo.kernel.text import clean_line

ATTACHMENTS = ("pdf", "docx", "xlsx", "jpg", "jpeg", "png")
SHEETS = ("xlsx", "xls", "ods", "csv")
LIMIT = 20 * 2**20  # bytes
_NAME_LENGTH = 150
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')


def store(uploaded: File, *, by_id: int | None, allowed: Iterable[str] = ATTACHMENTS, limit: int = LIMIT) -> StoredFile:
    """Keep an uploaded file and return its record.

    `allowed` are extensions; name and content must both be of one of them. `limit` is in bytes. Raises `BadInput` with
    a sentence that says what is wrong with the file and what to do.
    """
    name = clean_name(uploaded.name or "")
    _check_size(uploaded, name, limit)
    kind = _check_kind(uploaded, name, list(allowed))
    stored = StoredFile(
        id=uuid.uuid4(), name=name, content_type=kind, size=uploaded.size, sha256=_digest(uploaded), by_id=by_id,
        at=clock.now(),
    )  # fmt: skip
    uploaded.seek(0)
    default_storage.save(_place(stored), uploaded)
    with path(stored).open("rb") as written:
        os.fsync(written.fileno())  # before the record says that we have it
    stored.save(force_insert=True)
    return stored


def path(stored: StoredFile) -> Path:
    """Where the file lies on this machine."""
    return Path(default_storage.path(_place(stored)))


def discard(stored: StoredFile) -> None:
    """Remove a file that nobody refers to any more: its record now, its content when the transaction has succeeded."""
    place = _place(stored)
    stored.delete()
    transaction.on_commit(lambda: default_storage.delete(place))


def response(stored: StoredFile) -> FileResponse:
    """Hand the file out, never as a page of ours, whatever it claims to be (T12). The caller asks the permissions."""
    answer = FileResponse(
        path(stored).open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def clean_name(name: str) -> str:
    """The file's own name as data: no folders, no control or direction marks, of a length that every system takes."""
    name = clean_line(name.replace("\\", "/").rpartition("/")[2])
    name = _NOT_IN_NAMES.sub("_", name).lstrip(". ")
    suffix = PurePosixPath(name).suffix[:10]
    return f"{name.removesuffix(suffix)[: _NAME_LENGTH - len(suffix)].rstrip()}{suffix}" or "file"


def _place(stored: StoredFile) -> str:
    """Two letters of the random name make a folder, so that none grows too large."""
    return f"{str(stored.id)[:2]}/{stored.id}"


def _check_size(uploaded: File, name: str, limit: int) -> None:
    if not uploaded.size:
        raise BadInput(_("“%(name)s” is empty.") % {"name": name})
    if uploaded.size > limit:
        raise BadInput(
            _("“%(name)s” has %(size)s MB; at most %(limit)s MB are taken. Make it smaller or split it.")
            % {"name": name, "size": format_number(-(-uploaded.size // 2**20)), "limit": format_number(limit // 2**20)}
        )


def _check_kind(uploaded: File, name: str, allowed: list[str]) -> str:
    """The content type of the file, once its name and its content agree on an allowed kind."""
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    if extension not in allowed:
        raise BadInput(
            _("“%(name)s” is of a kind that is not taken here. Send one of these: %(kinds)s.")
            % {"name": name, "kinds": ", ".join(allowed)}
        )
    uploaded.seek(0)
    try:
        agrees = KINDS[extension].is_inside(cast(BinaryIO, uploaded.file))
    except BadInput as why:
        raise BadInput(f"“{name}”: {why}") from None
    if not agrees:
        raise BadInput(
            _("“%(name)s” is not what its name says: inside it is %(found)s. Open it in its program and save it again.")
            % {"name": name, "found": _guess(uploaded)}
        )
    return KINDS[extension].content_type


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
