"""Bringing a list in the browser: look, mend on the page or in the returned file, bring in, undo."""

# ruff: noqa: E501 - rows and sentences stand as they are read

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.exemplars import actions as exemplars
from kheo.exemplars.models import Exemplar, Registration
from kheo.imports import actions
from kheo.imports.enums import ImportKind
from kheo.imports.models import Batch
from kheo.kernel.models import Entry, StoredFile
from kheo.movements.models import Movement
from kheo.people.models import Person
from kheo.recognitions.models import Consideration, Recognition
from kheo.units.models import Unit
from tests.factories import MembershipFactory, UnitFactory
from tests.imports.conftest import ROW, header, write_xlsx
from tests.imports.test_all_or_nothing import LISTS, everything
from tests.reading import words

pytestmark = pytest.mark.django_db
FIGURES = [ImportKind.RESULTS, ImportKind.RESOURCES, ImportKind.BENEFICIARIES]  # of works: their units' own


def uploaded(kind, *rows, name="danh sách.csv"):
    names = header(kind)
    lines = [names, *([str(row.get(column, "")) for column in names] for row in rows)]
    return SimpleUploadedFile(name, "\n".join(";".join(line) for line in lines).encode("utf-8-sig"))


@pytest.fixture
def page(as_person, office):
    """The browser of the secretary of the district."""
    return as_person(office.secretary)


@pytest.fixture
def brought(page):
    """Upload rows of registrations; gives the batch."""

    def brought(*differences):
        file = uploaded("registrations", *(ROW | difference for difference in differences))
        answer = page.post(reverse("imports:start", args=["registrations"]), {"file": file})
        assert answer.status_code == 302
        return Batch.objects.get(pk=int(re.search(r"/batches/(\d+)/", answer["Location"])[1]))

    return brought


def url(name, batch):
    return reverse(f"imports:{name}", args=[batch.pk])


def test_a_list_is_looked_at_before_it_is_written(page, brought):
    batch = brought({}, {"title": "hai", "field": "x"}, {})
    text = words(page.get(url("preview", batch)).text)
    assert "To correct (1)" in text
    assert "Correct (1)" in text
    assert "Already there (1)" in text
    assert "“x” is not a known word here." in text
    assert "1 row must be corrected first: a list is imported as a whole or not at all." in text
    assert Registration.objects.count() == 0
    assert "The same as row 2." in words(page.get(url("preview", batch) + "?show=duplicate").text)


def test_it_is_not_written_while_something_is_to_be_mended(page, brought):
    batch = brought({"field": "x"})
    page.post(url("write", batch))
    assert Registration.objects.count() == 0
    batch.refresh_from_db()
    assert batch.written_at is None


def test_it_is_mended_on_the_page(page, brought, office):
    batch = brought({}, {"title": "hai", "field": "x"}, {"title": "ba", "unit_code": "XX"})
    page.post(url("mend", batch), {"cell-3-field": "QP-AN", "leave-4": "on", "cell-2-title": "  Ngân   hàng  "})
    page.post(url("write", batch))
    assert list(Registration.objects.order_by("code").values_list("title", "field__key")) == [
        ("Ngân hàng", "economy"), ("hai", "defence_security"),
    ]  # fmt: skip
    assert Registration.objects.first().submitted_by == office.secretary


def test_a_cell_without_a_value_is_told_and_mended_on_the_page(page, story, tmp_path):
    """The formula was never calculated, so that the file holds no value of it; the mark of that must be kept too."""
    names = header("registrations")

    def fill(book):
        book.active.cell(2, names.index("title") + 1).value = '=CONCAT("a","b")'

    file = write_xlsx(tmp_path / "list.xlsx", [names, [ROW.get(name, "") for name in names]], fill)
    address = reverse("imports:start", args=["registrations"])
    page.post(address, {"file": SimpleUploadedFile("list.xlsx", file.read_bytes())})
    batch = Batch.objects.get()
    assert "The cell holds a formula that was never calculated" in words(page.get(url("preview", batch)).text)
    assert 'name="cell-2-title" rows="2" aria-invalid="true"' in page.get(url("preview", batch)).text
    page.post(url("mend", batch), {"cell-2-title": "Ngân hàng cây giống"})
    page.post(url("write", batch))
    assert Registration.objects.get().title == "Ngân hàng cây giống"


def test_it_is_mended_in_the_returned_file(page, brought):
    batch = brought({}, {"title": "hai", "field": "x"})
    book = openpyxl.load_workbook(io.BytesIO(page.get(url("returned_file", batch)).content))
    sheet = book.active
    place = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.cell(3, 1).value.startswith("field: “x” is not a known word here.")
    assert sheet.cell(2, 1).value is None
    assert sheet.cell(3, place["field"]).fill.fgColor.rgb == "FFFFE3A3"
    assert sheet.cell(2, place["field"]).fill.fill_type is None
    sheet.cell(3, place["field"]).value = "Kinh tế"
    out = io.BytesIO()
    book.save(out)
    answer = page.post(
        reverse("imports:start", args=["registrations"]), {"file": SimpleUploadedFile("l.xlsx", out.getvalue())}
    )
    page.post(answer["Location"] + "write/")
    assert Registration.objects.count() == 2


def test_it_is_written_once(page, brought):
    batch = brought({})
    page.post(url("write", batch))
    page.post(url("write", batch))
    assert Registration.objects.count() == 1
    assert "This list has already been imported." in words(page.get(url("preview", batch)).text)
    assert page.get(url("returned_file", batch)).status_code == 302


def test_the_same_file_again_has_nothing_to_bring_in(page, brought):
    page.post(url("write", brought({})))
    text = words(page.get(url("preview", brought({}))).text)
    assert "Every row of this list is already there: there is nothing to import." in text
    assert "Already there as MH-2024-0001." in text


def test_the_file_is_kept_and_the_list_is_listed(page, brought):
    batch = brought({})
    assert StoredFile.objects.get().name == "danh sách.csv"
    text = words(page.get(reverse("imports:list")).text)
    assert "danh sách.csv" in text
    assert "Not imported yet" in text
    page.post(url("write", batch))
    assert "Imported" in words(page.get(reverse("imports:list")).text)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("danh-sach.xlsx", b"MZ\x90\x00" * 100, "is not what its name says"),
        ("danh-sach.exe", b"MZ\x90\x00" * 100, "is of a kind that is not taken here"),
        ("danh-sach.csv", b"a,b\n1,2\n", "The first 40 rows of the file hold no header."),
        ("danh-sach.csv", b"", "This file is empty. Choose the file with the list."),
    ],
)
def test_a_file_that_is_no_list_is_refused_on_the_form(page, name, content, sentence):
    before = everything()
    answer = page.post(reverse("imports:start", args=["registrations"]), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert everything() == before | {"django_session": everything()["django_session"]}


def test_no_file_at_all(page):
    answer = page.post(reverse("imports:start", args=["registrations"]), {})
    assert answer.status_code == 422
    assert "Choose the file with the list." in words(answer.text)


class TestUndo:
    def test_everything_a_list_made_is_gone_but_its_history(self, page, brought, story):
        before = everything()
        batch = brought(
            {}, {"title": "hai", "status": "recognised", "recognised_level": "district", "decision_number": "1"},
            {"title": "ba", "status": "not_recognised"}, {"title": "bốn", "status": "withdrawn"},
        )  # fmt: skip
        page.post(url("write", batch))
        assert Recognition.objects.count() == 1
        page.post(url("undo", batch))
        left = {
            "kheo_batch",
            "kheo_storedfile",
            "kheo_entry",
            "kheo_idempotencykey",
            "django_session",
            "kheo_codecounter",
            "kheo_outdated",  # its units are counted anew within a minute
        }
        after = everything()
        assert {table: after[table] for table in after if table not in left} == {
            t: before[t] for t in before if t not in left
        }
        assert Entry.objects.filter(verb="batch.undone").count() == 1
        assert "Undone" in words(page.get(url("preview", batch)).text)

    def test_not_while_people_have_worked_on_it(self, page, brought, story):
        batch = brought({}, {"title": "hai"})
        page.post(url("write", batch))
        exemplars.report_result(Registration.objects.first(), content="Đã làm", effect="412 hộ", by=story.lan)
        page.post(url("undo", batch))
        assert Registration.objects.count() == 2
        assert "People have already worked on 1 of the imported records, so the list cannot be undone." in words(
            page.get(url("preview", batch)).text
        )

    def test_not_while_something_else_hangs_on_it(self, page, brought, story):
        batch = brought({})
        page.post(url("write", batch))
        copied = Registration.objects.get().exemplar
        Exemplar.objects.create(unit=story.sibling, began=story.today, replicated_from=copied)
        page.post(url("undo", batch))
        assert Registration.objects.count() == 1
        assert "Other records (1) depend on this list, so it cannot be undone." in words(
            page.get(url("preview", batch)).text
        )

    def test_not_while_somebody_is_weighing_it(self, page, brought, story):
        from kheo.recognitions import actions as recognitions

        batch = brought({})
        page.post(url("write", batch))
        opened = recognitions.consider(story.district, story.round, by=story.minh)
        recognitions.recognise(opened, Registration.objects.get(), by=story.minh)
        page.post(url("undo", batch))
        assert Registration.objects.count() == 1

    def test_once(self, page, brought):
        batch = brought({})
        page.post(url("undo", batch))
        page.post(url("write", batch))
        page.post(url("undo", batch))
        page.post(url("undo", batch))
        page.post(url("write", batch))
        assert Registration.objects.count() == 0
        assert Entry.objects.filter(verb="batch.undone").count() == 1

    @pytest.mark.parametrize("kind", [kind for kind in ImportKind if kind != ImportKind.REGISTRATIONS])
    def test_of_every_kind(self, story, table, work, office, kind):
        rows = [row | ({"parent_code": "QN"} if row.get("code") == "A" else {}) for row in LISTS[kind]]
        before = everything()
        keeps = story.lan if kind in FIGURES else office.keeper
        batch = actions.upload(kind, uploaded(kind, *rows), by=keeps)
        actions.write(batch, by=keeps)
        actions.undo(batch, by=keeps)
        left = {"kheo_batch", "kheo_storedfile", "kheo_entry", "kheo_sheetsave"}  # versions never go back
        after = everything()
        assert {table: after[table] for table in after if table not in left} == {
            t: before[t] for t in before if t not in left
        }
        assert (Unit.objects.count(), Person.objects.count(), Movement.objects.count()) == (6, 8, 1)


class TestRights:
    def test_only_offices_that_keep_lists_bring_them(self, story, as_person, office):
        for person, kinds in {
            story.lan: FIGURES, story.minh: [], story.stranger: [], story.dung: ["movements", *FIGURES],
            office.secretary: ["registrations", "printed-totals", "scores"],
            office.steering: ["movements", "registrations", "printed-totals", "scores"],
            office.keeper: ["units", "people", "movements", "registrations", "printed-totals", "scores"],
        }.items():  # fmt: skip
            visitor = as_person(person)
            assert visitor.get(reverse("imports:list")).status_code == (200 if kinds else 403)
            for kind in ImportKind:
                assert visitor.get(reverse("imports:start", args=[kind])).status_code == (200 if kind in kinds else 403)
                assert visitor.get(reverse("imports:template", args=[kind])).status_code == (
                    200 if kind in kinds else 403
                )

    def test_a_batch_is_nobody_elses(self, story, brought, as_person, office):
        batch = brought({})
        for person in (office.steering, office.keeper, story.lan):
            visitor = as_person(person)
            assert visitor.get(url("preview", batch)).status_code == 404
            assert visitor.get(url("returned_file", batch)).status_code == 404
            assert [visitor.post(url(verb, batch)).status_code for verb in ("mend", "write", "undo")] == [404] * 3

    def test_rows_of_foreign_units_are_to_be_mended(self, story, page, brought):
        UnitFactory(code="HL", name="Thành phố Hạ Long", level="district", parent=story.province)
        text = words(page.get(url("preview", brought({"unit_code": "HL"}))).text)
        assert "Thành phố Hạ Long is outside the units whose lists you may import." in text

    def test_nobody_accepts_or_recognises_for_the_level_above(self, story, page, brought):
        text = words(page.get(url("preview", brought({"level": "province"}))).text)
        assert (
            "Tỉnh Quảng Ninh received this registration. Only somebody who may import its lists can import it." in text
        )
        above = {"status": "recognised", "recognised_level": "province"}
        text = words(page.get(url("preview", brought(above))).text)
        assert "Tỉnh Quảng Ninh recognised it. Only somebody who may import its lists can import it." in text

    def test_proposing_upward_is_ones_own_act(self, story, page, brought):
        batch = brought({"status": "recognised", "proposed_to_level": "province"})
        page.post(url("write", batch))
        assert Registration.objects.get().proposals.get().to_unit == story.province

    def test_units_and_people_come_under_the_unit_one_keeps(self, story, as_person):
        keeper = Person.objects.create(username="k", full_name="K")
        MembershipFactory(person=keeper, unit=story.ward, role="keeper")
        visitor = as_person(keeper)
        for kind, row, sentence in [
            ("units", {"code": "N", "name": "Khu 9", "level": "grassroots", "parent_code": "QY", "valid_from": "01/01/2020"},
             "You are not the system keeper of Thị xã Quảng Yên."),
            ("units", {"code": "N", "name": "Khu 9", "level": "province"}, "Only the system keeper of a top unit may add another top unit."),
            ("people", {"full_name": "Lê An", "unit_code": "LH", "role": "clerk"}, "You are not the system keeper of Xã Liên Hòa."),
        ]:  # fmt: skip
            answer = visitor.post(reverse("imports:start", args=[kind]), {"file": uploaded(kind, row)}, follow=True)
            assert sentence in words(answer.text)

    def test_a_right_that_was_lost_since_is_lost(self, story, page, brought, office):
        batch = brought({})
        office.secretary.memberships.all().delete()
        assert page.post(url("write", batch)).status_code == 403
        assert Registration.objects.count() == 0


def test_a_round_that_closed_since_is_closed(story, page, brought):
    from kheo.movements.actions import close_round

    batch = brought({})
    close_round(story.round, by=None)
    page.post(url("write", batch))
    assert Registration.objects.count() == 0
    assert "Năm 2024 is closed: nothing in it can be changed." in words(page.get(url("preview", batch)).text)


@pytest.mark.parametrize("language", ["vi", "en", "hi"])
@pytest.mark.parametrize("kind", list(ImportKind))
def test_the_template_is_read_back_and_has_drop_downs(kind, language, tmp_path):
    from django.utils import translation

    from kheo.imports import listing, workbooks
    from kheo.imports.columns import COLUMNS
    from kheo.kernel import tables
    from kheo.kernel.errors import BadInput

    with translation.override(language):
        with (tmp_path / "t.xlsx").open("wb") as out:
            workbooks.write_template(out, kind)
        with tables.opened(tmp_path / "t.xlsx") as table, pytest.raises(BadInput, match="1"):
            listing.read(kind, table)  # the header is found; under it there is nothing
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    choices = [column for column in COLUMNS[kind] if column.keys]
    assert len(book.worksheets[0].data_validations.dataValidation) == len(choices)
    assert book.worksheets[1].max_row == len(COLUMNS[kind]) + 1
    assert book["Lists"].sheet_state == "veryHidden"


def test_as_many_questions_for_many_rows_as_for_one(page, brought, django_assert_max_num_queries):
    one, many = brought({}), brought(*({"title": str(n), "field": "x" if n < 20 else ""} for n in range(60)))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counted = []
    for batch in (one, many):
        page.get(url("preview", batch))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page.get(url("preview", batch) + "?show=right")
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_look_writes_nothing(page, brought, reading_only):
    batch = brought({}, {"field": "x"})
    with reading_only():
        for address in (url("preview", batch), url("returned_file", batch), reverse("imports:list")):
            assert page.get(address).status_code == 200


def test_considerations_made_by_a_list_are_undone_with_it(page, brought):
    batch = brought({"status": "not_recognised"})
    page.post(url("write", batch))
    assert Consideration.objects.count() == 1
    page.post(url("undo", batch))
    assert Consideration.objects.count() == 0
