"""The kernel's tests look into the folder of files whole: each has one of its own."""

import pytest


@pytest.fixture(autouse=True)
def _files_of_this_test_alone(settings, tmp_path):
    """Workers and browsers beside us keep files in the common folder while we look."""
    settings.MEDIA_ROOT = tmp_path / "files"
