"""Large files that come in parts over a weak net: each part is kept as it arrives, and the sender asks how far it got.

The parts lie in one file, outside everything that is handed out. Whole, it goes the way of every file (`files.store`).
Ages are technical times: the date of a demonstration does not move them.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.kernel import files
from kheo.kernel.errors import BadInput, NotNow
from kheo.kernel.models import PartialFile

MOST_UNFINISHED = 10  # of one owner: more are a mistake, or somebody who fills our disk
KEPT = timedelta(days=3)  # since the last part
PART = 4 * 2**20  # bytes of one part at most


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
    with files.room_for(size - offset, name):
        _write(path(partial), data, offset)
    partial.received, partial.at = offset + len(data), timezone.now()
    partial.save(update_fields=["received", "at"])
    return partial.received


@contextmanager
def whole(owner: str, client_id: uuid.UUID) -> Iterator[File]:
    """The file whose parts have all come, for whoever stores it; its parts go when that succeeds.

    `NotNow` when some are still missing.
    """
    partial = PartialFile.objects.select_for_update().filter(owner=owner, client_id=client_id).first()
    if partial is None or partial.received != partial.size:
        raise NotNow(_("The file has not come whole yet."))
    with path(partial).open("rb") as kept:
        yield File(kept, name=partial.name)
    _forget(partial)


def tidy() -> int:
    """Take away what was begun and not gone on with for days; how many files it was."""
    old = list(PartialFile.objects.filter(at__lt=timezone.now() - KEPT))
    for partial in old:
        _forget(partial)
    return len(old)


def path(partial: PartialFile) -> Path:
    """Where the parts lie on this machine."""
    return Path(settings.MEDIA_ROOT) / "parts" / str(partial.id)


def _locked(owner: str, client_id: uuid.UUID, name: str, size: int) -> PartialFile:
    """The record of the file, taken before anything is asked of it; made with the first part."""
    begun = PartialFile.objects.filter(owner=owner)
    if not begun.filter(client_id=client_id).exists() and begun.count() >= MOST_UNFINISHED:
        raise BadInput(_("Many large files were begun here and not finished. Wait until they are sent."))
    first = {"name": name, "size": size, "at": timezone.now()}
    PartialFile.objects.get_or_create(owner=owner, client_id=client_id, defaults=first)
    partial = PartialFile.objects.select_for_update().get(owner=owner, client_id=client_id)
    if partial.size != size:
        raise BadInput(_("“%(name)s” has changed while it was sent. Choose it again.") % {"name": name})
    return partial


def _write(place: Path, data: bytes, offset: int) -> None:
    """What lies behind `offset` from a part that was cut off is written over."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as kept:
        kept.seek(offset)
        kept.write(data)
        kept.flush()
        os.fsync(kept.fileno())  # before we say that we have it


def _forget(partial: PartialFile) -> None:
    place = path(partial)
    partial.delete()
    transaction.on_commit(lambda: place.unlink(missing_ok=True))
