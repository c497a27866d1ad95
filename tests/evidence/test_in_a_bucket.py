"""Evidence whose files lie in a bucket: the same pages, the same readers, and a sentence while it is silent."""

import uuid

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from kheo.evidence import actions
from kheo.kernel.models import StoredFile
from tests.evidence.conftest import PDF, paper, snapshot

SCRIPT = {"X-Upload": "1"}
SILENT = "http://127.0.0.1:1"  # nobody listens there


@pytest.fixture
def silent(settings, s3):
    """The bucket is named, and gives no answer."""

    def fall_silent():
        options = s3.options() | {"endpoint_url": SILENT}
        settings.STORAGES = settings.STORAGES | {
            "default": {"BACKEND": "kheo.kernel.bucket.Bucket", "OPTIONS": options}
        }
        return storages["default"]

    return fall_silent


def test_its_readers_get_the_bytes_and_a_stranger_is_told_of_nothing(story, draft, as_person, bucket):
    lan, number = as_person(story.lan), uuid.uuid4()
    attach = reverse("evidence:attach", args=[draft.pk])
    assert lan.post(attach, {"client_id": number, "file": paper()}, headers=SCRIPT).status_code == 200
    attached = draft.files.get()
    address = reverse("exemplars:file", args=[attached.file_id])
    answer = lan.get(address)
    assert (b"".join(answer.streaming_content), answer["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "Location" not in answer
    assert as_person(story.stranger).get(address).status_code == 404


def test_a_small_picture_is_shown_to_its_readers_only(story, draft, as_person, bucket):
    photo = actions.attach(draft, snapshot(), by=story.lan)
    address = reverse("evidence:picture", args=[photo.pk, 320])
    assert as_person(story.lan).get(address)["Content-Type"] == "image/webp"
    assert as_person(story.stranger).get(address).status_code == 404


def test_a_silent_bucket_takes_nothing_and_the_page_goes_on(story, draft, as_person, bucket, silent):
    attached = actions.attach(draft, paper(), by=story.lan)
    lan, number = as_person(story.lan), uuid.uuid4()
    shelf = silent()
    said = lan.post(reverse("evidence:attach", args=[draft.pk]), {"client_id": number, "file": paper()}, headers=SCRIPT)
    assert (said.status_code, "gives no answer. Try again" in said.json()["sentence"]) == (503, True)
    assert StoredFile.objects.count() == 1
    page = reverse("evidence:collect", args=[draft.pk])
    answer = lan.get(
        reverse("exemplars:file", args=[attached.file_id]), headers={"Referer": f"http://testserver{page}"}
    )
    assert answer["Location"] == f"http://testserver{page}"
    assert "the file cannot be fetched. Try again in a few minutes." in lan.get(page).text
    shelf.connection.meta.client.close()
