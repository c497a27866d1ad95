"""What a request can change, and what it can show: only what is meant (trust.md T3, T11)."""

import pytest
from django.db import models
from django.urls import reverse

from kheo.exemplars import actions, sections
from kheo.exemplars.enums import Section
from kheo.exemplars.models import Dossier, Exemplar, Registration
from tests.story import filled_draft

XSS = "<script>window.__xss=1</script>\"'><img src=x onerror=alert(1)>"


def everything(story):
    """Every column of the records with another value, as an attacker would send them."""
    other = {"registration": "1", "search_text": "x", "code": "MH-2024-9999", "status": "accepted", "version": "1"}
    for model in (Registration, Dossier, Exemplar):
        for field in model._meta.concrete_fields:
            other.setdefault(field.name, _another(field, story))
            other.setdefault(field.attname, other[field.name])
    return other


def _another(field, story):
    if field.choices:
        return field.flatchoices[-1][0]
    if isinstance(field, models.ForeignKey):
        return {"unit": story.sibling.pk, "receiver": story.province.pk}.get(field.name, 1)
    kinds = {models.DateField: "01/02/2024", models.DateTimeField: "10:00 01/02/2024", models.BooleanField: "on"}
    return next((value for kind, value in kinds.items() if type(field) is kind), "1975")


def rows(registration):
    registration = Registration.objects.get(pk=registration.pk)
    records = {"registration": registration, "dossier": registration.dossier, "exemplar": registration.exemplar}
    return {
        f"{name}.{column.name}": getattr(record, column.attname)
        for name, record in records.items()
        for column in record._meta.concrete_fields
    }


@pytest.mark.parametrize("section", Section)
@pytest.mark.parametrize("name", ["section", "autosave"])
def test_a_section_writes_its_own_answers_and_nothing_else(story, draft, as_person, section, name):
    before = rows(draft)
    as_person(story.lan).post(reverse(f"exemplars:{name}", args=[draft.pk, section]), everything(story))
    after = rows(draft)
    allowed = {f"registration.{n}" for n in sections.REGISTRATION_FIELDS.get(section, ())}
    allowed |= {f"dossier.{n}" for n in sections.DOSSIER_FIELDS.get(section, ())} | {"registration.search_text"}
    assert {column for column in after if after[column] != before[column]} <= allowed


@pytest.mark.parametrize("who", ["minh", "hoa", "nga", "stranger"])
@pytest.mark.parametrize("section", Section)
def test_others_write_nothing_at_all(story, submitted, as_person, who, section):
    before, browser = rows(submitted), as_person(getattr(story, who))
    for name in ("section", "autosave"):
        answer = browser.post(reverse(f"exemplars:{name}", args=[submitted.pk, section]), everything(story))
        assert answer.status_code in (403, 404)
    assert rows(submitted) == before


def test_beginning_sets_only_what_is_asked(story, as_person):
    as_person(story.lan).post(
        reverse("exemplars:begin"), everything(story) | {"round": story.round.pk, "origin": "new"}
    )
    draft = Registration.objects.get()
    assert (draft.status, draft.code, draft.unit, draft.receiver, draft.demonstration) == (
        "draft", "", story.ward, None, False,
    )  # fmt: skip
    assert draft.exemplar.unit == story.ward


@pytest.mark.parametrize(
    ("verb", "person", "moved"),
    [
        ("accept", "minh", {"registration.status"}),
        ("return_for_changes", "minh", {"registration.status"}),
        ("withdraw", "lan", {"registration.status"}),
    ],
)
def test_a_verb_changes_only_its_own_columns(story, submitted, as_person, verb, person, moved):
    before = rows(submitted)
    data = everything(story) | {"reason": "Thêm ảnh.", "section": "goals", "due": "25/11/2024"}
    as_person(getattr(story, person)).post(reverse(f"exemplars:{verb}", args=[submitted.pk]), data)
    after = rows(submitted)
    assert {column for column in after if after[column] != before[column]} == moved


def test_what_people_type_is_shown_and_never_run(story, as_person):
    draft = filled_draft(story, title=XSS)
    for section in Section:
        columns = [Dossier._meta.get_field(name) for name in sections.DOSSIER_FIELDS.get(section, ())]
        answers = {c.name: XSS[: c.max_length] for c in columns if isinstance(c, models.CharField | models.TextField)}
        forces = [{"name": XSS, "role": "leading", "task": XSS}] if section == Section.FORCES else None
        actions.save_section(draft, section, answers, by=story.lan, version=1, forces=forces)
    lan, minh = as_person(story.lan), as_person(story.minh)
    pages = [lan.get(reverse("exemplars:check", args=[draft.pk]))]
    pages += [lan.get(reverse("exemplars:section", args=[draft.pk, section]), follow=True) for section in Section]
    pages.append(lan.get(reverse("exemplars:start")))
    lan.post(reverse("exemplars:submit", args=[draft.pk]))
    pages.append(lan.get(reverse("exemplars:receipt", args=[draft.pk])))
    minh.post(reverse("exemplars:return_for_changes", args=[draft.pk]), {"reason": XSS})
    pages.append(lan.get(reverse("exemplars:tasks", args=[draft.pk])))
    pages += [reader.get(reverse("exemplars:detail", args=[draft.pk])) for reader in (lan, minh)]
    pages += [minh.get(reverse("exemplars:list")), minh.get(reverse("exemplars:list"), {"q": XSS, "kind": XSS})]
    for page in pages:
        assert page.status_code == 200
        assert "<script>window" not in page.text
        assert "<img src=x" not in page.text
