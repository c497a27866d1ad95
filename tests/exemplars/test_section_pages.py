"""The pages on which a registration is written: nothing typed is lost."""

from datetime import date

import pytest
from django.urls import reverse

from kheo.exemplars import actions
from kheo.exemplars.enums import Section, Status
from kheo.movements import actions as movements
from kheo.movements.models import RoundClosing
from tests.factories import MilestoneFactory
from tests.story import ANSWERS

RESOURCES = {
    "resources": "Hơn 180 triệu đồng", "starts_on": "15/01/2024", "progress": "Quý I", "evaluated_on": "15/10/2024",
}  # fmt: skip


@pytest.fixture
def lan(story, as_person):
    browser = as_person(story.lan)
    browser.cookies["django_language"] = "en"
    return browser


@pytest.fixture
def blank(story):
    return actions.begin(story.ward, story.round, by=story.lan, title="Tuyến đường hoa", level="district")


def page(registration, section, name="section"):
    return reverse(f"exemplars:{name}", args=[registration.pk, section])


def dossier(registration):
    return type(registration).objects.get(pk=registration.pk).dossier


@pytest.mark.parametrize("section", [each for each in Section if each != Section.FILES])
def test_every_section_is_a_short_page_that_can_be_opened_and_saved(lan, draft, section, reading_only):
    with reading_only():
        answer = lan.get(page(draft, section))
    assert answer.status_code == 200
    assert len(answer.context["form"].fields) <= 7


def test_save_and_continue_goes_through_all_sections_to_the_check(lan, blank):
    seen, address = [], page(blank, Section.IDENTITY)
    while address and "/sections/" in address and len(seen) < 20:
        seen.append(address)
        if address.endswith("files/"):
            break
        address = lan.post(address, {"version": 0})["Location"]
    assert len(seen) == len(Section)


def test_what_is_typed_is_there_when_the_page_is_opened_again(lan, blank):
    lan.post(page(blank, Section.RESOURCES), RESOURCES | {"version": 0})
    assert (dossier(blank).starts_on, dossier(blank).resources) == (date(2024, 1, 15), "Hơn 180 triệu đồng")
    assert 'value="15/01/2024"' in lan.get(page(blank, Section.RESOURCES)).text


@pytest.mark.parametrize("wrong", ["31/02/2024", "2/13/24", "2024-13-01", "hôm qua"])
def test_a_day_that_does_not_exist_is_told_and_everything_else_is_kept(lan, blank, wrong):
    answer = lan.post(page(blank, Section.RESOURCES), RESOURCES | {"starts_on": wrong, "version": 0})
    assert answer.status_code == 422
    assert f"“{wrong}”" in answer.text
    assert "govuk-error-summary" in answer.text
    assert f'value="{wrong}"' in answer.text  # as it was typed
    kept = dossier(blank)
    assert (kept.resources, kept.starts_on, kept.evaluated_on) == ("Hơn 180 triệu đồng", None, date(2024, 10, 15))
    again = lan.post(page(blank, Section.RESOURCES), RESOURCES | {"version": answer.context["save"].version})
    assert again.status_code == 302


def test_the_evaluation_lies_after_the_start(lan, blank):
    answer = lan.post(page(blank, Section.RESOURCES), RESOURCES | {"evaluated_on": "14/01/2024", "version": 0})
    assert answer.status_code == 422
    assert (dossier(blank).starts_on, dossier(blank).evaluated_on) == (date(2024, 1, 15), None)


@pytest.mark.parametrize(
    ("year", "taken"), [("1975", True), ("2030", False), ("1850", False), ("75", False), ("x", False)]
)
def test_a_year_of_birth_is_plausible(lan, blank, year, taken):
    answer = lan.post(
        page(blank, Section.SUBJECT),
        {"subject": "individual", "person_name": "Phạm Thành Công", "person_birth_year": year, "version": 0},
    )
    assert answer.status_code == (302 if taken else 422)
    assert dossier(blank).person_birth_year == (1975 if taken else None)
    assert dossier(blank).person_name == "Phạm Thành Công"


@pytest.mark.parametrize("saved_in_the_background", [False, True])
def test_a_page_about_a_collective_asks_nothing_about_a_person(lan, blank, saved_in_the_background):
    assert "person_name" not in lan.get(page(blank, Section.SUBJECT)).context["form"].fields
    version = int(saved_in_the_background)
    if saved_in_the_background:
        lan.post(reverse("exemplars:autosave", args=[blank.pk, "subject"]), {"subject": "individual", "version": 0})
    answer = lan.post(page(blank, Section.SUBJECT), {"subject": "individual", "version": version})
    assert answer["Location"] == page(blank, Section.SUBJECT)  # it now has more to ask
    assert "person_name" in lan.get(answer["Location"]).context["form"].fields


@pytest.mark.parametrize(("phone", "taken"), [("0912 345 678", True), ("+84 912 345 678", True), ("gọi cô Lan", False)])
def test_a_phone_number_can_be_called(lan, blank, phone, taken):
    answer = lan.post(page(blank, Section.CONTACT), {"contact_phone": phone, "contact_name": "Lan", "version": 0})
    assert answer.status_code == (302 if taken else 422)
    assert dossier(blank).contact_name == "Lan"


def test_rows_of_forces_are_added_without_script(lan, blank):
    address = page(blank, Section.FORCES)
    rows = {"name-0": "Đoàn xã", "role-0": "leading", "task-0": "", "version": 0}
    answer = lan.post(address, rows | {"again": "1"})
    assert answer["Location"] == address
    assert len(lan.get(address).context["form"].rows) == 2
    answer = lan.post(address, rows | {"name-1": "Hội Phụ nữ", "role-1": "", "version": 1})
    assert answer.status_code == 422
    assert [force.name for force in blank.forces.all()] == ["Đoàn xã"]  # the rows are one answer
    lan.post(address, rows | {"name-1": "Hội Phụ nữ", "role-1": "coordinating", "version": 1})
    assert [force.name for force in blank.forces.all()] == ["Đoàn xã", "Hội Phụ nữ"]
    lan.post(address, {"name-0": "", "role-0": "", "name-1": "Hội Phụ nữ", "role-1": "coordinating", "version": 2})
    assert [force.name for force in blank.forces.all()] == ["Hội Phụ nữ"]


def test_fields_bear_the_names_of_the_place_and_may_stay_unclassified(lan, blank, story):
    economy = story.movement.fields.get(key="economy")
    movements.name_field(economy, story.district, "Phát triển kinh tế", by=None)
    text = lan.get(page(blank, Section.IDENTITY)).text
    assert "Phát triển kinh tế" in text
    assert "Not classified" in text
    lan.post(page(blank, Section.IDENTITY), {"title": "Hoa", "field": "economy", "version": 0})
    blank.refresh_from_db()
    assert (blank.title, blank.field, blank.kind) == ("Hoa", economy, "model")
    lan.post(page(blank, Section.IDENTITY), {"title": "Hoa", "field": "", "version": 1})
    blank.refresh_from_db()
    assert blank.field is None


def test_levels_offered_are_the_rungs_at_or_above_the_unit(lan, blank):
    levels = dict(lan.get(page(blank, Section.IDENTITY)).context["form"].fields["level"].choices)
    assert list(levels) == ["commune", "district", "province", "central"]
    answer = lan.post(page(blank, Section.IDENTITY), {"level": "grassroots", "title": "Hoa", "version": 0})
    assert answer.status_code == 422


def test_two_tabs_the_second_sees_both_texts_and_can_save_its_own(lan, blank, story, as_person):
    as_person(story.dung).post(page(blank, Section.GOALS), {"goals": "Bản của Dũng", "version": 0})
    answer = lan.post(page(blank, Section.GOALS), {"goals": "Bản của Lan", "version": 0})
    assert answer.status_code == 409
    assert "Bản của Dũng" in answer.text
    assert answer.text.count("Bản của Lan") == 2  # beside the other, and in the box
    assert "data-autosave" not in answer.text  # nothing overwrites a colleague by itself
    again = lan.post(page(blank, Section.GOALS), {"goals": "Bản của cả hai", "version": answer.context["save"].version})
    assert again.status_code == 302
    assert dossier(blank).goals == "Bản của cả hai"


def test_autosave_answers_with_the_state_and_the_version(lan, blank):
    answer = lan.post(page(blank, Section.GOALS, "autosave"), {"goals": "Một nửa", "version": 0})
    assert (answer.status_code, answer.context["version"]) == (200, 1)
    assert 'data-state="saved"' in answer.text
    assert dossier(blank).goals == "Một nửa"
    answer = lan.post(page(blank, Section.GOALS, "autosave"), {"goals": "Cả câu", "version": 1})
    assert 'name="version" value="2"' in answer.text


def test_autosave_keeps_what_can_be_read(lan, blank):
    wrong = RESOURCES | {"starts_on": "31/02/2024", "version": 0}
    answer = lan.post(page(blank, Section.RESOURCES, "autosave"), wrong)
    assert answer.status_code == 422
    assert 'data-state="refused"' in answer.text
    assert 'name="version" value="1"' in answer.text
    assert dossier(blank).resources == "Hơn 180 triệu đồng"


def test_autosave_never_overwrites_a_colleague(lan, blank, story, as_person):
    as_person(story.dung).post(page(blank, Section.GOALS), {"goals": "Bản của Dũng", "version": 0})
    assert lan.post(page(blank, Section.GOALS, "autosave"), {"goals": "x", "version": 0}).status_code == 409
    assert dossier(blank).goals == "Bản của Dũng"


def test_a_lost_answer_repeated_with_its_key_is_done_once(lan, blank):
    key = {"Idempotency-Key": "11111111-1111-4111-8111-111111111111"}
    address = page(blank, Section.GOALS, "autosave")
    assert lan.post(address, {"goals": "Một", "version": 0}, headers=key).status_code == 200
    assert lan.post(address, {"goals": "Một", "version": 0}, headers=key).status_code == 204
    assert blank.saves.get().version == 1


def test_a_deadline_that_passes_while_the_form_is_open_loses_nothing(lan, draft, story):
    MilestoneFactory(round=story.round, kind="close", on=date(2024, 11, 19))
    answer = lan.post(page(draft, Section.GOALS), {"goals": "Viết sau hạn", "version": 1})
    assert answer.status_code == 302
    assert dossier(draft).goals == "Viết sau hạn"
    check = reverse("exemplars:check", args=[draft.pk])
    answer = lan.post(
        reverse("exemplars:submit", args=[draft.pk]), headers={"Referer": f"http://testserver{check}"}, follow=True
    )
    assert "Your draft is kept" in answer.text
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_a_round_that_closes_while_the_form_is_open_gives_the_text_back(lan, draft, story):
    RoundClosing.objects.create(round=story.round, at=draft.dossier.registration.saves.first().at)
    answer = lan.post(page(draft, Section.GOALS), {"goals": "Chữ vừa gõ", "version": 1})
    assert answer.status_code == 422
    assert "Chữ vừa gõ" in answer.text
    assert "is closed" in answer.text


def test_the_task_list_names_states_gaps_and_who_saved_last(lan, blank):
    lan.post(page(blank, Section.RESOURCES), {"resources": "180 triệu", "version": 0})
    text = lan.get(reverse("exemplars:tasks", args=[blank.pk])).text
    assert "Not started" in text
    assert "In progress" in text
    assert "start, progress, day of evaluation" in text
    assert "Nguyễn Thị Lan" in text


def test_what_was_returned_has_its_reason_as_the_title_and_its_section_marked(lan, story, submitted):
    actions.return_for_changes(
        submitted, reason="Bổ sung số hộ.", section="goals", due=date(2024, 11, 25), by=story.minh
    )
    answer = lan.get(reverse("exemplars:tasks", args=[submitted.pk]))
    heading = answer.text.split("<h1>")[1].split("</h1>")[0]
    assert "Bổ sung số hộ." in heading
    assert "To mend" in answer.text
    assert "Bổ sung số hộ." in lan.get(page(submitted, Section.GOALS)).text


def test_the_check_lists_gaps_in_order_and_offers_one_button_when_there_are_none(lan, blank, draft):
    with_gaps = lan.get(reverse("exemplars:check", args=[blank.pk]))
    assert [gap["text"] for gap in with_gaps.context["gaps"]][:2] == ["Situation and reason", "Goals and criteria"]
    assert reverse("exemplars:submit", args=[blank.pk]) not in with_gaps.text
    ready = lan.get(reverse("exemplars:check", args=[draft.pk]))
    assert ready.text.count(f'action="{reverse("exemplars:submit", args=[draft.pk])}"') == 1
    assert ANSWERS["goals"] in ready.text


def test_sending_gives_a_receipt_with_code_qr_and_what_comes_next(lan, draft, story):
    MilestoneFactory(round=story.round, kind="report", on=date(2024, 12, 5))
    answer = lan.post(reverse("exemplars:submit", args=[draft.pk]), follow=True)
    assert "MH-2024-0001" in answer.text
    assert 'class="k-qr__code"' in answer.text
    assert "05/12/2024" in answer.text
    assert f"http://testserver/exemplars/{draft.pk}/" in answer.context["words"]


def test_a_draft_has_no_receipt(lan, draft):
    answer = lan.get(reverse("exemplars:receipt", args=[draft.pk]))
    assert answer["Location"] == reverse("exemplars:tasks", args=[draft.pk])


@pytest.mark.parametrize("name", ["tasks", "check"])
def test_after_sending_the_pages_for_writing_lead_to_the_dossier(lan, submitted, name):
    answer = lan.get(reverse(f"exemplars:{name}", args=[submitted.pk]))
    assert answer["Location"] == reverse("exemplars:detail", args=[submitted.pk])


def test_an_unknown_section_is_not_found(lan, draft):
    assert lan.get(page(draft, "nonsense")).status_code == 404
    assert lan.post(page(draft, "files", "autosave")).status_code == 404


@pytest.mark.parametrize("who", ["minh", "hoa", "nga", "stranger"])
@pytest.mark.parametrize("name", ["detail", "history", "tasks", "check", "receipt"])
def test_a_draft_does_not_exist_for_others(story, draft, as_person, who, name):
    assert as_person(getattr(story, who)).get(reverse(f"exemplars:{name}", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize("name", ["tasks", "check", "receipt"])
def test_the_pages_for_writing_are_not_the_offices(story, submitted, as_person, name):
    assert as_person(story.minh).get(reverse(f"exemplars:{name}", args=[submitted.pk])).status_code == 403
