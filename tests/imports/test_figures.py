"""Results, resources and people served come in from a list, and what was taken away can be brought in again."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from kheo.imports import actions
from kheo.imports.columns import by_header
from kheo.imports.enums import ImportKind
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.kernel.text import fold
from kheo.results import exporting
from kheo.results.enums import Sheet
from tests.factories import RegistrationFactory
from tests.imports.conftest import sentences, write_xlsx
from tests.results.conftest import write

CODE = "MH-2024-0001"
KINDS = {Sheet.RESULTS: "results", Sheet.RESOURCES: "resources", Sheet.BENEFICIARIES: "beneficiaries"}


def upload(kind, person, text):
    return actions.upload(ImportKind(kind), SimpleUploadedFile("list.csv", text.encode()), by=person)


def test_lan_brings_in_the_figures_of_her_ward(story, work):
    batch = upload("results", story.lan, f"Mã đăng ký;Kết quả đạt được;Số lượng;ĐVT\n{CODE};Sân;hơn 1.200;m²\n")
    actions.write(batch, by=story.lan)
    (yard,) = work.results.all()
    assert (yard.words, yard.qualifier, yard.amount) == ("Sân", "more_than", 1200)


def test_it_can_be_undone_until_somebody_writes_there(story, work):
    batch = upload("results", story.lan, f"registration_code;words;value\n{CODE};Sân;hơn 1.200 m²\n")
    actions.write(batch, by=story.lan)
    actions.undo(batch, by=story.lan)
    assert not work.results.exists()
    again = upload("results", story.lan, f"registration_code;words;value\n{CODE};Sân;hơn 1.200 m²\n")
    actions.write(again, by=story.lan)
    write(work, "results", {"words": "Sân", "value": "1.300 m²"}, by=story.lan, version=work.sheet_saves.get().version)
    with pytest.raises(NotNow, match="worked on"):
        actions.undo(again, by=story.lan)


def test_works_of_others_are_not_there(story, work, bring):
    """Lan reads what her ward registered; of the unit beside there is no such code."""
    RegistrationFactory(
        unit=story.sibling, receiver=story.district, round=story.round, status="accepted", code="MH-2024-0002"
    )
    batch = upload("results", story.lan, "registration_code;words;value\nMH-2024-0002;Đường;326 m\n")
    assert sentences(actions.examine(batch)) == [
        "Row 2, column “registration_code”: There is no registration with the code “MH-2024-0002” that you may open."
    ]


def test_the_office_above_does_not_bring_in_figures(story, work):
    with pytest.raises(NotPermitted):
        upload("results", story.minh, f"registration_code;words;value\n{CODE};Sân;1 m²\n")


@pytest.mark.parametrize("language", ["vi", "en", "hi"])
def test_what_is_taken_away_is_headed_as_it_is_read(db, language):
    with translation.override(language):
        for sheet, kind in KINDS.items():
            unread = [word for word in exporting.header(sheet) if fold(word) not in by_header(ImportKind(kind))]
            assert unread == []


def test_a_workbook_that_was_taken_away_is_already_there(story, work, tmp_path):
    write(
        work, "resources", {"words": "Lát sân", "source": "people", "value": "hơn 300 triệu", "place": "Khu 1"},
        {"words": "Công", "kind": "work_days", "value": "120 công"}, by=story.lan,
    )  # fmt: skip
    rows = [exporting.header(Sheet.RESOURCES), *exporting.lines(work, Sheet.RESOURCES)]
    path = write_xlsx(tmp_path / "list.xlsx", rows)
    examination = actions.bring_in(ImportKind.RESOURCES, path)
    assert examination.counts == {"right": 0, "to_mend": 0, "duplicate": 2}


def test_the_workbook_of_a_work_opens(story, work):
    made = BytesIO()
    exporting.write_work(made, work, told=True)
    assert "xl/worksheets/sheet3.xml" in ZipFile(made).namelist()
