"""Large files come in parts: what arrived is kept, a repeat changes nothing, and what is never finished goes."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from kheo.kernel import files, folder, parts
from kheo.kernel.errors import BadInput, NotNow, TryLater
from kheo.kernel.models import PartialFile
from kheo.kernel.shelf import shelf

pytestmark = pytest.mark.django_db
OWNER = "registration 7 of person 1"
PAPER = b"%PDF-1.4\n" + bytes(range(256)) * 40 + b"\n%%EOF\n"


@pytest.fixture
def client_id():
    return uuid.uuid4()


def send(client_id, offset, data, **more):
    told = {"size": len(PAPER), "name": "Biên bản.pdf"} | more
    return parts.append(OWNER, client_id, data, offset=offset, **told)


def lying(partial):
    """What lies of a file, by the offset at which each part begins."""
    found = sorted(each.key for each in shelf().lying(f"parts/{partial.pk}"))
    return {int(key.rpartition(".")[2]): _read(key) for key in found}


def _read(key):
    with default_storage.open(key) as part:
        return part.read()


def test_parts_become_the_file_that_was_sent(client_id):
    for offset in range(0, len(PAPER), 1000):
        assert parts.received(OWNER, client_id) == offset
        send(client_id, offset, PAPER[offset : offset + 1000])
    with parts.whole(OWNER, client_id) as file:
        stored = files.store(file, by_id=None)
    assert (files.content(stored), stored.name) == (PAPER, "Biên bản.pdf")
    assert not PartialFile.objects.exists()


@pytest.mark.parametrize("tenth", range(1, 10))
def test_cut_at_every_tenth_it_goes_on_from_there(client_id, tenth):
    """What was written behind what we had acknowledged is written over."""
    cut = len(PAPER) * tenth // 10
    assert send(client_id, 0, PAPER[:cut]) == cut
    half_a_part = f"parts/{PartialFile.objects.get().pk}.{cut:012}"
    default_storage.save(half_a_part, ContentFile(b"half of a part that was never acknowledged"))
    assert send(client_id, cut, PAPER[cut:]) == len(PAPER)
    with parts.whole(OWNER, client_id) as file:
        assert file.read(len(PAPER)) == PAPER


def test_a_repeat_and_one_that_overtakes_change_nothing(client_id):
    assert send(client_id, 0, PAPER[:500]) == 500
    assert send(client_id, 0, b"#" * 500) == 500
    assert send(client_id, 900, PAPER[900:]) == 500
    assert send(client_id, 500, PAPER[500:] + b"more than was announced") == 500
    assert lying(PartialFile.objects.get()) == {0: PAPER[:500]}


def test_it_is_not_handed_on_before_it_is_whole(client_id):
    send(client_id, 0, PAPER[:500])
    with pytest.raises(NotNow, match="has not come whole yet"), parts.whole(OWNER, client_id):
        pass


def test_nobody_goes_on_with_the_file_of_another(client_id):
    send(client_id, 0, PAPER[:500])
    assert parts.received("handoff 3", client_id) == 0
    with pytest.raises(NotNow), parts.whole("handoff 3", client_id):
        pass


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"name": "phim.exe"}, "of a kind that is not taken"),
        ({"size": files.LIMIT + 1}, "at most 20 MB"),
        ({"size": 0}, "is empty"),
    ],
)
def test_what_will_not_be_taken_is_refused_with_its_first_part(client_id, more, sentence):
    with pytest.raises(BadInput, match=sentence):
        send(client_id, 0, PAPER[:500], **more)
    assert not PartialFile.objects.exists()


def test_a_full_disk_is_told_before_anything_is_written(client_id, monkeypatch):
    monkeypatch.setattr(folder, "KEPT_FREE", 2**60)
    with pytest.raises(TryLater, match="disk is full"):
        send(client_id, 0, PAPER[:500])


def test_another_file_under_the_same_number_is_not_mixed_in(client_id):
    send(client_id, 0, PAPER[:500])
    with pytest.raises(BadInput, match="has changed"):
        send(client_id, 500, PAPER[500:], size=len(PAPER) + 1)


def test_nobody_fills_the_disk_with_beginnings(client_id):
    for _ in range(parts.MOST_UNFINISHED):
        send(uuid.uuid4(), 0, PAPER[:10])
    with pytest.raises(BadInput, match="not finished"):
        send(client_id, 0, PAPER[:10])


def test_what_was_not_gone_on_with_for_days_is_tidied_away(client_id, django_capture_on_commit_callbacks):
    send(client_id, 0, PAPER[:500])
    send(uuid.uuid4(), 0, PAPER[:500])
    old = PartialFile.objects.get(client_id=client_id)
    PartialFile.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=4))
    assert lying(old) == {0: PAPER[:500]}
    with django_capture_on_commit_callbacks(execute=True):
        assert parts.tidy() == 1
    assert lying(old) == {}
    assert PartialFile.objects.count() == 1


def test_parts_that_no_record_knows_are_tidied_away_too(client_id):
    """The first part was kept, then its request was cut off and its record with it."""
    send(client_id, 0, PAPER[:500])
    unknown = f"parts/{uuid.uuid4()}.{0:012}"
    default_storage.save(unknown, ContentFile(PAPER[:500]))
    assert parts.tidy() == 0
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert parts.tidy() == 0
    PartialFile.objects.update(at=timezone.now() + timedelta(days=4))
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        assert parts.tidy() == 1
    assert not default_storage.exists(unknown)
    assert lying(PartialFile.objects.get()) == {0: PAPER[:500]}


def test_a_part_that_is_gone_is_told_and_nothing_false_is_put_together(client_id):
    for offset in range(0, len(PAPER), 5000):
        send(client_id, offset, PAPER[offset : offset + 5000])
    default_storage.delete(f"parts/{PartialFile.objects.get().pk}.{5000:012}")
    with pytest.raises(BadInput, match="Choose it again"), parts.whole(OWNER, client_id):
        pass
