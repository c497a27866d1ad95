"""A file is exactly the table of the page; what people typed is text in it and never a formula (trust.md T14)."""

import csv
import io
import json

import openpyxl
import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kheo.insights.breakdown import MEASURES, breakdown
from kheo.insights.funnel import funnel
from kheo.insights.models import PrintedTotal
from kheo.insights.tables import of_breakdown, of_funnel
from kheo.movements.models import Field
from tests.factories import MembershipFactory, UnitFactory
from tests.insights.builders import considered, proposed, registered

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://evil","x")'


@pytest.fixture
def browser(land, as_person):
    return as_person(MembershipFactory(unit=land.province, role="viewer").person)


@pytest.fixture
def year(land):
    rows = registered(land.communes[0], land.round, 6, receiver=land.first)
    considered(land.first, land.round, yes=rows[:4], no=rows[4:])
    proposed(rows[:3], land.first, land.province)
    considered(land.province, land.round, yes=rows[:2], no=rows[2:3])
    registered(land.communes[2], land.round, 1, receiver=land.second)
    PrintedTotal.objects.create(unit=land.first, round=land.round, measure="registered", value=8, source="Báo cáo")
    return land


def fetch(browser, land, name, **query):
    response = browser.get(reverse(f"insights:{name}"), {"round": land.round.pk, "unit": land.province.pk, **query})
    return response, response.getvalue()


def sheet(content, number=0):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(number).to_python()


def csv_rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def as_excel_reads(rows):
    """Numbers come back as floats, empty cells as empty texts."""
    return [
        [float(v) if isinstance(v, int | float) or hasattr(v, "quantize") else v or "" for v in row] for row in rows
    ]


def as_csv_reads(rows):
    return [
        ["" if v is None else str(v).replace(".", ",") if hasattr(v, "quantize") else str(v) for v in row]
        for row in rows
    ]


def as_values(row):
    """Cells as numbers where they are numbers, whichever of the two files they come from."""
    return [float(str(cell).replace(",", ".")) if str(cell).replace(",", "", 1).isdigit() else cell for cell in row]


@pytest.mark.parametrize("name", ["funnel", "breakdown", "silent", "rows"])
def test_excel_and_csv_hold_the_same(year, browser, name):
    _, workbook = fetch(browser, year, name, format="xlsx")
    _, text = fetch(browser, year, name, format="csv")
    assert len(csv_rows(text)) > 1
    if name != "rows":  # days are days in Excel
        assert [as_values(map(number, row)) for row in sheet(workbook)] == [as_values(row) for row in csv_rows(text)]
    assert len(sheet(workbook)) == len(csv_rows(text))


def number(cell):
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def test_the_funnel_as_excel_is_the_table_of_the_page(year, browser):
    table = of_funnel(funnel(year.province, year.round))
    response, content = fetch(browser, year, "funnel", format="xlsx")
    assert sheet(content)[0] == table.header(machine=False)
    assert sheet(content)[1:] == as_excel_reads(table.lines(machine=False))
    assert response["Content-Disposition"] == 'attachment; filename="funnel-QN-QN-2024.xlsx"'
    assert "31/12/2024" in sheet(content, 1)[1][0]


def test_the_breakdown_as_csv_is_the_table_of_the_page(year, browser):
    table = of_breakdown(
        breakdown(year.province, year.round), [MEASURES[1]], {key: str(label) for key, label in labels(year)}
    )
    _, content = fetch(browser, year, "breakdown", format="csv", measure="recognised")
    assert csv_rows(content) == as_csv_reads([table.header(machine=False), *table.lines(machine=False)])


def labels(land):
    return [(field.key, str(field)) for field in Field.objects.filter(movement=land.movement)]


def test_every_cell_of_the_page_is_in_the_file(year, browser):
    """The page shows the unit's code under its name and the printed total under the count; the file has columns."""
    page = browser.get(reverse("insights:funnel"), {"round": year.round.pk, "unit": year.province.pk}).content.decode()
    _, content = fetch(browser, year, "funnel", format="csv")
    for head in csv_rows(content)[0][1:10]:
        assert head in page  # the shares stand under their counts, their heads in small letters under the others
    assert csv_rows(content)[0][-2:] == ["Registered: printed total", "Registered: gap to our rows"]
    assert csv_rows(content)[1][-2:] in (["8", "2"], ["", ""])


def test_the_json_of_a_page_has_the_keys_of_the_report(year, browser):
    _, content = fetch(browser, year, "funnel", format="json")
    told = json.loads(content)
    assert set(told) == {"round", "as_of", "rows", "total", "printed"}
    assert told["total"] == {
        "registered": 7, "recognised": 4, "proposed": 3, "recognised_above": 2, "considered": 1, "units": 2,
    }  # fmt: skip
    _, content = fetch(browser, year, "silent", format="json")
    assert json.loads(content)["rows"] == [
        {"unit": "UB", "name": "Thành phố Uông Bí", "what": "not_considered", "registered": 1}
    ]


def test_the_list_has_as_many_rows_as_the_number(year, browser):
    _, content = fetch(browser, year, "rows", format="xlsx", measure="proposed")
    assert len(sheet(content)) == 1 + 3
    _, content = fetch(browser, year, "rows", format="json", measure="recognised_above")
    assert json.loads(content)["total"] == len(json.loads(content)["rows"]) == 2


def test_an_export_keeps_to_the_level_that_was_chosen(year, browser):
    registered(year.communes[0], year.round, 5, level="commune")
    _, content = fetch(browser, year, "funnel", format="json", level="commune")
    told = json.loads(content)
    assert (told["level"], told["total"]["registered"]) == ("commune", 5)


def test_what_looks_like_a_formula_is_text(land, browser):
    unit = UnitFactory(code="=1+1", name=FORMULA, level="district", parent=land.province)
    rows = registered(unit, land.round)
    rows[0].title, rows[0].summary = FORMULA, "@SUM(A1)"
    rows[0].save()
    for name in ("funnel", "breakdown", "silent", "rows"):
        _, content = fetch(browser, land, name, format="xlsx")
        cells = [cell for page in openpyxl.load_workbook(io.BytesIO(content)) for row in page for cell in row]
        assert FORMULA in [cell.value for cell in cells]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
        _, content = fetch(browser, land, name, format="csv")
        assert not [cell for row in csv_rows(content) for cell in row if cell.startswith(("=", "+", "@"))]
        assert f"'{FORMULA}" in [cell for row in csv_rows(content) for cell in row]
