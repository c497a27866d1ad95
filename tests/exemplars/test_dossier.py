"""The dossier page: where it is, what was written, what changed, what one may do."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.exemplars import actions
from kheo.exemplars.comparison import marked
from kheo.exemplars.enums import Section
from kheo.kernel import clock
from tests.factories import ConsiderationFactory, MilestoneFactory, OutcomeFactory, PaperFactory, RecognitionFactory
from tests.story import ANSWERS, filled_draft


@pytest.fixture
def reads(as_person):
    def answer(person, registration, name="detail"):
        browser = as_person(person)
        browser.cookies["django_language"] = "en"
        return browser.get(reverse(f"exemplars:{name}", args=[registration.pk]))

    return answer


def verbs(answer):
    return [verb["text"] for verb in answer.context["verbs"]]


def test_everybody_concerned_reads_it_and_a_stranger_does_not_find_it(story, submitted, reads):
    for person in (story.lan, story.dung, story.minh, story.hoa):
        assert ANSWERS["goals"] in reads(person, submitted).text
    for person in (story.nga, story.stranger):
        assert reads(person, submitted).status_code == 404


def test_buttons_are_what_the_rules_allow(story, submitted, reads):
    assert verbs(reads(story.minh, submitted)) == ["Accept into the list", "Return for changes", "Decline"]
    assert verbs(reads(story.lan, submitted)) == ["Withdraw"]
    assert verbs(reads(story.hoa, submitted)) == []
    actions.accept(submitted, by=story.minh)
    assert verbs(reads(story.minh, submitted)) == []
    assert verbs(reads(story.lan, submitted)) == ["Report the result", "Withdraw"]


def test_where_it_is_and_until_when(story, draft, reads):
    MilestoneFactory(round=story.round, kind="close", on=date(2024, 11, 30))
    MilestoneFactory(round=story.round, kind="report", on=date(2024, 12, 5))
    said = reads(story.lan, draft).context["whereabouts"]
    assert (said.sentence, said.until) == ("With Phường Yên Giang: not sent yet.", date(2024, 11, 30))
    actions.submit(draft, by=story.lan)
    assert reads(story.lan, draft).context["whereabouts"].sentence == "With Thị xã Quảng Yên: waiting for its answer."
    actions.return_for_changes(draft, reason="Thêm ảnh.", due=date(2024, 11, 25), by=story.minh)
    said = reads(story.minh, draft).context["whereabouts"]
    assert (said.sentence, said.until) == ("With Phường Yên Giang: to be changed.", date(2024, 11, 25))
    actions.submit(draft, by=story.lan)
    actions.accept(draft, by=story.minh)
    assert reads(story.hoa, draft).context["whereabouts"].until == date(2024, 12, 5)


def test_the_second_sending_shows_what_changed_word_by_word(story, submitted, reads):
    actions.return_for_changes(submitted, reason="Ghi rõ số tiền.", by=story.minh)
    actions.save_section(
        submitted, Section.RESOURCES, {"resources": "Hơn 352 triệu đồng xã hội hóa"}, by=story.lan, version=1
    )
    actions.submit(submitted, by=story.lan)
    text = reads(story.minh, submitted).text
    assert "Sending no. 2: 1 answer changed" in text
    assert "<del>180 </del><ins>352 </ins>" in text


def test_changes_escape_what_people_typed():
    assert marked("a <b> c", "a <i> c") == "a <del>&lt;b&gt; </del><ins>&lt;i&gt; </ins>c"
    assert marked("", "x") == "<ins>x</ins>"
    assert marked("x", "") == "<del>x</del>"


def test_while_a_unit_mends_others_read_what_was_sent(story, submitted, reads):
    actions.return_for_changes(submitted, reason="Ghi rõ.", by=story.minh)
    actions.save_section(submitted, Section.GOALS, {"goals": "Đang sửa dở"}, by=story.lan, version=1)
    assert "Đang sửa dở" in reads(story.dung, submitted).text
    for person in (story.minh, story.hoa):
        assert "Đang sửa dở" not in reads(person, submitted).text
        assert ANSWERS["goals"] in reads(person, submitted).text


def test_returns_and_refusals_are_read_in_the_offices_words(story, submitted, reads):
    actions.return_for_changes(submitted, reason="Thiếu biên bản họp dân.", by=story.minh)
    actions.submit(submitted, by=story.lan)
    actions.decline(submitted, reason="duplicate", note="Trùng với MH-2024-0009.", by=story.minh)
    text = reads(story.lan, submitted).text
    assert "Thiếu biên bản họp dân." in text
    assert "Trùng với MH-2024-0009." in text


def test_recognitions_are_shown_and_what_is_not_concluded_is_not(story, accepted, reads):
    before = reads(story.lan, accepted).text
    OutcomeFactory(
        consideration=ConsiderationFactory(unit=story.district, round=story.round), registration=accepted,
        recognised=False, reason="Chíchchòe",
    )  # fmt: skip
    for person in (story.lan, story.minh, story.hoa):
        assert "Chíchchòe" not in reads(person, accepted).text
    assert _bare(reads(story.lan, accepted).text) == _bare(before)
    paper = PaperFactory(number="15-QĐ/TU", issuer=story.district)
    RecognitionFactory(registration=accepted, unit=story.district, decision=paper, on=date(2024, 11, 20))
    text = reads(story.lan, accepted).text
    assert "Recognised by Thị xã Quảng Yên at the level district on 20/11/2024" in text
    assert "15-QĐ/TU" in text


def _bare(text):
    return "\n".join(line for line in text.split("\n") if "csrf" not in line and "idempotency" not in line)


def test_history_is_told_in_sentences_newest_first(story, accepted, reads):
    told = reads(story.lan, accepted, "history").context["history"]
    assert told[0]["sentence"] == "Trần Văn Minh of Thị xã Quảng Yên accepted it into the list of the year."
    assert told[-1]["sentence"] == "Nguyễn Thị Lan began the registration for Phường Yên Giang."


def test_the_reviewer_goes_from_one_waiting_registration_to_the_next(story, submitted, reads):
    second = actions.submit(filled_draft(story, title="Thứ hai"), by=story.lan)
    neighbours = reads(story.minh, second).context["neighbours"]
    assert (neighbours["count"], neighbours["previous"], neighbours["next"]) == (2, None, submitted.pk)
    assert reads(story.minh, submitted).context["neighbours"]["previous"] == second.pk
    assert reads(story.lan, submitted).context["neighbours"] is None


def test_the_way_back_leads_to_the_queue_only_from_what_waits_in_it(story, submitted, reads):
    second = actions.submit(filled_draft(story, title="Thứ hai"), by=story.lan)
    assert "Waiting for my office (2)" in reads(story.minh, second).text
    actions.accept(second, by=story.minh)
    answered = reads(story.minh, second)
    assert "All registrations" in answered.text
    assert answered.context["neighbours"]["next"] == submitted.pk  # and the next one is at hand


def test_a_step_that_is_still_to_come_does_not_read_as_done(story, submitted, reads):
    steps = reads(story.minh, submitted).context["steps"]
    assert [(step.text, step.state) for step in steps] == [
        ("Writing", "done"), ("Sending", "done"), ("Acceptance", "now"), ("Report of the result", "next"),
        ("Consideration", "next"),
    ]  # fmt: skip


def test_the_name_of_the_unit_is_the_one_of_that_day(story, submitted, reads):
    story.ward.names.update(name="Xã Yên Giang")
    assert reads(story.lan, submitted).context["unit_name"] == "Xã Yên Giang"


def test_the_page_takes_as_many_queries_for_a_long_story_as_for_a_short_one(story, submitted, as_person):
    minh, address = as_person(story.minh), reverse("exemplars:detail", args=[submitted.pk])

    def queries():
        with CaptureQueriesContext(connection) as spent:
            minh.get(address)
        return len(spent)

    minh.get(address)
    short = queries()
    for n in range(3):
        with clock.at(date(2024, 11, 20), hour=10 + n):
            actions.return_for_changes(submitted, reason=f"Lần {n}", by=story.minh)
            actions.submit(submitted, by=story.lan)
    assert queries() <= short + 1  # the changes of the last sending, once


@pytest.mark.parametrize(
    ("name", "person", "data", "status"),
    [
        ("accept", "minh", {}, "accepted"),
        ("return_for_changes", "minh", {"reason": "Thêm ảnh.", "section": "files", "due": "25/11/2024"}, "returned"),
        ("decline", "minh", {"reason": "duplicate", "note": "Trùng."}, "declined"),
        ("withdraw", "lan", {"reason": "Gộp."}, "withdrawn"),
    ],
)
def test_each_verb_has_its_address(story, submitted, as_person, name, person, data, status):
    address = reverse(f"exemplars:{name}", args=[submitted.pk])
    answer = as_person(getattr(story, person)).post(address, data)
    assert answer["Location"] == reverse("exemplars:detail", args=[submitted.pk])
    submitted.refresh_from_db()
    assert submitted.status == status


def test_the_result_has_its_page(story, accepted, as_person):
    address = reverse("exemplars:report_result", args=[accepted.pk])
    lan = as_person(story.lan)
    assert lan.get(address).status_code == 200
    assert lan.post(address, {"content": "Đã lắp"}).status_code == 422
    lan.post(address, {"content": "Đã lắp", "effect": "16 điều hòa"})
    accepted.refresh_from_db()
    assert accepted.status == "reported"


@pytest.mark.parametrize("name", ["return_for_changes", "decline", "withdraw", "report_result"])
@pytest.mark.parametrize(("who", "status"), [("hoa", 403), ("stranger", 404), ("nga", 404)])
def test_a_page_that_asks_is_only_for_those_who_may(story, submitted, as_person, name, who, status):
    browser = as_person(getattr(story, who))
    address = reverse(f"exemplars:{name}", args=[submitted.pk])
    assert browser.get(address).status_code == status
    assert browser.post(address).status_code == status


def test_a_reason_typed_too_late_is_not_lost(story, submitted, as_person):
    actions.accept(submitted, by=story.minh)
    answer = as_person(story.minh).post(
        reverse("exemplars:return_for_changes", args=[submitted.pk]), {"reason": "Câu đã gõ công phu."}
    )
    assert answer.status_code == 422
    assert "Câu đã gõ công phu." in answer.text


def test_a_page_that_asks_too_late_leads_to_the_dossier_with_the_sentence(story, accepted, as_person):
    answer = as_person(story.minh).get(reverse("exemplars:decline", args=[accepted.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("exemplars:detail", args=[accepted.pk]), 302)]
    assert len(answer.context["messages"]) == 1


@pytest.mark.parametrize("name", ["accept", "submit", "begin", "autosave"])
def test_a_get_never_acts(story, submitted, as_person, name):
    args = {"begin": [], "autosave": [submitted.pk, "goals"]}.get(name, [submitted.pk])
    assert as_person(story.minh).get(reverse(f"exemplars:{name}", args=args)).status_code == 405
