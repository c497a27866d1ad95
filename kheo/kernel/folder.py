"""Files in a folder of this machine, outside the web root: how it is unless KHEO_FILES names a bucket."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext as _

from kheo.kernel.errors import TryLater
from kheo.kernel.shelf import Lying

KEPT_FREE = 500 * 2**20  # bytes of the disk that no file of ours takes: the database may lie on the same one
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Folder(FileSystemStorage):
    """A `shelf.Shelf` on the disk."""

    def lying(self, start: str) -> Iterator[Lying]:
        """Read from the disk; a folder that is not there holds nothing."""
        inside, _slash, beginning = start.rpartition("/")
        folder = Path(self.path(inside))
        for each in folder.iterdir() if folder.is_dir() else ():
            if each.name.startswith(beginning):
                told = each.stat()
                yield Lying(f"{inside}/{each.name}", told.st_size, datetime.fromtimestamp(told.st_mtime, UTC))

    @contextmanager
    def room_for(self, size: int, name: str) -> Iterator[None]:
        """A full disk becomes a sentence, and is not filled to the brim."""
        media = Path(self.location)
        media.mkdir(parents=True, exist_ok=True, mode=0o700)
        if shutil.disk_usage(media).free - size < KEPT_FREE:
            raise TryLater(_no_room(name))
        try:
            yield
        except OSError as why:
            if why.errno in _NO_ROOM:
                raise TryLater(_no_room(name)) from why
            raise

    def settle(self, key: str) -> None:
        """On the disk itself, not in the memory of the operating system."""
        with Path(self.path(key)).open("rb") as written:
            os.fsync(written.fileno())

    @contextmanager
    def on_this_machine(self, key: str) -> Iterator[Path]:
        """It is."""
        yield Path(self.path(key))


def _no_room(name: str) -> str:
    sentence = _("“%(name)s” is not kept: the server's disk is full. Tell whoever keeps it, then send the file again.")
    return sentence % {"name": name}
