"""What happens to a file between the door and the disk: photographs, the scanner, a full disk, what nobody knows."""

import errno
import os
import socketserver
import sys
import threading
import time
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils import timezone

from kheo.kernel import files, folder, pictures
from kheo.kernel.errors import BadInput, TryLater
from kheo.kernel.files import Told
from kheo.kernel.models import Picture, StoredFile
from tests.kernel.photographs import exif, photo
from tests.kernel.test_files import PDF, in_the_folder
from tests.lying import place_of

pytestmark = pytest.mark.django_db


def kept(name="Sân nhà văn hóa.jpg", content=None, **more):
    return files.store(SimpleUploadedFile(name, content or photo()), by_id=None, **more)


# --- photographs ---


@pytest.mark.parametrize(
    ("name", "kind", "as_name"),
    [
        ("IMG_0915.HEIC", "HEIF", "IMG_0915.jpg"),
        ("anh.webp", "WEBP", "anh.jpg"),
        ("sân.png", "PNG", "sân.png"),
        ("iphone đổi tên.jpg", "HEIF", "iphone đổi tên.jpg"),
        ("Ảnh.JPEG", "PNG", "Ảnh.png"),
    ],
)
def test_a_photograph_is_kept_as_what_it_was_drawn_as(name, kind, as_name):
    stored = kept(name, photo(kind=kind))
    assert stored.name == as_name
    assert stored.content_type == f"image/{'png' if as_name.endswith('png') else 'jpeg'}"
    assert (stored.picture.width, stored.picture.height) == (640, 480)
    assert stored.size == place_of(stored).stat().st_size


def test_the_place_is_kept_only_on_a_yes_and_never_in_the_file():
    sent = photo(exif=exif(place=True))
    without, with_ = kept(content=sent), kept(content=sent, told=Told(keep_place=True))
    assert (without.picture.latitude, without.picture.longitude) == (None, None)
    assert [str(with_.picture.latitude), str(with_.picture.longitude)] == ["20.93522", "106.80011"]
    assert b"Exif" not in files.content(with_)
    assert f"{timezone.localtime(without.picture.taken_at):%d/%m/%Y}" == "15/10/2024"


def test_what_the_phone_tells_counts_where_the_file_says_nothing_any_more():
    at = timezone.now()
    told = kept(told=Told(at, (20.9, 106.8), keep_place=True)).picture
    refused = kept(told=Told(at, (20.9, 106.8))).picture
    assert (told.taken_at, str(told.latitude)) == (at, "20.90000")
    assert (refused.taken_at, refused.latitude) == (at, None)


@pytest.mark.parametrize("side", pictures.SIDES)
def test_small_pictures_are_ours_and_shown_so_that_nothing_in_them_can_run(side):
    stored, asked = kept(), RequestFactory().get("/")
    answer = files.small_picture(stored, side, asked)
    assert answer.content[8:12] == b"WEBP"
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Content-Disposition" not in answer
    again = files.small_picture(stored, side, RequestFactory().get("/", headers={"If-None-Match": answer["ETag"]}))
    assert (again.status_code, again["Cache-Control"]) == (304, "private, no-cache")


def test_what_follows_the_picture_in_its_file_is_gone():
    """A photograph that is a web page too: the page is not drawn."""
    stored = kept(content=photo() + b"<html><script>alert(1)</script>")
    assert b"script" not in files.content(stored)


def test_discarding_takes_the_small_ones_too(django_capture_on_commit_callbacks):
    before = in_the_folder()
    stored = kept()
    assert len(in_the_folder() - before) == 4
    with django_capture_on_commit_callbacks(execute=True):
        files.discard(stored)
    assert in_the_folder() == before
    assert not Picture.objects.exists()


# --- the disk ---


def test_a_full_disk_is_told_and_nothing_of_the_file_stays(monkeypatch):
    before, write, written = in_the_folder(), default_storage.save, []

    def until_it_is_full(place, content):
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(write(place, content))

    monkeypatch.setattr(default_storage, "save", until_it_is_full)
    with pytest.raises(TryLater, match="disk is full"):
        kept()
    assert len(written) == 2
    assert in_the_folder() == before
    assert not StoredFile.objects.exists()


def test_the_disk_is_not_filled_to_the_brim(monkeypatch):
    monkeypatch.setattr(folder, "KEPT_FREE", 2**60)
    with pytest.raises(TryLater, match="send the file again"):
        kept("Tờ trình.pdf", PDF)


def test_what_no_record_knows_is_swept_away_after_a_day(settings, tmp_path):
    """Each hour a part of the folders: in a day every one has had its turn."""
    settings.MEDIA_ROOT = tmp_path
    kept()
    ours = [each for each in tmp_path.rglob("*") if each.is_file()]
    unknown = [tmp_path / "ab" / f"ab000000-0000-4000-8000-00000000000{n}" for n in (1, 2)]
    unknown.append(Path(f"{unknown[0]}.320.webp"))
    unknown[0].parent.mkdir(exist_ok=True)
    for place in unknown:
        place.write_bytes(b"x")
    for place in (unknown[0], unknown[2], *ours):
        os.utime(place, (time.time() - 2 * 86_400,) * 2)
    swept = []
    for hour in range(24):
        with time_machine.travel(timezone.now().replace(hour=hour), tick=False):
            swept.append(files.sweep())
    assert max(swept) == 2
    assert sum(swept) == 2
    assert unknown[1].exists()
    assert all(place.exists() for place in ours)


# --- the scanner ---

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
COMMAND = f"{sys.executable} -c 'import sys; sys.exit(b\"EICAR\" in sys.stdin.buffer.read())'"


class Clamd(socketserver.BaseRequestHandler):
    """As much of ClamAV's server as one file needs."""

    def handle(self):
        line = self.request.makefile("rb")
        assert line.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(line.read(4)):
            content += line.read(length)
        self.request.sendall(b"stream: Eicar-Test FOUND\0" if b"EICAR" in content else b"stream: OK\0")


@pytest.fixture(params=["command", "clamd by port", "clamd by socket"])
def scanner(request, settings, tmp_path):
    if request.param == "command":
        settings.KHEO_SCANNER = COMMAND
        yield
        return
    if request.param == "clamd by port":
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)
        settings.KHEO_SCANNER = f"clamd:127.0.0.1:{server.server_address[1]}"
    else:
        server = socketserver.ThreadingUnixStreamServer(str(tmp_path / "clamd"), Clamd)
        settings.KHEO_SCANNER = f"clamd:{tmp_path / 'clamd'}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_scanner_lets_in_what_is_clean_and_keeps_nothing_of_the_rest(scanner):
    assert kept("Tờ trình.pdf", PDF).size == len(PDF)
    before = in_the_folder()
    with pytest.raises(BadInput, match="found something harmful") as refusal:
        kept("Tờ trình.pdf", b"%PDF-1.4\n" + EICAR + b"\n%%EOF\n")
    assert not isinstance(refusal.value, TryLater)
    assert in_the_folder() == before


@pytest.mark.parametrize(
    "scanner", ["clamd:/nowhere/clamd.ctl", "clamd:127.0.0.1:1", "no-such-scanner -", "sh -c 'exit 2'"]
)
def test_while_the_scanner_gives_no_answer_nothing_is_kept(settings, scanner):
    settings.KHEO_SCANNER = scanner
    with pytest.raises(TryLater, match="the virus scanner gives no answer"):
        kept("Tờ trình.pdf", PDF)
    assert not StoredFile.objects.exists()


def test_without_the_setting_nobody_is_asked():
    assert settings.KHEO_SCANNER == ""
