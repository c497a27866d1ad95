"""What a row of a past year's list becomes: the same records as the verbs leave behind."""

# ruff: noqa: E501 - rows and sentences stand as they are read

from datetime import date

import pytest

from kheo.documents.models import Paper
from kheo.exemplars.enums import Status
from kheo.exemplars.models import Acceptance, Exemplar, Registration
from kheo.kernel import journal
from kheo.recognitions.duty import stage
from kheo.recognitions.enums import Stage
from kheo.recognitions.models import Consideration, Outcome, Proposal, Recognition
from kheo.units.history import tell

pytestmark = pytest.mark.django_db
RECOGNISED = {"status": "recognised", "decision_number": "12-QĐ/TU", "decision_date": "15/11/2024"}


def only():
    return Registration.objects.select_related("dossier", "receiver", "field").get()


def test_registered_is_an_accepted_registration(story, listed):
    listed({"summary": "Mỗi hộ góp một cây.\n412 hộ tham gia."})
    made = only()
    assert (made.unit, made.round, made.receiver) == (story.ward, story.round, story.district)
    assert (made.status, made.level, made.field.key) == (Status.ACCEPTED, "district", "economy")
    assert (made.registered_on, made.submitted_at.date()) == (
        date(2024, 1, 1),
        date(2023, 12, 31),
    )  # midnight in Vietnam
    assert made.code == "MH-2024-0001"
    assert made.summary == "Mỗi hộ góp một cây.\n412 hộ tham gia."
    assert made.search_text == made.searchable()
    assert made.acceptance.by is None
    assert Outcome.objects.count() == 0


def test_its_history_says_that_it_was_brought_in(story, listed):
    listed({})
    assert [told.sentence for told in tell(journal.history(only()))] == [
        "The system brought it in from a list; its code is MH-2024-0001."
    ]


def test_recognised_adds_the_decision_of_the_office_that_accepted_it(story, listed):
    listed(RECOGNISED)
    recognition = Recognition.objects.get()
    assert (recognition.unit, recognition.level, recognition.on) == (story.district, "district", date(2024, 11, 15))
    assert (recognition.decision.number, recognition.decision.issuer_name) == ("12-QĐ/TU", "Thị xã Quảng Yên")
    assert Outcome.objects.get().consideration.concluded_at is not None
    assert stage(story.district, story.round) == Stage.RECOGNISED


def test_a_decision_is_filed_once_and_makes_one_consideration(story, listed):
    listed(
        {"title": "một"} | RECOGNISED,
        {"title": "hai"} | RECOGNISED,
        {"title": "ba"} | RECOGNISED | {"decision_number": "13"},
    )
    assert sorted(Paper.objects.values_list("number", flat=True)) == ["12-QĐ/TU", "13"]
    assert Consideration.objects.count() == 2
    listed({"title": "bốn"} | RECOGNISED)
    assert Paper.objects.count() == 2


def test_number_and_date_of_a_decision_may_be_missing(story, listed):
    listed({"status": "recognised"}, {"title": "hai", "status": "recognised", "decision_number": "7-QĐ"})
    first, second = Recognition.objects.order_by("registration__code")
    assert (first.decision, first.on) == (None, story.today)
    assert (second.decision.number, second.decision.date, second.on) == ("7-QĐ", None, story.today)


def test_not_recognised_has_a_reason_and_is_not_silence(story, listed):
    listed({"status": "not_recognised"})
    outcome = Outcome.objects.get()
    assert (outcome.recognised, outcome.reason) == (False, "As in the list that was brought in; it gives no reason.")
    assert stage(story.district, story.round) == Stage.NONE_RECOGNISED
    assert stage(story.province, story.round) == Stage.NOT_CONSIDERED


def test_declined_and_withdrawn_are_what_they_say(story, listed):
    listed({"title": "một", "status": "declined"}, {"title": "hai", "status": "withdrawn"})
    declined, withdrawn = Registration.objects.order_by("code")
    assert (declined.status, declined.declining.note) == (
        Status.DECLINED, "As in the list that was brought in; it gives no reason.",
    )  # fmt: skip
    assert (withdrawn.status, withdrawn.withdrawal.reason) == (
        Status.WITHDRAWN, "As in the list that was brought in; it gives no reason.",
    )  # fmt: skip
    assert Acceptance.objects.count() == 0
    assert Registration.objects.counted().count() == 0


def test_recognised_above_means_recognised_below_and_proposed(story, listed):
    listed(RECOGNISED | {"recognised_level": "province"})
    below, above = Recognition.objects.order_by("level")
    assert (below.unit, below.level, below.decision) == (story.district, "district", None)
    assert (above.unit, above.level, above.decision.number) == (story.province, "province", "12-QĐ/TU")
    proposal = Proposal.objects.get()
    assert (proposal.from_unit, proposal.to_unit, proposal.rank) == (story.district, story.province, 1)


def test_no_lower_recognition_is_invented_where_the_round_does_not_demand_it(story, listed):
    story.round.demands_lower_recognition = False
    story.round.save()
    listed(RECOGNISED | {"recognised_level": "province"})
    assert Recognition.objects.get().unit == story.province
    assert Proposal.objects.get().to_unit == story.province


def test_proposed_to_a_level_is_a_proposal_from_the_unit_that_recognised_it(story, listed):
    listed(
        RECOGNISED | {"title": "một", "proposed_to_level": "province"},
        RECOGNISED | {"title": "hai", "proposed_to_level": "tỉnh"},
    )
    assert list(Proposal.objects.values_list("from_unit__code", "to_unit__code", "rank")) == [
        ("QY", "QN", 1),
        ("QY", "QN", 2),
    ]
    assert Recognition.objects.count() == 2


def test_proposed_to_the_level_that_recognised_it_is_the_same_step(story, listed):
    listed(RECOGNISED | {"recognised_level": "province", "proposed_to_level": "province"})
    assert Proposal.objects.count() == 1
    assert Recognition.objects.count() == 2


def test_ranks_go_on_after_those_the_unit_has_given(story, listed):
    listed(RECOGNISED | {"title": "một", "proposed_to_level": "province"})
    listed(RECOGNISED | {"title": "hai", "proposed_to_level": "province"})
    assert list(Proposal.objects.values_list("rank", flat=True)) == [1, 2]


def test_codes_follow_those_the_office_has_given(accepted, listed):
    listed({"title": "một"}, {"title": "hai"})
    assert sorted(Registration.objects.values_list("code", flat=True)) == [
        "MH-2024-0001",
        "MH-2024-0002",
        "MH-2024-0003",
    ]


def test_a_decision_before_the_round_dates_the_registration(story, listed):
    listed(RECOGNISED | {"decision_date": "20/12/2023"})
    assert (only().registered_on, only().code) == (date(2023, 12, 20), "MH-2023-0001")


def test_an_individual_is_named_in_the_dossier_and_found_by_name(story, listed):
    listed({"subject": "individual", "kind": "điển hình", "person_name": "Nguyễn Thị Lan"})
    assert only().dossier.person_name == "Nguyễn Thị Lan"
    assert list(Registration.objects.matching("nguyen thi lan")) == [only()]


def test_an_empty_field_is_unclassified_and_an_empty_level_is_the_lowest_open_one(story, listed):
    listed({"field": "", "level": "", "origin": "", "status": ""})
    assert (only().field, only().level, only().origin, only().status) == (None, "commune", "new", Status.ACCEPTED)
    assert only().receiver == story.ward


def test_what_is_maintained_is_the_same_exemplar(accepted, story, listed):
    from tests.factories import RoundFactory

    RoundFactory(
        movement=story.movement, code="QN-2023", name="Năm 2023", starts=date(2023, 1, 1), ends=date(2023, 12, 31)
    )
    listed({"round_code": "QN-2023", "title": accepted.title.upper(), "origin": "maintained"})
    assert Exemplar.objects.count() == 1
    assert accepted.exemplar.registrations.count() == 2


def test_a_second_run_changes_nothing(story, listed):
    rows = [
        {"title": "một"},
        {"title": "hai"} | RECOGNISED,
        {"title": "ba", "subject": "individual", "person_name": "Lan"},
    ]
    listed(*rows)
    before = [model.objects.count() for model in (Registration, Recognition, Paper, Consideration, Exemplar)]
    again = listed(*rows)
    assert again.counts == {"right": 0, "to_mend": 0, "duplicate": 3}
    assert [examined.twin for examined in again.rows] == [
        "Already there as MH-2024-0001.", "Already there as MH-2024-0002, and recognised.", "Already there as MH-2024-0003.",
    ]  # fmt: skip
    assert [model.objects.count() for model in (Registration, Recognition, Paper, Consideration, Exemplar)] == before


def test_the_same_row_twice_is_brought_in_once(story, listed):
    examination = listed({}, {"title": "  NGÂN HÀNG  cây giống "}, {"kind": "example"})
    assert [examined.twin for examined in examination.rows] == ["", "The same as row 2.", ""]
    assert Registration.objects.count() == 2


def test_two_individuals_under_the_same_title_are_two(story, listed):
    listed(
        {"subject": "individual", "person_name": "Nguyễn Thị Lan"},
        {"subject": "individual", "person_name": "Phạm Văn Dũng"},
    )
    assert Registration.objects.count() == 2


def test_text_is_composed_and_unseen_marks_are_gone(story, listed):
    listed({"title": "Nga\u0302n ha\u0300ng\u00a0ca\u0302y\u200b gio\u0302\u0301ng"})
    assert only().title == "Ngân hàng cây giống"


def test_words_of_the_three_languages_mean_the_same(story, bring):
    bring(
        "registrations",
        {
            "unit_code": "YG", "round_code": "QN-2024", "title": "một", "kind": "Mô hình", "subject": "TẬP THỂ", "field": "VH-XH",
            "level": "cấp huyện", "origin": "duy trì", "status": "đã công nhận", "recognised_level": "tỉnh",
        },
        {
            "unit_code": "YG", "round_code": "QN-2024", "title": "दो", "kind": "मॉडल", "subject": "सामूहिक", "field": "संस्कृति, समाज",
            "level": "जिला", "origin": "जारी", "status": "मान्यता प्राप्त", "recognised_level": "प्रांतीय",
        },
        {
            "unit_code": "YG", "round_code": "QN-2024", "title": "three", "kind": "Model", "subject": "Collective",
            "field": "Culture and society", "level": "District", "origin": "Maintained", "status": "recognized",
            "recognised_level": "Province",
        },
    )  # fmt: skip
    rows = Registration.objects.values_list("kind", "subject", "field__key", "level", "origin").distinct()
    assert list(rows) == [("model", "collective", "culture_society", "district", "maintained")]
    assert Recognition.objects.filter(unit=story.province).count() == 3
