"""`kheo report`: only the report on the standard output, keys that never change, one sentence when it refuses."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from python_calamine import CalamineWorkbook

from kheo.kernel import periods
from kheo.kernel.errors import BadInput
from kheo.movements.models import Field
from kheo.units import actions as units
from tests.factories import MovementFactory, PaperFactory, RoundFactory, UnitFactory
from tests.insights.builders import considered, proposed, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(tmp_path):
    """`report("funnel", round="QN-2024")`: what the command writes, read again by its format."""

    def written(name, *, format="json", **options):
        file = tmp_path / f"report.{format}"
        call_command("report", name, format=format, output=file, **options)
        content = file.read_bytes()
        if format == "json":
            return json.loads(content)
        if format == "csv":
            return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()

    return written


@pytest.fixture
def year(land):
    economy = Field.objects.get(movement=land.movement, key="economy")
    rows = registered(land.communes[0], land.round, 4, receiver=land.first, field=economy)
    decided = considered(land.first, land.round, yes=rows[:2], no=rows[2:3])
    decided.decision = PaperFactory(number="12-QĐ/TU", date=date(2024, 11, 15), issuer=land.first)
    decided.save()
    rows[0].recognitions.update(decision=decided.decision)
    proposed(rows[:1], land.first, land.province)
    registered(land.communes[2], land.round, status="draft")
    return land


def test_the_funnel_has_exactly_the_keys_that_were_promised(year, report):
    assert report("funnel", round="QN-2024") == {
        "round": "QN-2024",
        "as_of": "2024-12-31",
        "rows": [
            {
                "unit": "UB", "name": "Thành phố Uông Bí", "registered": 0, "recognised": 0, "proposed": 0,
                "recognised_above": 0, "considered": False,
            },
            {
                "unit": "QY", "name": "Thị xã Quảng Yên", "registered": 4, "recognised": 2, "proposed": 1,
                "recognised_above": 0, "considered": True,
            },
        ],
        "total": {
            "registered": 4, "recognised": 2, "proposed": 1, "recognised_above": 0, "considered": 1, "units": 2,
        },
    }  # fmt: skip


def test_the_breakdown_has_exactly_the_keys_that_were_promised(year, report):
    told = report("breakdown", round="QN-2024", unit="QY")
    assert set(told) == {"round", "as_of", "rows", "total"}
    row = told["rows"][0]
    assert set(row) == {"unit", "name", "registered", "recognised"}
    assert row["registered"] == {
        "total": 4,
        "by_field": {
            "economy": 4, "culture_society": 0, "defence_security": 0, "political_system": 0, "unclassified": 0,
        },
        "by_subject": {"collective": 4, "individual": 0},
        "by_kind": {"model": 4, "example": 0},
        "by_origin": {"new": 4, "maintained": 0, "upgraded": 0, "replicated": 0},
    }  # fmt: skip
    assert told["total"]["recognised"]["total"] == 2
    assert set(told["total"]) == {"registered", "recognised", "units"}


def test_the_list_holds_the_registrations_behind_the_figures(year, report):
    told = report("list", round="QN-2024")
    assert told["total"] == len(told["rows"]) == 4
    by_title = {row["title"]: row for row in told["rows"]}
    first = by_title[f"Mô hình 0 của {year.communes[0].name}"]
    assert first | {"code": "", "began": 2024} == first
    assert {key: first[key] for key in ("unit_code", "round_code", "kind", "subject", "field", "level", "origin")} == {
        "unit_code": year.communes[0].code, "round_code": "QN-2024", "kind": "model", "subject": "collective",
        "field": "economy", "level": "district", "origin": "new",
    }  # fmt: skip
    outcome = ("status", "recognised_level", "decision_number", "decision_date", "proposed_to_level")
    assert [first[key] for key in outcome] == ["recognised", "district", "12-QĐ/TU", "2024-11-15", "province"]
    assert sorted(row["status"] for row in told["rows"]) == ["not_recognised", "recognised", "recognised", "registered"]


def test_the_list_does_not_tell_what_is_being_weighed(land, report):
    rows = registered(land.communes[0], land.round, 2, receiver=land.first)
    considered(land.first, land.round, yes=rows[:1], no=rows[1:], concluded=False)
    assert {row["status"] for row in report("list", round="QN-2024")["rows"]} == {"registered"}


def test_csv_and_excel_are_headed_by_the_keys(year, report):
    table = report("funnel", round="QN-2024", format="csv")
    assert table[0] == [
        "unit", "name", "registered", "recognised", "recognised_share", "proposed", "proposed_share",
        "recognised_above", "recognised_above_share", "considered", "upward",
    ]  # fmt: skip
    assert table[1] == ["UB", "Thành phố Uông Bí", "0", "0", "", "0", "", "0", "", "false", ""]
    assert table[2] == ["QY", "Thị xã Quảng Yên", "4", "2", "50,0", "1", "50,0", "0", "0,0", "true", "proposed"]
    assert table[3] == ["", "total", "4", "2", "50,0", "1", "50,0", "0", "0,0", "1", ""]
    workbook = report("breakdown", round="QN-2024", format="xlsx")
    assert workbook[0][:4] == ["unit", "name", "registered_total", "registered_economy"]
    assert workbook[-1][:4] == ["", "total", 4.0, 4.0]
    assert report("list", round="QN-2024", format="csv")[0][:3] == ["code", "title", "unit_code"]


def test_one_level_only(year, report):
    registered(year.communes[0], year.round, 3, level="commune")
    told = report("funnel", round="QN-2024", level="commune")
    assert (told["level"], told["total"]["registered"]) == ("commune", 3)
    assert report("list", round="QN-2024", level="commune")["total"] == 3


# ── Which round, which unit ──


def test_a_round_code_of_two_movements_needs_the_movement(land, report):
    other = RoundFactory(movement=MovementFactory(code="HTL", owner=land.province), code="QN-2024")
    registered(land.communes[0], other, 2)
    with pytest.raises(BadInput, match="Several movements have a round with the code “QN-2024”: DVK-QN, HTL"):
        report("funnel", round="QN-2024")
    assert report("funnel", round="QN-2024", movement="HTL")["total"]["registered"] == 2


def test_a_code_that_two_units_bore_is_the_one_that_existed_in_the_round(land, report):
    units.close(land.communes[3], last_day=date(2022, 12, 31), by=None)
    UnitFactory(code="XX", during=periods_of(2000, 2022), parent=land.second)
    now = UnitFactory(code="XX", during=periods_of(2023, 2030), parent=land.first)
    registered(now, land.round, 2)
    assert report("funnel", round="QN-2024", unit="XX")["total"]["registered"] == 2


def test_of_two_that_bore_it_during_the_round_the_one_at_its_date(land, report):
    before = UnitFactory(code="XX", during=periods.period(date(2000, 1, 1), date(2024, 6, 30)), parent=land.second)
    now = UnitFactory(code="XX", during=periods.period(date(2024, 7, 1)), parent=land.first)
    registered(before, land.round, 1)
    registered(now, land.round, 2)
    assert report("funnel", round="QN-2024", unit="XX")["total"]["registered"] == 2
    assert report("funnel", round="QN-2024", unit="XX@30/06/2024")["total"]["registered"] == 1


def test_a_unit_that_ended_during_the_round_is_found(land, report):
    registered(land.communes[0], land.round, 2)
    units.close(land.communes[0], last_day=date(2024, 6, 30), by=None)
    assert report("funnel", round="QN-2024", unit=land.communes[0].code)["total"]["registered"] == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"round": "X"}, "There is no round with the code “X”."),
        ({"round": "QN-2024", "movement": "X"}, "The movement “X” has no round with the code “QN-2024”."),
        ({"round": "QN-2024", "unit": "X"}, "There is no unit with the code “X”."),
        ({"round": "QN-2024", "unit": "OLD"}, "No unit bore the code “OLD” during Năm 2024."),
        ({"round": "QN-2024", "unit": "QY@31/02/2024"}, "“31/02/2024” does not exist in the calendar"),
        ({"round": "QN-2024", "unit": "QY@01/01/1990"}, "No unit bore the code “QY” during 01/01/1990."),
    ],
)
def test_what_cannot_be_found_is_named_in_one_sentence(land, report, options, said):
    UnitFactory(code="OLD", during=periods_of(2000, 2010))
    with pytest.raises(BadInput, match=said):
        report("funnel", **options)


# ── Where it goes ──


def test_the_report_alone_goes_to_the_standard_output(year, capfdbinary):
    call_command("report", "funnel", round="QN-2024")
    assert json.loads(capfdbinary.readouterr().out)["round"] == "QN-2024"
    call_command("report", "list", round="QN-2024", format="xlsx")
    assert capfdbinary.readouterr().out.startswith(b"PK")


def test_a_string_can_take_it_too(year):
    out = io.StringIO()
    call_command("report", "funnel", round="QN-2024", stdout=out)
    assert json.loads(out.getvalue())["as_of"] == "2024-12-31"


def test_excel_is_not_thrown_on_a_screen(year):
    class Screen(io.StringIO):
        def isatty(self):
            return True

    with pytest.raises(CommandError, match="name a file with --output"):
        call_command("report", "funnel", round="QN-2024", format="xlsx", stdout=Screen())


def test_a_file_that_cannot_be_written_is_said_and_an_older_one_stays(year, tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        call_command("report", "funnel", round="QN-2024", output=tmp_path / "nowhere" / "report.json")
    older = tmp_path / "report.json"
    older.write_text("older")
    with pytest.raises(BadInput):
        call_command("report", "funnel", round="X", output=older)
    assert older.read_text() == "older"
    assert [file.name for file in tmp_path.iterdir()] == ["report.json"]


def periods_of(first, last):
    return periods.period(date(first, 1, 1), date(last, 12, 31))


class TestRestated:
    """`--units`: the same registrations under the units of another day (decision 19)."""

    @pytest.fixture
    def over(self, year):
        """Quảng Yên went wholly over to a new unit."""
        new = UnitFactory(code="QY-M", name="Phường Quảng Yên", level="commune", parent=year.province)
        for commune in year.communes[:2]:
            units.close(commune, last_day=date(2025, 6, 30), by=None)
            units.succeed(commune, new, on=date(2025, 7, 1), by=None)
        return new

    def test_the_figures_stand_under_the_units_of_the_day(self, over, report):
        told = report("funnel", round="QN-2024", units="01/07/2025")
        assert {row["unit"]: row["registered"] for row in told["rows"]}["QY-M"] == 4
        assert told["total"]["registered"] == report("funnel", round="QN-2024")["total"]["registered"]

    def test_of_a_unit_that_ended_it_is_the_one_that_took_it_over(self, over, year, report):
        told = report("breakdown", round="QN-2024", unit=year.communes[0].code, units="01/07/2025")
        assert told["total"]["registered"]["total"] == 4

    def test_what_units_did_is_told_only_as_at_the_time(self, year):
        with pytest.raises(BadInput, match="is not restated"):
            call_command("report", "official", round="QN-2024", units="today")

    def test_a_day_that_is_none(self, year):
        with pytest.raises(BadInput, match="31/02/2025"):
            call_command("report", "funnel", round="QN-2024", units="31/02/2025")
