"""Carries the files of this machine's folder into the bucket of KHEO_FILES, once, when an installation grows.

Safe to stop and to run again: what lies in the bucket with the right size is left alone. Each file is compared with
the sha256 of its record before it goes, and what came to lie in the bucket is read back and compared again. The folder
is only read. The sentences are for the keeper of the machine, so in English.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings

from kheo.kernel import files, parts
from kheo.kernel.errors import NotNow
from kheo.kernel.folder import Folder
from kheo.kernel.models import StoredFile
from kheo.kernel.shelf import Shelf, shelf

CHUNK = 2**20  # bytes


@dataclass
class Carried:
    """How many files went over, lay there already, or could not be carried; with small pictures and parts."""

    carried: int = 0
    already: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return f"Carried into the bucket: {self.carried}. There already: {self.already}. Not carried: {self.failed}."


def carry(tell: Callable[[str], object]) -> Carried:
    """Carry everything over; `tell` hears a sentence about each file that could not be. `NotNow` without a bucket."""
    if isinstance(shelf(), Folder):
        raise NotNow("There is no bucket to carry files into: set KHEO_FILES, KHEO_FILES_KEY and KHEO_FILES_SECRET.")
    source, counts = Folder(location=settings.MEDIA_ROOT), Carried()
    for folder in [*(f"{number:02x}/" for number in range(256)), parts.FOLDER]:
        sizes = {each.key: each.size for each in source.lying(folder)}
        wanted = list(_wanted(folder, set(sizes)))
        there = {each.key: each.size for each in shelf().lying(folder)} if wanted else {}
        for key, sha256 in wanted:
            if key in there and there[key] == sizes.get(key, there[key]):
                counts.already += 1
            elif fault := _carry(source, key, sha256):
                counts.failed += 1
                tell(f"{key} {fault}")
            else:
                counts.carried += 1
    return counts


def _wanted(folder: str, lying: set[str]) -> Iterator[tuple[str, str]]:
    """The keys in a folder that records know, with the sha256 where there is one."""
    if folder == parts.FOLDER:
        yield from ((key, "") for key in sorted(lying))
        return
    first = f"{folder[:2]}000000-0000-0000-0000-000000000000", f"{folder[:2]}ffffff-ffff-ffff-ffff-ffffffffffff"
    records = StoredFile.objects.filter(pk__range=first).order_by("pk")
    for stored in records.iterator(chunk_size=500):
        whole, *small = files.places(stored)
        yield whole, stored.sha256
        yield from ((key, "") for key in small if key in lying)


def _carry(source: Shelf, key: str, sha256: str) -> str:
    """What is wrong with it; nothing when it has arrived."""
    try:
        found = _digest(source, key)
    except OSError:
        return "cannot be read in the folder. Take it from a backup."
    if sha256 and found != sha256:
        return "is not what was kept. Take it from a backup."
    with source.open(key) as content:
        shelf().save(key, content)
    if _digest(shelf(), key) != found:
        shelf().delete(key)
        return "arrived as something else. Run the command again."
    return ""


def _digest(place: Shelf, key: str) -> str:
    digest = hashlib.sha256()
    with place.open(key) as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
