"""`kheo carry`: every file of the folder into the bucket, compared, as often as one likes."""

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from kheo.kernel import files, parts
from kheo.kernel.carrying import Carried, carry
from kheo.kernel.errors import NotNow
from kheo.kernel.folder import Folder
from kheo.kernel.models import PartialFile
from tests.kernel.photographs import photo
from tests.kernel.test_files import PDF

pytestmark = pytest.mark.django_db
NUMBER = "6b1f3a0e-6f0e-4a6e-9a55-0d5b1d3a7c11"


@pytest.fixture
def in_the_folder():
    """A paper, a photograph and the beginning of a large file, kept before there was a bucket."""
    paper, picture = (
        files.store(SimpleUploadedFile(name, content), by_id=None)
        for name, content in (("Kế hoạch.pdf", PDF), ("Sân.jpg", photo()))
    )
    parts.append("k", NUMBER, PDF[:20], offset=0, size=len(PDF), name="Biên bản.pdf")
    return paper, picture


@pytest.fixture
def moved(in_the_folder, bucket):
    return in_the_folder


def test_without_a_bucket_there_is_nowhere_to_carry_to(in_the_folder):
    with pytest.raises(NotNow, match="set KHEO_FILES"):
        carry(print)


def test_everything_goes_once_and_the_folder_stays(moved, bucket, capsys):
    paper, picture = moved
    kept_before = sorted(each for each in settings.MEDIA_ROOT.rglob("*") if each.is_file())
    call_command("carry")
    assert "Carried into the bucket: 6. There already: 0. Not carried: 0." in capsys.readouterr().out
    assert files.content(paper) == PDF
    assert len(list(bucket.lying(f"{str(picture.pk)[:2]}/{picture.pk}"))) == 4
    assert sorted(each for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()) == kept_before
    call_command("carry")
    assert "Carried into the bucket: 0. There already: 6. Not carried: 0." in capsys.readouterr().out


def test_a_file_that_was_begun_is_gone_on_with_in_the_bucket(moved):
    carry(print)
    parts.append("k", NUMBER, PDF[20:], offset=20, size=len(PDF), name="Biên bản.pdf")
    with parts.whole("k", NUMBER) as file:
        assert file.read() == PDF
    assert not PartialFile.objects.exists()


def test_what_is_damaged_or_missing_is_named_and_the_rest_goes_on_later(moved, bucket):
    paper, _photograph = moved
    key, shown = (next(files.places(each)) for each in moved)
    folder, told = Folder(location=settings.MEDIA_ROOT), []
    with folder.open(key, "wb") as damaged:
        damaged.write(b"x" * len(PDF))
    photograph = (settings.MEDIA_ROOT / shown).read_bytes()
    folder.delete(shown)
    assert carry(told.append) == Carried(carried=4, already=0, failed=2)
    assert sorted(told) == sorted(
        [
            f"{key} is not what was kept. Take it from a backup.",
            f"{shown} cannot be read in the folder. Take it from a backup.",
        ]
    )
    assert not bucket.exists(key)
    for place, content in ((key, PDF), (shown, photograph)):
        with folder.open(place, "wb") as mended:
            mended.write(content)
    assert carry(told.append) == Carried(carried=2, already=4, failed=0)
    assert files.content(paper) == PDF


def test_what_arrives_as_something_else_is_taken_away_again(moved, monkeypatch):
    shelf, told = storages["default"], []
    save = shelf.save
    monkeypatch.setattr(shelf, "save", lambda key, content: save(key, SimpleUploadedFile("x", b"something else")))
    assert carry(told.append).failed == 6
    assert told[0].endswith("arrived as something else. Run the command again.")
    assert not list(shelf.lying(""))
