"""What comes in wrong is named by row and column, in a sentence that says how to mend it; nothing is written."""

# ruff: noqa: E501 - rows and sentences stand as they are read

import re
from datetime import date

import pytest

from kheo.exemplars.models import Registration
from kheo.imports import actions
from kheo.imports.enums import ImportKind
from kheo.insights.models import PrintedTotal
from kheo.kernel import clock, periods
from kheo.kernel.errors import BadInput
from kheo.movements.actions import close_round
from kheo.units.models import Unit
from tests.factories import UnitFactory
from tests.imports.conftest import ROW, header, sentences, write_csv, write_xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(listed):
    """The sentences with which a list of registrations is refused; the first row is always right."""

    def refused(*differences):
        examination = listed({"title": "Hàng đúng"}, *differences)
        assert Registration.objects.count() == 0
        return sentences(examination)

    return refused


class TestDates:
    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("31/02/2024", "“31/02/2024” does not exist in the calendar: write day/month/year, like 31/12/2024."),
            ("2/13/24", "“2/13/24” is not a date: write day/month/year, like 31/12/2024."),
            ("12/31/2024", "“12/31/2024” does not exist in the calendar: write day/month/year, like 31/12/2024."),
            ("tháng 12", "“tháng 12” is not a date: write day/month/year, like 31/12/2024."),
            ("01/01/0204", "“01/01/0204” cannot be right: dates from 1900 to 2100 are accepted."),
            ("21/11/2024", "21/11/2024 is in the future: check the date."),
        ],
    )
    def test_a_date_nobody_can_read(self, story, refused, text, sentence):
        assert refused({"status": "recognised", "decision_date": text}) == [
            f"Row 3, column “decision_date”: {sentence}"
        ]

    @pytest.mark.parametrize(
        "text", ["20/11/2024", "2024-11-20", "20.11.2024", "20-11-2024", "45616", "20/11/2024 14:30"]
    )
    def test_a_date_that_can_be_read(self, story, listed, text):
        listed({"status": "recognised", "decision_date": text, "decision_number": "1"})
        assert Registration.objects.get().recognitions.get().on == date(2024, 11, 20)

    def test_dates_of_excel_are_dates(self, story, tmp_path):
        row = [
            {**ROW, "status": "recognised", "decision_date": date(2024, 11, 20)}.get(name, "")
            for name in header("registrations")
        ]
        actions.bring_in(ImportKind.REGISTRATIONS, write_xlsx(tmp_path / "l.xlsx", [header("registrations"), row]))
        assert Registration.objects.get().recognitions.get().on == date(2024, 11, 20)


class TestNumbers:
    @pytest.fixture
    def total(self, story, bring):
        def total(text, suffix="csv"):
            row = {
                "unit_code": "QN",
                "round_code": "QN-2024",
                "measure": "registered",
                "printed_total": text,
                "source": "Báo cáo",
            }
            return bring("printed-totals", row, suffix=suffix)

        return total

    @pytest.mark.parametrize("text", ["12,5", "1,250.5", "1.25", "1 250", "khoảng 700", "1e3"])
    def test_what_is_no_whole_number(self, total, text):
        assert sentences(total(text)) == [
            f"Row 2, column “printed_total”: “{text}” is not a whole number: write it like 1.250."
        ]
        assert PrintedTotal.objects.count() == 0

    @pytest.mark.parametrize(("text", "value"), [("1.250", 1250), ("1250", 1250), ("746", 746), ("0", 0)])
    def test_what_is_one(self, total, text, value):
        total(text)
        assert PrintedTotal.objects.get().value == value

    @pytest.mark.parametrize("value", [1250, 1250.0, "1250"])
    def test_numbers_of_excel_and_numbers_stored_as_text(self, total, value):
        total(value, suffix="xlsx")
        assert PrintedTotal.objects.get().value == 1250

    def test_half_a_registration(self, total):
        assert sentences(total(12.5, suffix="xlsx")) == [
            "Row 2, column “printed_total”: “12,5” is not a whole number: write it like 1.250."
        ]

    def test_less_than_nothing(self, total):
        assert sentences(total("-3")) == [
            "Row 2, column “printed_total”: “-3” cannot be right: enter 0 or a larger number."
        ]


class TestCellsOfExcel:
    def bring(self, tmp_path, fill, **difference):
        row = [(ROW | difference).get(name, "") for name in header("registrations")]
        path = write_xlsx(tmp_path / "list.xlsx", [header("registrations"), row], fill)
        return actions.bring_in(ImportKind.REGISTRATIONS, path)

    def column(self, name):
        return header("registrations").index(name) + 1

    def test_a_formula_that_was_never_calculated(self, story, tmp_path):
        def fill(book):
            book.active.cell(2, self.column("title")).value = '=CONCAT("a","b")'

        assert sentences(self.bring(tmp_path, fill)) == [
            "Row 2, column “title”: The cell holds a formula that was never calculated: open the file in Excel, save it"
            " and upload it again."
        ]

    def test_such_a_formula_in_a_long_text_is_no_text_either(self, story, tmp_path):
        def fill(book):
            book.active.cell(2, self.column("summary")).value = '=CONCAT("a","b")'

        assert sentences(self.bring(tmp_path, fill)) == [
            "Row 2, column “summary”: The cell holds a formula that was never calculated: open the file in Excel, save"
            " it and upload it again."
        ]

    def test_an_error_value(self, story, tmp_path):
        def fill(book):
            book.active.cell(2, self.column("field")).value = "#N/A"
            book.active.cell(2, self.column("field")).data_type = "e"

        assert sentences(self.bring(tmp_path, fill)) == [
            "Row 2, column “field”: The cell shows a spreadsheet error such as #N/A: enter the value itself."
        ]

    def test_a_text_that_would_be_a_formula_stays_text(self, story, tmp_path):
        self.bring(tmp_path, None, title='=HYPERLINK("http://x","y")')
        assert Registration.objects.get().title == '=HYPERLINK("http://x","y")'

    @pytest.mark.parametrize("text", ["=A1", "+YG", "@YG", "-YG"])
    def test_where_a_code_is_wanted_a_formula_is_none(self, story, refused, text):
        assert refused({"unit_code": text}) == [
            f"Row 3, column “unit_code”: “{text}” is a formula, not a code: enter the code itself."
        ]


class TestRounds:
    def test_a_round_nobody_knows(self, story, refused):
        assert refused({"round_code": "2024"}) == [
            "Row 3, column “round_code”: There is no round with the code “2024”."
        ]

    def test_a_closed_round(self, story, refused):
        close_round(story.round, by=None)
        assert refused({})[0] == "Row 2, column “round_code”: Năm 2024 is closed: nothing in it can be changed."

    def test_a_round_to_come(self, story, refused):
        with clock.at(date(2023, 12, 1)):
            assert refused({})[0] == (
                "Row 2, column “round_code”: Năm 2024 only begins on 01/01/2024: it cannot have results yet."
            )


class TestUnits:
    def test_a_unit_nobody_knows(self, story, refused):
        assert refused({"unit_code": "XX"}) == ["Row 3, column “unit_code”: There is no unit with the code “XX”."]

    def test_a_code_that_excel_has_shortened(self, story, refused):
        UnitFactory(code="00127", parent=story.district)
        assert refused({"unit_code": "127"}) == [
            "Row 3, column “unit_code”: There is no unit with the code “127”. Did you mean “00127”?"
        ]

    def test_a_unit_closed_last_year(self, story, refused):
        UnitFactory(
            code="XT",
            name="Xã Tân An",
            parent=story.district,
            during=periods.period(date(2000, 1, 1), date(2023, 12, 31)),
        )
        assert refused({"unit_code": "XT"}) == [
            "Row 3, column “unit_code”: No unit had the code “XT” at that time (Năm 2024). It is the code of Xã Tân An (01/01/2000–31/12/2023)."
        ]

    def test_a_code_that_exists_twice_in_time(self, story, refused, listed):
        for name, first, last in [
            ("Xã Sông Khoai", date(2000, 1, 1), date(2024, 6, 30)),
            ("Phường Sông Khoai", date(2024, 7, 1), None),
        ]:
            UnitFactory(code="SK", name=name, parent=story.district, during=periods.period(first, last))
        assert refused({"unit_code": "SK"}) == [
            "Row 3, column “unit_code”: Several units had the code “SK” at that time (Năm 2024): Xã Sông Khoai"
            " (01/01/2000–30/06/2024), Phường Sông Khoai (since 01/07/2024). Add a day, such as SK@01/07/2024."
        ]
        listed({"unit_code": "SK@01/07/2024"})
        assert Registration.objects.get().unit.name == "Phường Sông Khoai"

    def test_a_code_borne_again_later_is_the_unit_of_the_round(self, story, listed):
        UnitFactory(
            code="SK", name="Xã cũ", parent=story.district, during=periods.period(date(2000, 1, 1), date(2022, 12, 31))
        )
        UnitFactory(code="SK", name="Xã mới", parent=story.district, during=periods.period(date(2023, 1, 1)))
        listed({"unit_code": "SK"})
        assert Registration.objects.get().unit.name == "Xã mới"

    def test_a_unit_of_another_province(self, story, refused):
        assert refused({"unit_code": "PT"}) == [
            "Row 3, column “unit_code”: Năm 2024 belongs to a movement in which Thành phố Phan Thiết takes no part."
        ]


class TestLevels:
    def test_below_the_own_level(self, story, refused):
        assert refused({"unit_code": "QY", "level": "commune"}) == [
            "Row 3, column “level”: Thị xã Quảng Yên cannot register for the level commune in Năm 2024. Choose another level."
        ]

    def test_where_nobody_stands(self, story, refused):
        assert refused({"level": "central"}) == [
            "Row 3, column “level”: No unit above Phường Yên Giang is at this level: central. Choose a lower level."
        ]

    def test_recognised_below_what_was_registered(self, story, refused):
        assert refused({"status": "recognised", "recognised_level": "commune"}) == [
            "Row 3, column “recognised_level”: Commune is below the level registered for, district."
        ]

    def test_proposed_to_the_own_level(self, story, refused):
        assert refused({"status": "recognised", "proposed_to_level": "district"}) == [
            "Row 3, column “proposed_to_level”: District is not above the level that recognised it: a proposal goes upward."
        ]

    def test_proposed_where_nobody_stands(self, story, refused):
        assert refused({"status": "recognised", "proposed_to_level": "central"}) == [
            "Row 3, column “proposed_to_level”: No unit above Thị xã Quảng Yên is at this level: central."
        ]

    def test_no_district_decides_after_its_end(self, story, refused):
        with clock.at(date(2025, 9, 1)):
            assert refused({"status": "recognised", "decision_date": "01/07/2025"}) == [
                "Row 3, column “decision_date”: The district level ended on 30/06/2025: nothing is registered or decided there"
                " on 01/07/2025."
            ]

    def test_nothing_is_registered_for_the_district_after_its_end(self, story, refused):
        from tests.factories import RoundFactory

        RoundFactory(
            movement=story.movement, code="R2", name="Nửa cuối 2025", starts=date(2025, 7, 1), ends=date(2025, 12, 31)
        )
        with clock.at(date(2025, 9, 1)):
            assert refused({"round_code": "R2"}) == [
                "Row 3, column “level”: The district level ended on 30/06/2025: nothing is registered or decided there on"
                " 01/07/2025."
            ]

    def test_a_decision_from_before_the_unit_was_founded(self, story, refused):
        UnitFactory(code="NEW", name="Phường Mới", parent=story.district, during=periods.period(date(2024, 7, 1)))
        assert refused({"unit_code": "NEW", "status": "recognised", "decision_date": "30/06/2024"}) == [
            "Row 3, column “decision_date”: Phường Mới was founded on 01/07/2024: check the date."
        ]


class TestContradictions:
    @pytest.mark.parametrize(
        ("status", "word"), [("registered", "Registered"), ("declined", "Declined"), ("withdrawn", "Withdrawn")]
    )
    @pytest.mark.parametrize(
        ("column", "text"),
        [
            ("recognised_level", "district"),
            ("decision_number", "1"),
            ("decision_date", "01/11/2024"),
            ("proposed_to_level", "province"),
        ],
    )
    def test_only_what_is_recognised_has_a_decision(self, story, refused, status, word, column, text):
        assert refused({"status": status, column: text}) == [
            f"Row 3, column “{column}”: With the status “{word}” this cell must be empty; only “recognised” allows it."
        ]

    def test_an_individual_without_a_name(self, story, refused):
        assert refused({"subject": "cá nhân"}) == ["Row 3, column “person_name”: Enter the name of the individual."]

    def test_a_word_nobody_knows(self, story, refused):
        assert refused({"field": "Kinh tế – VH-XH"}) == [
            "Row 3, column “field”: “Kinh tế – VH-XH” is not a known word here. Use one of: Economy; Culture"
            " and society; Defence and security; Building the political system."
        ]

    def test_an_empty_cell_that_is_needed(self, story, refused):
        assert refused({"title": "  ", "kind": "–"}) == [
            "Row 3, column “title”: This cell must not be empty.", "Row 3, column “kind”: This cell must not be empty.",
        ]  # fmt: skip

    def test_a_title_without_end(self, story, refused):
        assert refused({"title": "x" * 301}) == [
            "Row 3, column “title”: The text has 301 characters; at most 300 are allowed. Shorten it."
        ]

    def test_every_fault_of_a_list_is_told_at_once(self, story, refused):
        assert len(refused({"field": "x", "level": "y"}, {"unit_code": "XX"}, {"title": ""})) == 4


class TestFiles:
    def refusal(self, path):
        with pytest.raises(BadInput) as refused:
            actions.bring_in(ImportKind.REGISTRATIONS, path)
        return str(refused.value)

    def test_a_program_renamed(self, db, tmp_path):
        path = tmp_path / "danh-sach.xlsx"
        path.write_bytes(b"MZ" + b"\x00\x01" * 3000)
        assert "is not what its name says" in self.refusal(path)

    def test_50_megabytes(self, db, tmp_path):
        path = tmp_path / "danh-sach.csv"
        with path.open("wb") as file:
            file.truncate(50 * 2**20)
        assert "has 50 MB; at most 40 MB can be imported at once" in self.refusal(path)

    def test_without_a_header(self, db, tmp_path):
        assert re.match(
            r"The first 40 rows of the file hold no header. One row must name the columns: unit_code, round_code,",
            self.refusal(write_csv(tmp_path / "l.csv", [["a", "b"], ["c", "d"]])),
        )

    def test_without_a_column_that_is_needed(self, db, tmp_path):
        names = [name for name in header("registrations") if name not in ("title", "subject")]
        assert self.refusal(write_csv(tmp_path / "l.csv", [["Danh sách"], [], names, ["YG"]])) == (
            "Row 3: the header lacks these columns: title, subject."
        )

    def test_with_a_column_misspelt(self, db, tmp_path):
        names = ["decison_date" if name == "decision_date" else name for name in header("registrations")]
        assert self.refusal(write_csv(tmp_path / "l.csv", [names, ["YG"]])) == (
            "Row 1: the column “decison_date” is unknown. Did you mean “decision_date”?"
        )

    def test_with_a_column_twice(self, db, tmp_path):
        assert self.refusal(write_csv(tmp_path / "l.csv", [[*header("registrations"), "title"], ["YG"]])) == (
            "Row 1: two columns have the heading “title”. Keep one of them."
        )

    def test_with_a_header_and_nothing_else(self, db, tmp_path):
        assert self.refusal(write_csv(tmp_path / "l.csv", [header("registrations")])) == (
            "There is nothing below the header in row 1."
        )


def test_nothing_of_any_of_this_founded_a_unit(story, refused):
    before = Unit.objects.count()
    refused({"unit_code": "XX"})
    assert Unit.objects.count() == before
