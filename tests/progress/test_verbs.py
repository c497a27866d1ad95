"""Progress under way, the pulse at 6, 12 and 24 months, the yearly re-check (F12) and the one press that goes on."""

from datetime import date

import pytest

from kheo.exemplars.enums import Origin, Status
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.progress import actions, due
from kheo.progress.enums import Decision
from kheo.replication import reading
from tests.progress.conftest import SHEET

pytestmark = pytest.mark.django_db


class TestReportProgress:
    def test_it_is_a_row_and_a_later_one_stands_over_it(self, story, accepted):
        actions.report_progress(accepted, kind="mid_year", content="Đã lắp 8 điều hòa.", by=story.lan)
        actions.report_progress(accepted, kind="mid_year", content="Đã lắp 10 điều hòa.", by=story.dung)
        assert [r.content for r in accepted.progress_reports.all()] == ["Đã lắp 8 điều hòa.", "Đã lắp 10 điều hòa."]
        assert journal.history(accepted).last().verb == "registration.progress_reported"

    @pytest.mark.parametrize("person", ["stranger", "minh", "hoa", "nga"])
    def test_refused_to_those_who_do_not_write_for_the_unit(self, story, accepted, person):
        with pytest.raises(NotPermitted):
            actions.report_progress(accepted, kind="mid_year", content="Đã.", by=getattr(story, person))

    def test_of_what_was_accepted(self, story, submitted):
        with pytest.raises(NotNow, match="of what was accepted"):
            actions.report_progress(submitted, kind="mid_year", content="Đã.", by=story.lan)

    def test_with_words(self, story, accepted):
        with pytest.raises(BadInput):
            actions.report_progress(accepted, kind="year_end", content=" ", by=story.lan)


class TestPulse:
    """Alive, changed, stopped, why: 6, 12 and 24 months after the first recognition."""

    def asked(self, story):
        return [(pulse.months, pulse.since) for pulse in due.pulses([story.ward.pk])]

    def test_it_is_asked_after_six_months(self, story, lasting):
        with clock.at(date(2024, 6, 19)):
            assert self.asked(story) == []
        with clock.at(date(2024, 6, 20)):
            assert self.asked(story) == [(6, date(2024, 6, 20))]

    def test_only_the_latest_is_asked_who_was_silent_is_not_asked_twice(self, story, lasting):
        with clock.at(date(2024, 12, 20)):
            assert self.asked(story) == [(12, date(2024, 12, 20))]
        with clock.at(date(2026, 1, 5)):
            assert self.asked(story) == [(24, date(2025, 12, 20))]

    def test_alive_needs_no_words(self, story, lasting):
        done = actions.take_pulse(lasting, 6, "alive", by=story.lan)
        assert (done.answer, done.unit, done.on) == ("alive", story.ward, story.today)
        assert self.asked(story) == []
        entry = journal.history(lasting).last()
        assert (entry.verb, entry.details) == ("exemplar.pulse_taken", {"months": 6, "answer": "alive"})

    def test_changed_and_stopped_say_why(self, story, lasting):
        for answer in ("changed", "stopped"):
            with pytest.raises(BadInput, match="what changed"):
                actions.take_pulse(lasting, 6, answer, by=story.lan)

    def test_of_what_has_stopped_nothing_more_is_asked(self, story, lasting):
        actions.take_pulse(lasting, 6, "stopped", why="Nhà văn hóa phải dỡ.", by=story.lan)
        with clock.at(date(2024, 12, 21)):
            assert self.asked(story) == []
            with pytest.raises(NotNow, match="stopped or was ended"):
                actions.take_pulse(lasting, 12, "alive", by=story.lan)

    def test_once_and_not_before_its_day(self, story, lasting):
        with pytest.raises(NotNow, match="not asked today"):
            actions.take_pulse(lasting, 12, "alive", by=story.lan)
        actions.take_pulse(lasting, 6, "alive", by=story.lan)
        with pytest.raises(NotNow, match="answered already"):
            actions.take_pulse(lasting, 6, "alive", by=story.lan)

    @pytest.mark.parametrize("person", ["stranger", "minh", "hoa", "nga"])
    def test_refused_to_those_who_do_not_write_for_the_unit(self, story, lasting, person):
        with pytest.raises(NotPermitted):
            actions.take_pulse(lasting, 6, "alive", by=getattr(story, person))

    def test_of_what_was_not_recognised_nothing_is_asked(self, story, accepted):
        with pytest.raises(NotNow, match="not recognised"):
            actions.take_pulse(accepted.exemplar, 6, "alive", by=story.lan)


class TestRecheck:
    def test_the_unit_proposes_and_the_office_rules(self, story, lasting):
        sheet = actions.recheck(lasting, story.round, by=story.lan, **SHEET)
        assert (sheet.unit, sheet.office, sheet.decision) == (story.ward, story.district, None)
        actions.rule(sheet, by=story.minh)
        sheet = type(sheet).objects.get(pk=sheet.pk)
        assert (sheet.decision, sheet.ruling.unit) == (Decision.MAINTAIN, story.district)
        assert [e.verb for e in journal.history(lasting)] == ["exemplar.rechecked", "exemplar.ruled"]

    def test_done_by_the_office_itself_it_is_decided_at_once(self, story, lasting):
        sheet = actions.recheck(lasting, story.round, by=story.minh, **SHEET)
        assert (sheet.unit, sheet.ruling.decision) == (story.district, "maintain")

    def test_otherwise_than_proposed_only_with_a_reason(self, story, lasting):
        sheet = actions.recheck(lasting, story.round, by=story.lan, **SHEET)
        with pytest.raises(BadInput, match="otherwise than was proposed"):
            actions.rule(sheet, decision="strengthen", by=story.minh)
        assert (
            actions.rule(sheet, decision="strengthen", reason="Ít người đến.", by=story.minh).decision == "strengthen"
        )
        with pytest.raises(NotNow, match="decided already"):
            actions.rule(sheet, by=story.minh)

    def test_what_does_not_run_is_ended_or_dropped(self, story, lasting):
        with pytest.raises(BadInput, match="ended or dropped"):
            actions.recheck(lasting, story.round, by=story.lan, **(SHEET | {"running": False}))

    def test_the_evidence_is_of_a_day_that_has_been(self, story, lasting):
        with pytest.raises(BadInput, match="has been"):
            actions.recheck(lasting, story.round, by=story.lan, **(SHEET | {"evidence_on": date(2024, 11, 21)}))

    def test_it_has_an_effect_and_a_reason(self, story, lasting):
        for name in ("effect", "reason"):
            with pytest.raises(BadInput):
                actions.recheck(lasting, story.round, by=story.lan, **(SHEET | {name: " "}))

    def test_once_a_round(self, story, lasting):
        actions.recheck(lasting, story.round, by=story.lan, **SHEET)
        with pytest.raises(NotNow, match="re-checked in Năm 2024 already"):
            actions.recheck(lasting, story.round, by=story.lan, **SHEET)

    def test_of_an_earlier_round(self, story, lasting, last_year):
        with pytest.raises(NotNow, match="earlier round"):
            actions.recheck(lasting, last_year, by=story.lan, **SHEET)

    @pytest.mark.parametrize("person", ["stranger", "hoa", "nga"])
    def test_refused_to_others(self, story, lasting, person):
        with pytest.raises(NotPermitted):
            actions.recheck(lasting, story.round, by=getattr(story, person), **SHEET)

    @pytest.mark.parametrize("person", ["stranger", "lan", "hoa", "nga"])
    def test_ruled_by_the_office_only(self, story, lasting, person):
        sheet = actions.recheck(lasting, story.round, by=story.lan, **SHEET)
        with pytest.raises(NotPermitted):
            actions.rule(sheet, by=getattr(story, person))

    def test_it_is_due_in_the_next_round_until_it_is_done(self, story, lasting):
        assert [one.exemplar for one in due.rechecks([story.ward.pk], [story.round])] == [lasting]
        actions.recheck(lasting, story.round, by=story.lan, **SHEET)
        assert due.rechecks([story.ward.pk], [story.round]) == []


class TestGoingOn:
    """BR-07: what is still effective and was told to continue; BR-11: the weak is strengthened, it does not vanish."""

    def ruled(self, story, lasting, decision):
        sheet = actions.recheck(lasting, story.round, by=story.lan, **SHEET)
        actions.rule(sheet, decision=decision, reason="Theo kết quả rà soát.", by=story.minh)
        return sheet

    @pytest.mark.parametrize("decision", ["maintain", "strengthen", "replicate"])
    def test_in_one_press_it_is_in_the_new_round(self, story, lasting, decision):
        made = actions.maintain(self.ruled(story, lasting, decision), by=story.lan)
        assert (made.exemplar, made.round, made.status) == (lasting, story.round, Status.DRAFT)
        assert (made.origin, made.title) == (Origin.MAINTAINED, "Nhà văn hóa sáng đèn")

    def test_as_upgraded(self, story, lasting):
        made = actions.maintain(self.ruled(story, lasting, "maintain"), origin="upgraded", by=story.lan)
        assert made.origin == Origin.UPGRADED

    @pytest.mark.parametrize("decision", ["end", "drop"])
    def test_what_was_ended_or_dropped_does_not(self, story, lasting, decision):
        with pytest.raises(NotNow, match="not told this model to go on"):
            actions.maintain(self.ruled(story, lasting, decision), by=story.lan)

    def test_not_before_the_office_has_ruled(self, story, lasting):
        with pytest.raises(NotNow, match="not told"):
            actions.maintain(actions.recheck(lasting, story.round, by=story.lan, **SHEET), by=story.lan)

    def test_once(self, story, lasting):
        sheet = self.ruled(story, lasting, "maintain")
        actions.maintain(sheet, by=story.lan)
        with pytest.raises(NotNow, match="already registered"):
            actions.maintain(sheet, by=story.lan)

    def test_refused_to_others(self, story, lasting):
        with pytest.raises(NotPermitted):
            actions.maintain(self.ruled(story, lasting, "maintain"), by=story.minh)

    def test_what_was_dropped_is_no_longer_offered_to_be_copied(self, story, lasting):
        assert reading.patterns().filter(exemplar=lasting).exists()
        self.ruled(story, lasting, "drop")
        assert not reading.patterns().filter(exemplar=lasting).exists()
