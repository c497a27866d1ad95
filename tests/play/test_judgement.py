"""The judgement of the demonstration: what the council of the province decided, its papers, and what goes on."""

import json
from collections import Counter

import pytest
from django.core.management import call_command

from kheo.councils.enums import Attending, Means, SeatRole, SessionState
from kheo.councils.minutes import shown
from kheo.councils.models import CouncilSession, Election, Result
from kheo.councils.sealed import belenios
from kheo.criteria.enums import Stage
from kheo.documents.enums import Layout, PaperKind
from kheo.documents.layouts.parts import Row, Table
from kheo.documents.models import Certificate, Draft, Paper
from kheo.evaluations import queues
from kheo.evaluations.enums import State
from kheo.evaluations.models import Evaluation, Scorecard
from kheo.kernel import clock
from kheo.people.models import Person
from kheo.recognitions.models import Consideration
from kheo.story import binh_thuan, digital, province, stages, worth
from kheo.story.facts import printed
from kheo.story.line import Line
from kheo.story.scenes import Fate
from kheo.units.models import Unit

SEATS, PRESENT, NEEDED = 15, 14, 12  # 80 % of all members


@pytest.fixture
def demo(played):
    """Live on the demonstration's business day, in a copy of it."""
    with clock.at(stages.BUSINESS_DAY):
        yield played


def unit(code):
    return Unit.objects.coded(code, clock.today()).get()


def session_of(code):
    return CouncilSession.objects.select_related("minutes", "council").get(council__unit=unit(code))


def judged_by(code):
    return Evaluation.objects.filter(unit=unit(code))


# ── What is planned ──────────────────────────────────────────────────────────────────────────────────────────────────


def proposed():
    return [scene for scene in binh_thuan.scenes() if scene.fate.proposed]


def test_the_council_adopts_exactly_those_whom_the_province_recognised():
    found = worth.worths(proposed())
    adopted = {key for key, one in found.items() if one.ballot(PRESENT).agreed + one.opinion >= NEEDED}
    assert adopted == {scene.key for scene in proposed() if scene.fate == Fate.RECOGNISED_ABOVE}
    assert len(adopted) == printed("000-08")


def test_nobody_who_was_proposed_is_invented_below_the_threshold_of_the_province():
    lowest = min(one.share for one in worth.worths(proposed()).values())
    assert lowest - worth.LEANING > 0.85


@pytest.mark.parametrize("voters", [13, 14])
def test_every_ballot_paper_is_counted(voters):
    assert {one.ballot(voters).total for one in worth.worths(proposed()).values()} == {voters}


# ── Points ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_39_proposals_are_scored_by_three_of_five_reviewers_each(demo):
    evaluations = judged_by("BT")
    assert evaluations.count() == evaluations.concluded().count() == evaluations.fit().count() == printed("000-07")
    cards = Scorecard.objects.filter(evaluation__in=evaluations, stage=Stage.SCORING).sent()
    loads = Counter(cards.values_list("scorer__username", flat=True))
    assert sorted(loads.values()) == [23, 23, 23, 24, 24]
    assert set(Counter(cards.values_list("evaluation", flat=True)).values()) == {3}


def test_some_were_visited_with_both_signatures_and_some_explained(demo):
    evaluations = judged_by("BT")
    visited, asked = evaluations.exclude(visits=None), evaluations.exclude(questions=None)
    assert (visited.count(), asked.count()) == (10, 4)
    assert all(visit.signatures.count() == 2 for evaluation in visited for visit in evaluation.visits.all())
    assert not asked.filter(questions__answered_at=None).exists()


def test_the_condition_of_recognition_below_names_the_decision_of_the_unit_below(demo):
    evaluation = judged_by("BT").get(subject__title="Số hóa di tích lịch sử, danh lam thắng cảnh tỉnh Bình Thuận")
    assert evaluation.gate_answers.get(gate="DK5").document == "13-QĐ/MH"


@pytest.mark.parametrize("report", ["scores", "standings", "classification"])
def test_the_reports_tell_39_final_results_of_the_province(demo, report, tmp_path):
    call_command("report", report, round="BT-2023", format="json", output=tmp_path / "report.json")
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    rows = told["rows"]
    assert (len(rows), told["total"], told["provisional"]) == (39, 39, False)
    assert {row["framework"] for row in rows} == {"MAU-0"}
    assert {(row["final"], row["stages"]["scoring"]["cards"]) for row in rows} == {(True, 3)}
    assert min(row["total"] for row in rows) >= 85
    if report != "scores":
        (judge,) = told["judges"]
        assert {one["class"]: one["count"] for one in judge["classes"]} == {"XS": 23, "T": 16, "K": 0, "D": 0}
        assert sum(one["count"] for one in judge["classes"]) == judge["classified"] == 39


# ── The council ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_fifteen_sit_in_the_council_and_fourteen_of_them_were_there(demo):
    session = session_of("BT")
    roles = Counter(session.council.seats.values_list("role", flat=True))
    assert roles == {SeatRole.CHAIR: 1, SeatRole.DEPUTY: 1, SeatRole.MEMBER: 12, SeatRole.SECRETARY: 1}
    attending = Counter(session.attendances.values_list("attending", flat=True))
    assert attending == {Attending.PRESENT: PRESENT, Attending.WRITTEN: 1}


def test_of_39_items_it_adopted_22_by_secret_ballot(demo):
    results = Result.objects.filter(item__session=session_of("BT"))
    assert (results.count(), results.filter(passed=True).count()) == (printed("000-07"), printed("000-08"))
    assert set(results.values_list("members", "base", "needed")) == {(SEATS, SEATS, NEEDED)}
    assert set(results.values_list("means", flat=True)) <= {Means.PAPER, Means.SEALED}
    assert not results.filter(passed=True, agreed__lt=NEEDED).exists()
    assert not results.filter(passed=False, agreed__gte=NEEDED).exists()


def test_one_of_them_only_in_the_second_ballot_sealed_where_the_tool_is_installed(demo):
    (second,) = Result.objects.filter(ballots=2)
    assert second.passed
    assert second.means == (Means.SEALED if belenios.is_available() else Means.PAPER)
    if belenios.is_available():
        election = Election.objects.get()
        assert election.state == "verified"
        assert len(election.tally.trackers) == PRESENT
        assert election.session.ceremony.tellers.exclude(key_destroyed_at=None).count() == 3


def test_who_serves_a_judged_unit_stepped_aside(demo):
    session = session_of("BT")
    item = session.items.get(subject__unit__code="BT-CAT")
    assert [recusal.seat.person.full_name for recusal in item.recusals.all()] == ["Nguyễn Hữu Nghĩa"]
    assert item.polls.get().recused_present == 1


def test_its_minutes_are_signed_by_both_and_tell_equal_ballots_once(demo):
    session = session_of("BT")
    assert session.state == SessionState.SIGNED
    assert session.minutes.is_complete
    blocks = {block.key: block for block in shown(session)}
    assert len(blocks["results"].table) == 1 + 39
    assert len(blocks["ballots"].lines) == 4  # one paper for all, the second ballot, opinions for and against
    assert blocks["ballots"].lines[0].startswith("Các nội dung 1–39, lượt 1: ")


def test_without_the_tool_the_second_ballot_is_on_paper(demo, monkeypatch):
    monkeypatch.setattr(belenios, "is_available", lambda: False)
    elections = Election.objects.count()
    province.vote(Line(), proposed())
    session = CouncilSession.objects.filter(council__unit=unit("BT")).latest("pk")
    results = Result.objects.filter(item__session=session)
    assert (results.count(), results.filter(passed=True).count()) == (39, 22)
    assert set(results.values_list("means", flat=True)) == {Means.PAPER}
    assert Election.objects.count() == elections


# ── Papers ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_decision_is_issued_in_the_party_layout_with_22_on_its_list(demo):
    consideration = Consideration.objects.get(unit=unit("BT"))
    paper = consideration.decision
    assert (paper.number, f"{paper.date:%d/%m/%Y}", paper.title.endswith("(dữ liệu minh họa)")) == (
        "14-QĐ/MH", "08/01/2024", True,
    )  # fmt: skip
    document = Draft.objects.get(paper=paper).document
    assert document.letterhead.layout == Layout.PARTY
    (table,) = [block for annex in document.annexes for block in annex.blocks if isinstance(block, Table)]
    assert sum(isinstance(row, Row) for row in table.rows) == printed("000-08")


def test_each_of_the_22_has_a_certificate_collectives_and_individuals(demo):
    subjects = Counter(one.printed["subject"] for one in Certificate.objects.filter(sheet__unit=unit("BT")))
    planned = Counter(scene.subject for scene in proposed() if scene.fate == Fate.RECOGNISED_ABOVE)
    assert subjects == planned
    assert sum(subjects.values()) == printed("000-08")


def test_three_units_proposed_by_a_letter_with_the_summary_list_beside_it(demo):
    letters = Paper.objects.filter(kind=PaperKind.SUBMISSION)
    assert {(letter.issuer.code, letter.number) for letter in letters} == {
        ("BT-593", "01-TTr/MH"), ("BT-DU4", "01-TTr/MH"), ("QN-206", "01-TTr/MH"),
    }  # fmt: skip
    lists = Draft.objects.filter(kind=PaperKind.SUMMARY_LIST)
    assert Counter(one.layout for one in lists) == {Layout.STATE: 2, Layout.PARTY: 1}


# ── What goes on ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_dossier_of_the_town_stands_at_another_step(demo):
    states = Counter(judged_by("QN-206").values_list("state", flat=True))
    assert states == {
        State.SELF: 1, State.VERIFICATION: 1, State.SCORING: 2, State.SCORED: 1, State.CONCLUDED: 2,
    }  # fmt: skip


def test_a_clerk_a_reviewer_and_a_secretary_find_judgement_on_their_desks(demo):
    lan, minh, thu = (Person.objects.get(username=name) for name in ("lan", "minh", "thu"))
    assert [one.stage for one in queues.of(lan)] == [Stage.SELF]
    assert [one.stage for one in queues.to_score(minh)] == [Stage.SCORING, Stage.SCORING]
    session = session_of("QN-206")
    assert (session.state, session.on, session.items.count()) == (SessionState.CONVENED, digital.SESSION, 2)
    assert session.written_by.person == thu
