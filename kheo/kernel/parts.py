"""Large files that come in parts over a weak net: each part is kept as it arrives, and the sender asks how far it got.

Each part lies for itself under its offset (`parts/<number of the file>.<offset>`), where every web server finds it,
outside everything that is handed out. Whole, it goes the way of every file (`files.store`).
Ages are technical times: the date of a demonstration does not move them.
"""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import IO

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.kernel import files
from kheo.kernel.errors import BadInput, NotNow, TryLater
from kheo.kernel.models import PartialFile
from kheo.kernel.shelf import shelf

MOST_UNFINISHED = 10  # of one owner: more are a mistake, or somebody who fills our disk
KEPT = timedelta(days=3)  # since the last part
PART = 4 * 2**20  # bytes of one part at most
FOLDER = "parts/"


def received(owner: str, client_id: uuid.UUID) -> int:
    """How many bytes of a file have arrived; none of one that was never begun."""
    return PartialFile.objects.filter(owner=owner, client_id=client_id).values_list("received", flat=True).first() or 0


@transaction.atomic
def append(owner: str, client_id: uuid.UUID, data: bytes, *, offset: int, size: int, name: str) -> int:
    """Keep a part that begins at `offset` of a file of `size` bytes, and return how many bytes we have now.

    A part that does not follow on what we have (a repeat, or one that overtook another) changes nothing: the sender
    goes on from the number that is returned. `BadInput` when the file will not be taken anyway.
    """
    name = files.clean_name(name)
    files.check_size(size, name)
    files.check_extension(name)
    partial = _locked(owner, client_id, name, size)
    if offset != partial.received or len(data) > PART or offset + len(data) > partial.size:
        return partial.received
    with shelf().room_for(size - offset, name):
        _write(_key(partial, offset), data)
    partial.received, partial.at = offset + len(data), timezone.now()
    partial.save(update_fields=["received", "at"])
    return partial.received


@contextmanager
def whole(owner: str, client_id: uuid.UUID) -> Iterator[File]:
    """The file whose parts have all come, for whoever stores it; its parts go when that succeeds.

    `NotNow` when some are still missing, `BadInput` when they do not make the file that was announced.
    """
    partial = PartialFile.objects.select_for_update().filter(owner=owner, client_id=client_id).first()
    if partial is None or partial.received != partial.size:
        raise NotNow(_("The file has not come whole yet."))
    with tempfile.SpooledTemporaryFile(max_size=PART) as joined:
        _join(partial, joined)
        yield File(joined, name=partial.name)
    _forget(partial)


def tidy() -> int:
    """Take away what was begun and not gone on with for days, and parts that no record knows; how many files it was."""
    long_ago = timezone.now() - KEPT
    old = list(PartialFile.objects.filter(at__lt=long_ago))
    for partial in old:
        _forget(partial)
    lying = [each.key for each in shelf().lying(FOLDER) if each.at < long_ago]
    known = {_start(each) for each in (*old, *PartialFile.objects.all())}
    unknown = [key for key in lying if key.partition(".")[0] not in known]
    for key in unknown:
        shelf().delete(key)
    return len(old) + len({key.partition(".")[0] for key in unknown})


def _locked(owner: str, client_id: uuid.UUID, name: str, size: int) -> PartialFile:
    """The record of the file, taken before anything is asked of it; made with the first part."""
    begun = PartialFile.objects.filter(owner=owner)
    if not begun.filter(client_id=client_id).exists() and begun.count() >= MOST_UNFINISHED:
        raise BadInput(_("Many large files were begun here and not finished. Wait until they are sent."))
    first = {"name": name, "size": size, "at": timezone.now()}
    PartialFile.objects.get_or_create(owner=owner, client_id=client_id, defaults=first)
    partial = PartialFile.objects.select_for_update().get(owner=owner, client_id=client_id)
    if partial.size != size:
        raise _changed(name)
    return partial


def _changed(name: str) -> BadInput:
    return BadInput(_("“%(name)s” has changed while it was sent. Choose it again.") % {"name": name})


def _start(partial: PartialFile) -> str:
    return f"{FOLDER}{partial.id}"


def _key(partial: PartialFile, offset: int) -> str:
    return f"{_start(partial)}.{offset:012}"


def _write(key: str, data: bytes) -> None:
    """A part that was written before and never acknowledged makes room for this one."""
    shelf().delete(key)
    shelf().save(key, ContentFile(data))
    shelf().settle(key)  # before we say that we have it


def _join(partial: PartialFile, into: IO[bytes]) -> None:
    """One part after the other; each begins where the one before ended."""
    try:
        while into.tell() < partial.size:
            with shelf().open(_key(partial, into.tell())) as part:
                shutil.copyfileobj(part, into)
    except FileNotFoundError:
        raise _changed(partial.name) from None
    if into.tell() != partial.size:
        raise _changed(partial.name)
    into.seek(0)


def _forget(partial: PartialFile) -> None:
    start = _start(partial)
    partial.delete()
    transaction.on_commit(lambda: _remove(start))


def _remove(start: str) -> None:
    """What cannot be taken away now is found by `tidy`."""
    with suppress(TryLater):
        for each in list(shelf().lying(start)):
            shelf().delete(each.key)
