"""Files in an S3-compatible bucket (KHEO_FILES), for web servers on several machines that share no disk.

Objects are private and never have an address that a browser could be sent to: our own views hand them out. What is
written is signed with its content, so the bucket itself refuses what was changed on the way. A bucket that does not
answer soon becomes a sentence (`TryLater`), and the log says why.
"""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from django.core.files.base import File
from django.utils.translation import gettext as _
from storages.backends.s3 import S3Storage
from storages.utils import clean_name
from urllib3.exceptions import HTTPError

from kheo.kernel.errors import TryLater
from kheo.kernel.shelf import Lying

REACHED, ANSWERED = 5, 20  # seconds: until somebody listens, and between two pieces of an answer
TRIES = 2
IN_MEMORY = 2**20  # bytes; larger ones wait on this machine's disk while they are handed on
AT_ONCE = 64 * 2**20  # bytes that go in one request: nearly every file, so that it is there whole or not at all
_FAILURES = (BotoCoreError, ClientError, HTTPClientError, Boto3Error, HTTPError, OSError)
_log = logging.getLogger(__name__)


class Bucket(S3Storage):
    """A `shelf.Shelf` in a bucket."""

    def __init__(self, **options: Any) -> None:
        fixed = {
            "security_token": None,  # nothing of the machine's own Amazon settings
            "session_profile": None,
            "object_parameters": {  # should the bucket ever be opened by mistake, browsers still show nothing
                "ContentType": "application/octet-stream",
                "ContentDisposition": "attachment",
                "CacheControl": "private, no-store",
            },
            "transfer_config": TransferConfig(multipart_threshold=AT_ONCE, use_threads=False),
            "client_config": _config(options.pop("addressing_style")),
        }
        super().__init__(**fixed | options)

    @property
    def bucket(self) -> Any:
        """Each thread its own: boto3's objects are not made to be shared."""
        return self.connection.Bucket(self.bucket_name)

    def url(self, *args: Any, **options: Any) -> str:
        """Never: whoever has an address of a file needs no permission."""
        raise ValueError("Files in the bucket have no address.")

    def lying(self, start: str) -> Iterator[Lying]:
        """As the bucket lists it, a thousand at a time."""
        prefix = f"{self.location.strip('/')}/".lstrip("/")
        with _answering():
            for each in self.bucket.objects.filter(Prefix=prefix + start):
                yield Lying(each.key.removeprefix(prefix), each.size, each.last_modified)

    @contextmanager
    def room_for(self, size: int, name: str) -> Iterator[None]:
        """Nobody knows how much room a bucket has; one that is full refuses the file, and nothing of it stays."""
        try:
            yield
        except TryLater as why:
            raise TryLater(
                _("“%(name)s” is not kept: the storage of files gives no answer. Try again in a few minutes.")
                % {"name": name}
            ) from why.__cause__

    def settle(self, key: str) -> None:
        """What the bucket has acknowledged is kept."""

    @contextmanager
    def on_this_machine(self, key: str) -> Iterator[Path]:
        """A copy, gone when the block ends."""
        with self.open(key) as content, tempfile.NamedTemporaryFile(prefix="kheo-") as copy:
            shutil.copyfileobj(content, copy)
            copy.flush()
            yield Path(copy.name)

    def delete(self, name: str) -> None:
        """Buckets do not tell whether there was anything."""
        with _answering():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Whether there is such a key."""
        with _answering():
            return bool(super().exists(name))

    def _save(self, name: str, content: File) -> str:
        with _answering():
            return str(super()._save(name, content))

    def _open(self, name: str, mode: str = "rb") -> File:
        """Fetched whole before anything is handed on, so that nobody gets half a file when the bucket falls silent."""
        key = self._normalize_name(clean_name(name))
        kept = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the File closes it
        try:
            with _answering():
                shutil.copyfileobj(self.bucket.Object(key).get()["Body"], kept)
        except BaseException:
            kept.close()
            raise
        kept.seek(0)
        return File(kept, name)


def _config(addressing_style: str) -> Config:
    """Checksums of Amazon's own making stay away where they are not demanded: not every bucket knows them."""
    return Config(
        s3={"addressing_style": addressing_style, "payload_signing_enabled": True},
        signature_version="s3v4",
        connect_timeout=REACHED,
        read_timeout=ANSWERED,
        retries={"total_max_attempts": TRIES, "mode": "standard"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


@contextmanager
def _answering() -> Iterator[None]:
    """Whatever the bucket or the way to it does wrong becomes one sentence; a key that is not there is no failure."""
    try:
        yield
    except _FAILURES as why:
        if isinstance(why, ClientError) and why.response.get("Error", {}).get("Code") in ("NoSuchKey", "404"):
            raise FileNotFoundError("There is no such object in the bucket.") from why
        _log.warning("The bucket of files gives no answer: %s", why)
        raise TryLater(
            _("The storage of files gives no answer, so the file cannot be fetched. Try again in a few minutes.")
        ) from why
