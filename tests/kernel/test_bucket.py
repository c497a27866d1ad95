"""Files in a bucket: the same promises as in the folder, asked of a real S3 server on this machine."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils import timezone

from kheo.kernel import files, parts, pictures, tables
from kheo.kernel.checkup import Level
from kheo.kernel.checkup import bucket as bucket_check
from kheo.kernel.errors import TryLater
from kheo.kernel.models import PartialFile, StoredFile
from kheo.kernel.verifying import kept_files
from tests.kernel.photographs import photo
from tests.kernel.test_files import PDF

pytestmark = pytest.mark.django_db


def kept(name="Kế hoạch.pdf", content=PDF):
    return files.store(SimpleUploadedFile(name, content), by_id=None)


def lying(bucket):
    return {each.key for each in bucket.lying("")}


def test_a_file_is_kept_and_handed_out_byte_for_byte(bucket, settings):
    large = PDF[:-6] + bytes(range(256)) * 12_000 + b"\n%%EOF\n"  # waits on the disk while it is handed out
    stored = kept(content=large)
    assert lying(bucket) == {f"{str(stored.pk)[:2]}/{stored.pk}"}
    answer = files.response(stored)
    pieces = list(answer.streaming_content)
    answer.close()
    assert (b"".join(pieces), len(pieces) > 1) == (large, True)
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''K")
    assert (answer["X-Content-Type-Options"], answer["Content-Length"]) == ("nosniff", str(len(large)))
    assert not settings.MEDIA_ROOT.exists()


def test_an_object_has_no_address_and_would_open_in_no_browser(bucket):
    stored = kept()
    [key] = lying(bucket)
    with pytest.raises(ValueError, match="no address"):
        bucket.url(key)
    head = bucket.bucket.Object(f"{bucket.location}/{key}").get()
    head["Body"].close()
    assert (head["ContentType"], head["ContentDisposition"]) == ("application/octet-stream", "attachment")
    assert stored.content_type == "application/pdf"


def test_small_pictures_lie_there_too_and_go_with_the_photograph(bucket, django_capture_on_commit_callbacks):
    stored = kept("Sân.jpg", photo())
    assert len(lying(bucket)) == 4
    for side in pictures.SIDES:
        assert files.small_picture(stored, side, RequestFactory().get("/")).content[8:12] == b"WEBP"
    bucket.delete(f"{str(stored.pk)[:2]}/{stored.pk}.320.webp")
    assert files.small_picture(stored, 320, RequestFactory().get("/")).content[8:12] == b"WEBP"  # drawn when asked for
    with django_capture_on_commit_callbacks(execute=True):
        files.discard(stored)
    assert lying(bucket) == set()


def test_programs_that_need_a_path_get_a_copy_that_goes(bucket):
    listed = SimpleUploadedFile("đơn vị.csv", "code,name\nYG,Yên Giang\n".encode())
    stored = files.store(listed, by_id=None, allowed=files.SHEETS)
    with files.on_this_machine(stored) as place, tables.opened(place, stored.name) as table:
        assert list(table.rows()) == [(1, ["code", "name"]), (2, ["YG", "Yên Giang"])]
    assert not place.exists()


@pytest.mark.parametrize("name", ["../../x.pdf", "..\\..\\x.pdf", "/etc/x.pdf", "parts/x.pdf"])
def test_whatever_the_name_the_key_is_ours(bucket, name):
    file = SimpleUploadedFile("x.pdf", PDF)
    file._name = name  # past Django's own cleaning
    stored = files.store(file, by_id=None)
    assert lying(bucket) == {f"{str(stored.pk)[:2]}/{stored.pk}"}
    for act in (bucket.open, bucket.delete, lambda key: bucket.save(key, ContentFile(b"x"))):
        with pytest.raises(SuspiciousOperation):
            act("../outside")


def test_parts_sent_to_several_web_servers_become_one_file(bucket, django_capture_on_commit_callbacks):
    """Nothing of a part is kept on the machine that took it."""
    number, paper = uuid.uuid4(), PDF[:-6] + bytes(range(256)) * 40 + b"\n%%EOF\n"
    for offset in range(0, len(paper), 3000):
        parts.append("k", number, paper[offset : offset + 3000], offset=offset, size=len(paper), name="Biên bản.pdf")
    never_acknowledged = f"parts/{PartialFile.objects.get().pk}.{len(paper):012}"
    bucket.save(never_acknowledged, ContentFile(b"x"))
    with django_capture_on_commit_callbacks(execute=True), parts.whole("k", number) as file:
        stored = files.store(file, by_id=None)
    assert files.content(stored) == paper
    assert lying(bucket) == {f"{str(stored.pk)[:2]}/{stored.pk}"}


def test_what_no_record_knows_is_swept_away_after_a_day(bucket, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    folder = f"{now.hour:02x}"  # whose turn it is
    ours, unknown = (uuid.UUID(f"{folder}000000-0000-4000-8000-00000000000{n}") for n in (1, 2))
    StoredFile.objects.create(id=ours, name="x.pdf", content_type="application/pdf", size=1, sha256="", at=now)
    for name in (ours, unknown, f"{unknown}.320.webp"):
        bucket.save(f"{folder}/{name}", ContentFile(b"x"))
    assert files.sweep() == 0
    monkeypatch.setattr(files, "UNKNOWN_FOR", -timedelta(minutes=1))
    assert files.sweep() == 2
    assert lying(bucket) == {f"{folder}/{ours}"}


def test_verify_reads_every_object(bucket):
    stored = kept()
    assert [finding.level for finding in kept_files()] == [Level.WELL]
    [key] = lying(bucket)
    bucket.save(key, ContentFile(b"something else"))
    [finding] = kept_files()
    assert finding.sentence.startswith(f"The file “Kế hoạch.pdf” ({stored.pk}) is not what was kept")
    bucket.delete(key)
    [finding] = kept_files()
    assert "cannot be read" in finding.sentence


def test_a_server_that_dies_leaves_no_record_and_the_same_works_later(s3, bucket):
    stored = kept("Trước.pdf")
    s3.kill()
    try:
        with pytest.raises(TryLater, match="“Kế hoạch.pdf” is not kept: the storage of files gives no answer"):
            kept()
        with pytest.raises(TryLater, match="cannot be fetched. Try again"):
            files.response(stored)
        small = files.small_picture(stored, 320, RequestFactory().get("/"))
        assert (small.status_code, "gives no answer" in small.text) == (503, True)
        with pytest.raises(TryLater):
            parts.append("k", uuid.uuid4(), PDF, offset=0, size=len(PDF), name="x.pdf")
        with pytest.raises(TryLater):  # that says nothing about any file
            list(kept_files())
        [finding] = bucket_check()
        assert (finding.level, "cannot be written: Could not connect" in finding.sentence) == (Level.WRONG, True)
        assert [each.name for each in StoredFile.objects.all()] == ["Trước.pdf"]
        assert not PartialFile.objects.exists()
    finally:
        s3.start_again()
        s3.wait_for(bucket.connection.meta.client)
    assert files.content(kept()) == files.content(stored) == PDF


def test_dying_in_the_middle_of_a_photograph_keeps_nothing_of_it(bucket, monkeypatch):
    save, written = bucket.save, []

    def until_it_dies(key, content):
        if len(written) == 2:
            raise TryLater("The storage of files gives no answer.")
        written.append(save(key, content))

    monkeypatch.setattr(bucket, "save", until_it_dies)
    with pytest.raises(TryLater, match="is not kept"):
        kept("Sân.jpg", photo())
    assert (len(written), lying(bucket), StoredFile.objects.count()) == (2, set(), 0)


def test_the_doctor_says_whether_it_can_be_written_read_and_deleted(bucket, settings, s3):
    [finding] = bucket_check()
    assert finding.level is Level.WELL
    assert finding.sentence.startswith(f"The bucket kheo at {s3.endpoint} can be written, read and deleted from")
    assert lying(bucket) == set()
    wrong = settings.STORAGES["default"]["OPTIONS"] | {"secret_key": "another"}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": wrong}}
    [finding] = bucket_check()
    assert finding.level is Level.WRONG
    assert "cannot be written" in finding.sentence
    assert "another" not in finding.sentence
