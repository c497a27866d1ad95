"""Where a kept file lies on the disk, for tests that look there, or damage it."""

from pathlib import Path

from django.core.files.storage import default_storage

from kheo.kernel import files


def place_of(stored):
    return Path(default_storage.path(next(files.places(stored))))
