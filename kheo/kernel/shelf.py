"""Where files lie: in a folder of this machine (`folder`), or in an S3-compatible bucket (`bucket`, KHEO_FILES).

Both are Django storages that can do a little more: what the rest of the house asks of them is written here, once.
Decision: docs/decisions/0024-files-in-a-bucket.md.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, cast

from django.core.files.base import File
from django.core.files.storage import default_storage


@dataclass(frozen=True)
class Lying:
    """One thing that lies there. `size` in bytes; `at` is when it was written last."""

    key: str
    size: int
    at: datetime


class Shelf(Protocol):
    """What a place for files can do. Keys are like `ab/ab12…`, with one folder; they come from us, never from people.

    Everything may raise `TryLater` when the place gives no answer.
    """

    def open(self, name: str, mode: str = "rb") -> File:
        """The content, readable and seekable, in bytes. `FileNotFoundError` when there is none."""

    def save(self, name: str, content: File) -> str:
        """Keep a content under a key: whole, or not at all."""

    def delete(self, name: str) -> None:
        """Take it away. What is not there is no error."""

    def lying(self, start: str) -> Iterable[Lying]:
        """Everything whose key begins so: `ab/`, or `parts/` and more."""

    def room_for(self, size: int, name: str) -> AbstractContextManager[None]:
        """Around the writing of `size` bytes of a file called `name`: what is full becomes a sentence (`TryLater`)."""

    def settle(self, key: str) -> None:
        """Return when it would survive a power cut."""

    def on_this_machine(self, key: str) -> AbstractContextManager[Path]:
        """A path at which another program can read it, for as long as the block lasts."""


def shelf() -> Shelf:
    """The place of this installation."""
    return cast(Shelf, default_storage)
