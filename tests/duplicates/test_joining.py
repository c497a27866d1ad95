"""ask_to_join, confirm_joining, refuse_joining, leave_joining: one work, registered once, by many (BR-06)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.duplicates import actions, reading
from kheo.duplicates.enums import Standing
from kheo.duplicates.models import Cooperation
from kheo.exemplars import actions as exemplars
from kheo.exemplars.enums import Status
from kheo.exemplars.models import Registration
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.movements import actions as movements
from kheo.people.models import Person
from kheo.units.history import tell
from tests.duplicates.conftest import FENCE
from tests.factories import MembershipFactory, UnitFactory

TASK = "Hội viên vẽ 60 m tường rào"


@pytest.fixture
def asked(work, union, mai, unfinished):
    return actions.ask_to_join(work, union, task=TASK, draft=unfinished, by=mai)


@pytest.fixture
def taking_part(story, asked):
    return actions.confirm_joining(asked, by=story.lan)


def anew(person):
    """As in the next request."""
    return Person.objects.get(pk=person.pk)


def sees(person, registration):
    return Registration.objects.visible_to(anew(person)).filter(pk=registration.pk).exists()


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_unit_asks_to_take_part_and_its_draft_stays_until_the_answer(work, asked, unfinished, union):
    assert (asked.registration, asked.unit, asked.task, asked.standing) == (work, union, TASK, Standing.WAITING)
    unfinished.refresh_from_db()
    assert unfinished.status == Status.DRAFT


def test_asking_shows_nothing_yet(asked, work, mai):
    assert not sees(mai, work)


def test_it_is_journalled_in_the_work(asked, work, mai, union):
    entry = journal.history(work).last()
    assert (entry.verb, entry.by_id, entry.unit_id) == ("registration.joining_asked", mai.pk, union.pk)


def test_what_the_unit_does_is_wanted(work, union, mai):
    with pytest.raises(BadInput, match="what your unit does"):
        actions.ask_to_join(work, union, task=" ", by=mai)


def test_nobody_asks_for_a_unit_that_he_does_not_write_for(story, work, union):
    for person in (story.lan, story.minh, story.stranger):
        with pytest.raises(NotPermitted):
            actions.ask_to_join(work, union, task=TASK, by=person)


def test_not_ones_own_work(story, work):
    with pytest.raises(NotNow, match="Phường Yên Giang itself"):
        actions.ask_to_join(work, story.ward, task=TASK, by=story.lan)


def test_not_from_another_area(story, work):
    thu = MembershipFactory(unit=story.sibling).person
    with pytest.raises(NotNow, match="same area"):
        actions.ask_to_join(work, story.sibling, task=TASK, by=thu)


def test_not_a_draft_and_nothing_that_is_over(story, union, mai, draft, work):
    exemplars.decline(work, reason="incomplete", by=story.minh)
    for registration in (draft, work):
        with pytest.raises(NotNow):
            actions.ask_to_join(registration, union, task=TASK, by=mai)


def test_not_twice_but_again_after_a_refusal(story, asked, work, union, mai):
    with pytest.raises(NotNow, match="already"):
        actions.ask_to_join(work, union, task=TASK, by=mai)
    actions.refuse_joining(asked, reason="Hội làm ở tường khác.", by=story.lan)
    assert actions.ask_to_join(work, union, task=TASK, by=mai).standing == Standing.WAITING


def test_the_database_keeps_one_in_hand(asked, work, union, mai):
    with pytest.raises(IntegrityError), transaction.atomic():
        Cooperation.objects.create(registration=work, unit=union, asked_at=asked.asked_at, asked_by=mai)


def test_only_a_draft_of_the_unit_itself_is_given_up(work, union, mai, draft, theirs):
    for other in (draft, theirs):
        with pytest.raises(BadInput, match="draft of your own unit"):
            actions.ask_to_join(work, union, task=TASK, draft=other, by=mai)


# ── Confirming ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_confirmed_the_work_is_registered_once_and_the_draft_says_where_it_went(story, taking_part, unfinished, work):
    assert taking_part.standing == Standing.TAKES_PART
    unfinished.refresh_from_db()
    assert unfinished.status == Status.WITHDRAWN
    assert unfinished.withdrawal.reason == (
        f"Cùng một mô hình đã được Phường Yên Giang đăng ký là “{FENCE}” ({work.code}); đơn vị chúng tôi tham gia phối"
        " hợp."
    )
    assert [entry.verb for entry in journal.history(unfinished)][-2:] == [
        "registration.withdrawn", "registration.joined",
    ]  # fmt: skip


def test_from_then_on_the_unit_reads_the_work_and_nobody_else_does(taking_part, work, mai, story):
    assert sees(mai, work)
    assert Registration.objects.visible_to(anew(mai), among=[work.unit_id]).filter(pk=work.pk).exists()
    assert work.is_visible_to(anew(mai))
    assert not sees(MembershipFactory(unit=story.sibling).person, work)


def test_the_unit_that_takes_part_writes_nothing_in_it(taking_part, work, mai):
    with pytest.raises(NotPermitted):
        exemplars.withdraw(work, reason="x", by=mai)


def test_the_journal_names_the_unit_that_was_taken_in(taking_part, work):
    told = tell(journal.history(work))[-1].sentence
    assert told == (
        "Nguyễn Thị Lan of Phường Yên Giang confirmed that Hội Liên hiệp Phụ nữ phường Yên Giang takes part."
    )


@pytest.mark.parametrize("who", ["minh", "hoa", "nga", "stranger"])
def test_nobody_but_the_registering_unit_answers(story, asked, who):
    for verb in (actions.confirm_joining, lambda one, by: actions.refuse_joining(one, reason="x", by=by)):
        with pytest.raises(NotPermitted):
            verb(asked, by=getattr(story, who))


def test_it_is_answered_once(story, taking_part):
    with pytest.raises(NotNow, match="answered already"):
        actions.confirm_joining(taking_part, by=story.lan)
    with pytest.raises(NotNow):
        actions.refuse_joining(taking_part, reason="x", by=story.lan)


def test_a_draft_that_was_sent_meanwhile_stays(story, asked, unfinished, mai):
    Registration.objects.filter(pk=unfinished.pk).update(
        status="submitted", receiver=story.ward, submitted_at="2024-11-20 08:00+07"
    )
    actions.confirm_joining(asked, by=story.lan)
    unfinished.refresh_from_db()
    assert unfinished.status == Status.SUBMITTED


def test_who_asked_and_left_gives_up_no_draft(story, asked, unfinished, mai):
    mai.memberships.all().delete()
    actions.confirm_joining(asked, by=story.lan)
    unfinished.refresh_from_db()
    assert unfinished.status == Status.DRAFT


def test_not_after_the_work_was_withdrawn_nor_in_a_closed_round(story, asked, work):
    movements.close_round(story.round, by=story.nga)
    with pytest.raises(NotNow):
        actions.confirm_joining(asked, by=story.lan)


def test_not_for_a_work_that_counts_no_more(story, asked, work):
    exemplars.withdraw(work, reason="Dừng.", by=story.lan)
    with pytest.raises(NotNow, match="withdrawn"):
        actions.confirm_joining(asked, by=story.lan)


# ── Refusing and leaving ─────────────────────────────────────────────────────────────────────────────────────────────


def test_refused_for_a_reason_the_draft_stays_the_units_own(story, asked, unfinished, work, mai):
    with pytest.raises(BadInput):
        actions.refuse_joining(asked, reason=" ", by=story.lan)
    actions.refuse_joining(asked, reason="Hội làm ở tường khác.", by=story.lan)
    unfinished.refresh_from_db()
    asked.refresh_from_db()
    assert (asked.standing, unfinished.status) == (Standing.REFUSED, Status.DRAFT)
    assert journal.history(work).last().verb == "registration.joining_refused"
    assert not sees(mai, work)


@pytest.mark.parametrize("who", ["lan", "mai"])
def test_either_side_ends_it_and_nothing_is_deleted(story, taking_part, mai, work, who):
    actions.leave_joining(taking_part, reason="Đã xong phần của Hội.", by={"lan": story.lan, "mai": mai}[who])
    taking_part.refresh_from_db()
    assert (taking_part.standing, taking_part.accepted) == (Standing.ENDED, True)
    assert journal.history(work).last().verb == "registration.joining_left"
    assert not sees(mai, work)
    with pytest.raises(NotNow):
        actions.leave_joining(taking_part, reason="x", by=story.lan)


def test_who_asked_takes_the_request_back_and_the_other_side_does_not(story, asked, mai):
    with pytest.raises(NotPermitted):
        actions.leave_joining(asked, reason="x", by=story.lan)
    actions.leave_joining(asked, reason="Hỏi nhầm.", by=mai)
    asked.refresh_from_db()
    assert asked.standing == Standing.ENDED


def test_leaving_wants_a_reason_and_one_of_the_two(story, taking_part):
    with pytest.raises(BadInput):
        actions.leave_joining(taking_part, reason="", by=story.lan)
    for person in (story.minh, story.stranger):
        with pytest.raises(NotPermitted):
            actions.leave_joining(taking_part, reason="x", by=person)


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_while_one_types_a_work_of_the_area_offers_to_take_part(work, unfinished, mai, as_person):
    ask = reverse("duplicates:ask_to_join", args=[work.pk])
    lines = as_person(mai).get(
        reverse("duplicates:titles"), {"title": FENCE, "than": unfinished.pk}, headers={"HX-Request": "true"}
    )
    assert f'href="{ask}?draft={unfinished.pk}"' in lines.text
    assert reverse("exemplars:detail", args=[work.pk]) not in lines.text


def test_ones_own_work_offers_nothing(story, work, as_person):
    lines = as_person(story.lan).get(
        reverse("duplicates:titles"), {"title": FENCE}, headers={"HX-Request": "true"}
    )  # fmt: skip
    assert FENCE in lines.text
    assert reverse("duplicates:ask_to_join", args=[work.pk]) not in lines.text


def test_the_page_that_asks_tells_name_unit_and_year_and_keeps_what_was_typed(work, unfinished, mai, as_person):
    browser, url = as_person(mai), reverse("duplicates:ask_to_join", args=[work.pk])
    page = browser.get(url, {"draft": unfinished.pk})
    assert FENCE in page.text
    assert work.code not in page.text
    assert page.context["form"]["draft"].value() == str(unfinished.pk)
    refused = browser.post(url, {"unit": work.unit_id, "task": TASK})
    assert (refused.status_code, TASK in refused.text) == (422, True)
    answer = browser.post(url, {"unit": unfinished.unit_id, "task": TASK, "draft": unfinished.pk})
    assert answer["Location"] == reverse("duplicates:joinings")
    assert Cooperation.objects.get().draft == unfinished


def test_both_units_find_it_on_their_pages(story, asked, work, unfinished, mai, as_person):
    ours, theirs = as_person(story.lan), as_person(mai)
    for browser in (ours, theirs):
        browser.cookies["django_language"] = "en"
    detail, page = reverse("exemplars:detail", args=[work.pk]), reverse("duplicates:joinings")
    assert reverse("duplicates:confirm_joining", args=[asked.pk]) in ours.get(detail).text
    assert reverse("duplicates:confirm_joining", args=[asked.pk]) in ours.get(page).text
    assert "Our requests" in theirs.get(page).text
    assert "Your unit asked Phường Yên Giang" in theirs.get(reverse("exemplars:tasks", args=[unfinished.pk])).text
    ours.post(reverse("duplicates:confirm_joining", args=[asked.pk]))
    assert "We take part" in theirs.get(page).text
    assert TASK in theirs.get(detail).text
    assert page in theirs.get(reverse("exemplars:list")).text


def test_others_who_read_the_work_are_not_told_who_asks(story, asked, work, as_person):
    detail = reverse("exemplars:detail", args=[work.pk])
    assert TASK not in as_person(story.minh).get(detail).text
    actions.confirm_joining(asked, by=story.lan)
    assert TASK in as_person(story.minh).get(detail).text


def test_fifty_co_operations_ask_as_often_as_one(story, taking_part, work, union, mai, as_person):
    browser = as_person(story.lan)

    def asks(url):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200
        return len(queries)

    urls = [reverse("duplicates:joinings"), reverse("exemplars:detail", args=[work.pk])]
    few = [asks(url) for url in urls]
    for n in range(49):
        unit = UnitFactory(name=f"Chi hội {n}", level="grassroots", kind="front", parent=story.ward)
        person = MembershipFactory(unit=unit).person
        actions.confirm_joining(actions.ask_to_join(work, unit, task=TASK, by=person), by=story.lan)
    assert [asks(url) for url in urls] == few
    assert len(reading.parts_in(work, story.lan)) == 50
