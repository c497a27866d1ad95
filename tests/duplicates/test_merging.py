"""merge and undo_merging: the work counts once, and undoing gives back exactly what was (movement.md §9.2 trap 7)."""

import random
from datetime import date

import pytest
from django.db.models import Count
from django.urls import reverse

from kheo.duplicates import actions
from kheo.duplicates.enums import Standing
from kheo.exemplars import actions as exemplars
from kheo.exemplars.enums import Holder, Status
from kheo.exemplars.models import Registration
from kheo.exemplars.subjects import subject_of
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.kernel.quantities import in_words
from kheo.movements import actions as movements
from kheo.movements.models import Field
from kheo.people.models import Person
from kheo.results import consolidation, reading
from kheo.results.enums import Mobilised
from kheo.units.history import tell
from tests.factories import (
    ConsiderationFactory,
    EvaluationFactory,
    MembershipFactory,
    OutcomeFactory,
    ProposalFactory,
    RecognitionFactory,
    RegistrationFactory,
    RoundFactory,
)
from tests.results.conftest import write

WHY = "Cùng một tường rào khu 3, hai đơn vị cùng vẽ."


@pytest.fixture
def merging(story, work, theirs):
    return actions.merge(work, theirs, reason=WHY, by=story.minh)


def again(record):
    return type(record).objects.get(pk=record.pk)


# ── Merging ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_merged_one_is_held_by_nobody_and_counts_nowhere(merging, theirs, work):
    merged = again(theirs)
    assert (merged.status, merged.held_by, again(work).status) == (Status.MERGED, Holder.NOBODY, Status.SUBMITTED)
    assert list(Registration.objects.counted()) == [work]
    assert (merging.kept, merging.status_before, merging.office.name) == (work, "submitted", "Thị xã Quảng Yên")


def test_its_unit_takes_part_in_the_one_that_is_kept_and_reads_it(merging, work, union, mai):
    [part] = work.cooperations.all()
    assert (part.unit, part.standing, part.merging) == (union, Standing.TAKES_PART, merging)
    assert Registration.objects.visible_to(Person.objects.get(pk=mai.pk)).filter(pk=work.pk).exists()


def test_both_histories_tell_it_by_code_and_unit(merging, work, theirs):
    [told] = tell(journal.history(theirs).filter(verb="registration.merged"))
    assert told.sentence == (
        f"Trần Văn Minh of Thị xã Quảng Yên merged it into {work.code} of Phường Yên Giang: the same work."
    )
    [told] = tell(journal.history(work).filter(verb="registration.took_in"))
    assert (told.sentence, told.reason) == (
        "Trần Văn Minh of Thị xã Quảng Yên merged MH-2024-0901 of Hội Liên hiệp Phụ nữ phường Yên Giang into it: the"
        " same work.",
        WHY,
    )


def test_who_took_part_in_the_merged_one_takes_part_in_the_other(story, work, theirs, mai, union):
    cell = story.sibling  # any other unit: who takes part is a row
    theirs.cooperations.create(
        unit=cell, task="Góp sơn", asked_at=clock.now(), asked_by=mai, accepted=True, answered_at=clock.now(),
        answered_by=mai,
    )  # fmt: skip
    actions.merge(work, theirs, reason=WHY, by=story.minh)
    assert set(work.cooperations.values_list("unit", "task")) == {(union.pk, ""), (cell.pk, "Góp sơn")}


def test_a_unit_that_had_asked_already_takes_part_once(story, work, theirs, union, mai):
    asked = actions.ask_to_join(work, union, task="Vẽ", by=mai)
    merging = actions.merge(work, theirs, reason=WHY, by=story.minh)
    [part] = work.cooperations.all()
    assert (part.pk, part.standing, part.merging) == (asked.pk, Standing.TAKES_PART, merging)


def test_two_of_the_same_unit_are_merged_without_a_co_operation(story, work):
    twice = RegistrationFactory(unit=story.ward, round=story.round, receiver=story.district, status="accepted")
    actions.merge(work, twice, reason=WHY, by=story.minh)
    assert not work.cooperations.exists()


@pytest.mark.parametrize("who", ["lan", "dung", "nga", "stranger"])
def test_units_keepers_and_strangers_merge_nothing(story, work, theirs, who):
    with pytest.raises(NotPermitted):
        actions.merge(work, theirs, reason=WHY, by=getattr(story, who))


def test_an_office_above_both_merges_and_one_that_received_only_one_does_not(story, work, theirs):
    other = RegistrationFactory(unit=story.sibling, round=story.round, receiver=story.ward, status="submitted")
    ward = MembershipFactory(unit=story.ward, role="reviewer").person
    with pytest.raises(NotPermitted):
        actions.merge(work, other, reason=WHY, by=ward)
    assert actions.merge(work, other, reason=WHY, by=story.minh).office == story.district
    assert actions.merge(work, theirs, reason=WHY, by=story.hoa).office == story.province


def test_a_reason_is_wanted(story, work, theirs):
    with pytest.raises(BadInput, match="both units read it"):
        actions.merge(work, theirs, reason=" ", by=story.minh)


@pytest.mark.parametrize("status", ["declined", "withdrawn"])
def test_what_is_over_is_neither_merged_nor_kept(story, work, theirs, status):
    Registration.objects.filter(pk=theirs.pk).update(status=status)
    for pair in ((work, theirs), (theirs, work)):
        with pytest.raises(NotNow):
            actions.merge(*pair, reason=WHY, by=story.minh)


def test_a_draft_is_not_merged(story, work, draft):
    with pytest.raises(NotPermitted):  # no office has received it
        actions.merge(work, draft, reason=WHY, by=story.minh)


def test_only_within_a_round_that_is_not_closed(story, work, theirs):
    last = RegistrationFactory(
        unit=story.ward, receiver=story.district, status="accepted", round=RoundFactory(movement=story.movement)
    )
    with pytest.raises(NotNow, match="same round"):
        actions.merge(work, last, reason=WHY, by=story.minh)
    movements.close_round(story.round, by=story.nga)
    with pytest.raises(NotNow):
        actions.merge(work, theirs, reason=WHY, by=story.minh)


def _recognised(row, story):
    RecognitionFactory(registration=row, unit=story.district)


def _not_recognised(row, story):
    done = ConsiderationFactory(unit=story.district, round=story.round, concluded_at=clock.now())
    OutcomeFactory(consideration=done, registration=row, recognised=False, reason="Chưa rõ.")


def _proposed(row, story):
    ProposalFactory(registration=row, from_unit=story.district, to_unit=story.province)


@pytest.mark.parametrize("decided", [_recognised, _not_recognised, _proposed])
def test_what_was_decided_on_is_kept_but_no_longer_merged(story, work, theirs, decided):
    decided(theirs, story)
    with pytest.raises(NotNow, match="decided on"):
        actions.merge(work, theirs, reason=WHY, by=story.minh)
    actions.merge(theirs, work, reason=WHY, by=story.minh)


def test_what_is_being_evaluated_is_kept_and_takes_the_other_in(story, work, theirs):
    """Else its scorers would go on with what counts no more."""
    Registration.objects.filter(pk=theirs.pk).update(status="accepted")
    subject = subject_of(again(theirs), by=story.minh)
    EvaluationFactory(subject=subject, unit=story.district)
    with pytest.raises(NotNow, match="is being evaluated, or was"):
        actions.merge(work, again(theirs), reason=WHY, by=story.minh)
    assert actions.merge(again(theirs), work, reason=WHY, by=story.minh).merged == work


def test_what_only_lies_on_a_table_is_not_given_away(story, work, theirs):
    Registration.objects.filter(pk=theirs.pk).update(status="accepted")
    weighing = ConsiderationFactory(unit=story.district, round=story.round)
    OutcomeFactory(consideration=weighing, registration=theirs)
    assert actions.merge(work, theirs, reason=WHY, by=story.hoa)


def test_nothing_is_merged_into_itself_nor_in_a_chain(story, merging, work, theirs):
    third = RegistrationFactory(unit=story.sibling, round=story.round, receiver=story.district, status="submitted")
    with pytest.raises(BadInput):
        actions.merge(third, third, reason=WHY, by=story.minh)
    with pytest.raises(NotNow, match="undo that first"):
        actions.merge(third, work, reason=WHY, by=story.minh)
    with pytest.raises(NotNow):
        actions.merge(theirs, third, reason=WHY, by=story.minh)


def test_what_stands_for_others_is_neither_withdrawn_nor_declined(story, merging, work):
    with pytest.raises(NotNow, match="Undo the merging first"):
        exemplars.withdraw(work, reason="x", by=story.lan)
    with pytest.raises(NotNow, match="Undo the merging first"):
        exemplars.decline(work, reason="duplicate", by=story.minh)


def test_no_verb_of_the_main_line_moves_a_merged_one(story, merging, theirs, mai):
    acts = [
        lambda: exemplars.accept(theirs, by=story.minh),
        lambda: exemplars.withdraw(theirs, reason="x", by=mai),
        lambda: exemplars.report_result(theirs, content="x", effect="y", by=mai),
    ]
    for act in acts:
        with pytest.raises(NotNow):
            act()


def test_who_takes_part_by_merging_does_not_leave_by_itself(merging, work, mai):
    with pytest.raises(NotNow, match="merging would have to be undone"):
        actions.leave_joining(work.cooperations.get(), reason="x", by=mai)


# ── Undoing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", ["submitted", "returned", "accepted", "reported"])
def test_undoing_gives_back_exactly_what_was(story, work, theirs, status):
    Registration.objects.filter(pk=theirs.pk).update(status=status)
    before = Registration.objects.filter(pk=theirs.pk).values().get()
    merging = actions.merge(work, theirs, reason=WHY, by=story.minh)
    actions.undo_merging(merging, reason="Hai tường rào khác nhau.", by=story.minh)
    assert Registration.objects.filter(pk=theirs.pk).values().get() == before
    assert work.cooperations.get().standing == Standing.ENDED
    assert again(merging).is_undone


def test_both_histories_tell_it_and_the_unit_reads_the_other_no_more(story, merging, work, theirs, mai):
    actions.undo_merging(merging, reason="Hai tường rào khác nhau.", by=story.minh)
    assert journal.history(theirs).last().verb == "registration.merging_undone"
    assert journal.history(work).last().verb == "registration.gave_back"
    assert not Registration.objects.visible_to(Person.objects.get(pk=mai.pk)).filter(pk=work.pk).exists()


def test_it_can_be_merged_again_afterwards(story, merging, work, theirs):
    actions.undo_merging(merging, reason="Nhầm.", by=story.minh)
    assert actions.merge(theirs, work, reason=WHY, by=story.minh).kept == theirs


@pytest.mark.parametrize("who", ["lan", "nga", "stranger"])
def test_nobody_else_undoes_it(story, merging, who):
    with pytest.raises(NotPermitted):
        actions.undo_merging(merging, reason="x", by=getattr(story, who))


def test_it_is_undone_once_for_a_reason_while_the_round_runs(story, merging):
    with pytest.raises(BadInput):
        actions.undo_merging(merging, reason="", by=story.minh)
    actions.undo_merging(merging, reason="Nhầm.", by=story.hoa)
    with pytest.raises(NotNow, match="undone already"):
        actions.undo_merging(merging, reason="x", by=story.minh)


def test_not_in_a_closed_round(story, merging):
    movements.close_round(story.round, by=story.nga)
    with pytest.raises(NotNow):
        actions.undo_merging(merging, reason="x", by=story.minh)


# ── Counted once ─────────────────────────────────────────────────────────────────────────────────────────────────────


def money():
    sums = consolidation.by_unit(Registration.objects.counted())
    ours = (one for (_unit, kind, _source), one in sums.items() if kind == Mobilised.MONEY)
    return in_words(consolidation.in_all(ours, Mobilised.MONEY).quantity)


def test_what_was_given_is_added_once(story, work, theirs, mai):
    """The ward wrote “hơn 180 triệu đồng”; the union wrote 75 million of the same wall."""
    Registration.objects.filter(pk__in=[work.pk, theirs.pk]).update(status="accepted")
    write(work, "resources", {"words": "Sơn, nhân công", "value": "hơn 180 triệu đồng"}, by=story.lan)
    write(theirs, "resources", {"words": "Hội viên đóng góp", "value": "75 triệu đồng"}, by=mai)
    assert money() == "more than 255 million đồng"
    merging = actions.merge(work, theirs, reason=WHY, by=story.minh)
    assert money() == "more than 180 million đồng"
    assert reading.read(theirs, mai).resource_totals == ["75 million đồng"]  # readable where it was written
    actions.undo_merging(merging, reason="Nhầm.", by=story.minh)
    assert money() == "more than 255 million đồng"


def totals():
    """What counts by unit, level and field, and the rows behind it."""
    rows = Registration.objects.counted()
    by = {name: dict(rows.order_by().values_list(name).annotate(n=Count("pk"))) for name in ("unit", "level", "field")}
    return by, rows.count()


@pytest.mark.parametrize("seed", range(5))
def test_totals_are_those_of_the_rows_whatever_is_merged_and_undone(story, seed):
    """By unit, level and field: before, after each merging, and after everything is undone."""
    chance = random.Random(seed)
    fields = list(Field.objects.filter(movement=story.movement))
    rows = [
        RegistrationFactory(
            unit=chance.choice([story.ward, story.sibling, story.district]), round=story.round, receiver=story.district,
            status=chance.choice(["submitted", "accepted", "reported"]), field=chance.choice([*fields, None]),
            level=chance.choice(["commune", "district"]), registered_on=date(2024, 3, 1),
        )
        for _ in range(12)
    ]  # fmt: skip
    before, done = totals(), []
    for _ in range(20):
        kept, merged = chance.sample(rows, 2)
        try:
            done.append(actions.merge(kept, merged, reason=WHY, by=story.minh))
        except NotNow:
            continue
        by, count = totals()
        assert count == len(rows) - len(done)
        assert [sum(parts.values()) for parts in by.values()] == [count] * 3
    assert done
    for merging in chance.sample(done, len(done)):
        actions.undo_merging(merging, reason="Nhầm.", by=story.minh)
    assert totals() == before


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_office_merges_from_what_may_be_the_same(story, work, theirs, as_person):
    browser = as_person(story.minh)
    browser.cookies["django_language"] = "en"
    url = reverse("duplicates:merge", args=[work.pk])
    assert f"{url}?with={theirs.pk}" in browser.get(reverse("exemplars:detail", args=[work.pk])).text
    page = browser.get(url, {"with": theirs.pk})
    assert page.context["form"]["other"].value() == str(theirs.pk)
    refused = browser.post(url, {"other": theirs.pk, "keep": "this", "reason": ""})
    assert (refused.status_code, "Write why they are the same work" in refused.text) == (422, True)
    answer = browser.post(url, {"other": theirs.pk, "keep": "this", "reason": WHY})
    assert answer["Location"] == reverse("exemplars:detail", args=[work.pk])
    assert again(theirs).status == Status.MERGED


def test_both_pages_tell_where_it_went_and_what_came(story, merging, work, theirs, mai, as_person):
    browser = as_person(mai)
    browser.cookies["django_language"] = "en"
    page = browser.get(reverse("exemplars:detail", args=[theirs.pk])).text
    assert reverse("exemplars:detail", args=[work.pk]) in page
    assert WHY in page
    assert reverse("duplicates:undo_merging", args=[merging.pk]) not in page
    page = as_person(story.minh).get(reverse("exemplars:detail", args=[work.pk])).text
    assert reverse("exemplars:detail", args=[theirs.pk]) in page
    assert reverse("duplicates:undo_merging", args=[merging.pk]) in page


def test_the_other_one_is_found_by_its_code_and_may_be_the_one_that_is_kept(story, work, as_person):
    other = RegistrationFactory(
        title="Trồng hoa", unit=story.sibling, round=story.round, receiver=story.district, status="accepted",
        code="MH-2024-0777",
    )  # fmt: skip
    other.save()  # with the words it is found by
    browser, url = as_person(story.minh), reverse("duplicates:merge", args=[work.pk])
    assert "Trồng hoa" not in browser.get(url).text
    assert "Trồng hoa" in browser.get(url, {"q": "mh 2024 777"}).text
    browser.post(url, {"other": other.pk, "keep": "other", "reason": WHY})
    assert again(work).status == Status.MERGED


def test_undone_on_its_page(story, merging, theirs, as_person):
    url = reverse("duplicates:undo_merging", args=[merging.pk])
    assert as_person(story.minh).post(url, {"reason": "Nhầm."}).status_code == 302
    assert again(theirs).status == Status.SUBMITTED
