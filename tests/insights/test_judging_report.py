"""`kheo report scores|standings|classification`: points by stage and criterion, classes, gates, caps."""

# ruff: noqa: E501 - rows stand as they are read

import csv
import io
import json

import pytest
from django.core.management import call_command
from python_calamine import CalamineWorkbook

from kheo.criteria import library
from kheo.evaluations import actions
from kheo.evaluations.models import Evaluation
from kheo.imports import actions as imports
from kheo.imports.enums import ImportKind
from kheo.kernel.errors import BadInput
from tests.evaluations.conftest import sheet_of
from tests.factories import FrameworkVersionFactory, MembershipFactory, PersonFactory, UnitFactory
from tests.imports.conftest import header, write_csv

pytestmark = pytest.mark.django_db
CAP = {"code": "XS20", "of": "XS", "percent": 20, "base": "all", "rounding": "down"}
GATE = {"code": "KL", "text": "Không có kỷ luật", "effect": "best_class", "best_class": "K"}


@pytest.fixture
def report(tmp_path):
    """`report("scores", round="QN-2024")`: what the command writes, read again by its format."""

    def written(name, *, format="json", **options):
        file = tmp_path / f"report.{format}"
        call_command("report", name, format=format, output=file, **{"round": "QN-2024", **options})
        content = file.read_bytes()
        if format == "json":
            return json.loads(content)
        if format == "csv":
            return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()

    return written


@pytest.fixture
def brought(story, tmp_path):
    """Bring scores in by the command's verb: rows of (subject, stage, criterion, points, passed, scorer)."""

    def brought(*rows):
        names = header("scores")
        table = [
            {"round_code": "QN-2024", "subject_code": s, "stage": t, "criterion_code": c, "points": p, "passed": y, "scorer": w}
            for s, t, c, p, y, w in ((*row, *[""] * (6 - len(row))) for row in rows)
        ]  # fmt: skip
        lines = [names, *([row.get(name, "") for name in names] for row in table)]
        examination = imports.bring_in(ImportKind.SCORES, write_csv(tmp_path / "scores.csv", lines))
        assert list(examination.sentences()) == []

    return brought


def card(subject, stage, a, b, c, scorer=""):
    return [(subject, stage, code, str(p), "", scorer) for code, p in zip("ABC", (a, b, c), strict=True)]


@pytest.fixture
def wards(story, brought):
    """Five wards by the little sheet: one failed a gate, one is not complete."""
    FrameworkVersionFactory(sheet=sheet_of(stages=["self", "scoring"], caps=[CAP], gates=[GATE], ties={"by": ["A"]}))
    for n in range(3):
        UnitFactory(code=f"P{n}", name=f"Phường {n}", parent=story.district)
    rows = []
    for code, points in {"YG": (30, 50, 15), "LH": (30, 45, 20), "P0": (25, 45, 10), "P1": (25, 40, 15)}.items():
        rows += card(code, "self", 30, 50, 20) + card(code, "scoring", *points)
        rows.append((code, "scoring", "KL", "", "không" if code == "LH" else "có"))
    brought(*rows, *card("P2", "self", 10, 10, 10), ("P2", "self", "KL", "", "có"))
    return story


def by_code(told):
    return {row["subject_code"]: row for row in told["rows"]}


def test_points_by_stage_and_criterion_total_and_class(wards, report):
    row = by_code(report("scores"))["YG"]
    assert row["points"] == {"self": {"A": 30, "B": 50, "C": 20}, "scoring": {"A": 30, "B": 50, "C": 15}}
    assert {stage: (one["total"], one["class"]) for stage, one in row["stages"].items()} == {
        "self": (100, "XS"), "scoring": (95, "XS"),
    }  # fmt: skip
    assert (row["total"], row["percent"], row["class"], row["class_name"]) == (95, 95, "XS", "Xuất sắc")
    assert (row["unit"], row["judge"], row["level"], row["state"]) == ("YG", "QN", "province", "scored")
    assert (row["provisional"], row["final"], row["concluded"]) == (False, True, False)


def test_a_failed_gate_with_its_sentence(wards, report):
    row = by_code(report("classification"))["LH"]
    assert (row["total"], row["class"]) == (95, "K")
    assert row["gates_failed"] == [{"code": "KL", "sentence": "Không có kỷ luật", "document": ""}]
    assert row["held_back"][0] == "Not “Xuất sắc”: the condition “Không có kỷ luật” is not met."


def test_what_is_unfinished_is_provisional(wards, report):
    told = report("standings")
    row = by_code(told)["P2"]
    assert (row["provisional"], row["final"], row["total"], row["state"]) == (True, False, 30, "scoring")
    assert told["provisional"] is True


def test_the_cap_with_its_base_and_its_rounding(wards, report):
    told = report("classification")
    cap = by_code(told)["YG"]["caps"][0]
    assert {key: cap[key] for key in ("base", "base_count", "percent", "exact", "rounding", "allowed", "taken", "place")} == {
        "base": "all", "base_count": 5, "percent": 20, "exact": 1, "rounding": "down", "allowed": 1, "taken": 1,
        "place": "within",
    }  # fmt: skip
    assert by_code(told)["LH"]["caps"] == []
    judge = told["judges"][0]
    assert [(one["class"], one["count"]) for one in judge["classes"]] == [("XS", 1), ("T", 2), ("K", 1), ("D", 1)]
    assert judge["not_eligible"] == 0


def test_ranks_with_ties(wards, report):
    ranks = {
        row["subject_code"]: (row["rank"], row["tied_with"], row["broken_by"]) for row in report("standings")["rows"]
    }
    assert ranks == {
        "YG": (1, ["LH"], ""), "LH": (1, ["YG"], ""), "P0": (3, ["P1"], ""), "P1": (3, ["P0"], ""), "P2": (5, [], ""),
    }  # fmt: skip


def test_several_scorers_and_both_orders(story, brought, report):
    FrameworkVersionFactory(sheet=sheet_of(stages=["scoring"]))
    for username in ("son", "hanh"):
        MembershipFactory(person=PersonFactory(username=username), unit=story.province, role="reviewer")
    brought(
        *card("YG", "scoring", 20, 30, 10, "son"), *card("YG", "scoring", 24, 34, 12, "hanh"),
        *card("LH", "scoring", 10, 30, 10, "son"), *card("LH", "scoring", 14, 34, 12, "hanh"),
    )  # fmt: skip
    row = by_code(report("standings"))["YG"]
    assert (row["total"], row["stages"]["scoring"]["cards"]) == (65, 2)
    assert (row["adjusted_total"], row["adjusted_rank"]) == (65, 1)


def test_not_eligible_stands_outside(story, brought, report):
    FrameworkVersionFactory(sheet=library.by_code("BK-1878"))
    brought(
        ("YG", "self", "I", "87"), ("YG", "superior", "I", "70"), ("YG", "superior", "II", "8"),
        ("YG", "superior", "DK", "", "có"), ("LH", "self", "I", "90"), ("LH", "superior", "II", "10"),
        ("LH", "superior", "DK", "", "không"),
    )  # fmt: skip
    told = report("classification")
    rows = by_code(told)
    assert (rows["YG"]["stages"]["self"]["class_name"], rows["YG"]["class_name"]) == ("Tốt", "Khá")
    assert (rows["LH"]["total"], rows["LH"]["class"], rows["LH"]["not_eligible"], rows["LH"]["rank"]) == (
        100,
        None,
        True,
        None,
    )
    assert (told["judges"][0]["not_eligible"], told["judges"][0]["classified"]) == (1, 1)


def test_the_table_of_scores_can_be_brought_in_again(wards, report, tmp_path):
    lines = report("scores", format="csv")
    assert lines[0][:6] == ["round_code", "subject_code", "stage", "criterion_code", "points", "passed"]
    again = imports.bring_in(ImportKind.SCORES, write_csv(tmp_path / "again.csv", lines))
    assert again.counts == {"right": 0, "to_mend": 0, "duplicate": 27}


@pytest.mark.parametrize("name", ["scores", "standings", "classification"])
def test_every_report_in_every_format(wards, report, name):
    table, book = report(name, format="csv"), report(name, format="xlsx")
    assert table[0] == book[0]
    assert len(table) == len(book) > 5
    assert report(name)["total"] == 5


def test_only_one_judging_unit_or_one_level(story, wards, report):
    version = FrameworkVersionFactory(sheet=sheet_of(code="HUYEN", stages=["scoring"]))
    actions.demand(story.round, "district", version=version, by=None)
    subject = actions.enter_subject(story.round, story.ward, code="YG", title="Phường Yên Giang", by=None)
    actions.open_evaluation(subject, story.district, by=story.minh)
    assert Evaluation.objects.count() == 6
    assert report("scores")["total"] == 6
    assert report("scores", unit="QY")["total"] == report("scores", level="district")["total"] == 1


def test_a_round_without_judgements_is_empty_and_an_unknown_one_is_refused(story, report):
    assert report("scores") == {
        "round": "QN-2024", "as_of": "2024-11-20", "provisional": False, "rows": [], "total": 0,
    }  # fmt: skip
    with pytest.raises(BadInput, match="no round with the code"):
        report("scores", round="XX")
