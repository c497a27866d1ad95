"""The pages on which figures are written and read, in a browser without script."""

import uuid
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from kheo.results.columns import COLUMNS
from kheo.results.enums import Sheet
from tests.results.conftest import write


def page_of(registration, sheet="results"):
    return reverse("results:sheet", args=[registration.pk, sheet])


def typed(sheet, *rows, version=0, **more):
    """What a form sends: every cell of every row, and the keys of the rows."""
    data = {"version": version, "idempotency_key": uuid.uuid4(), **more}
    for n, cells in enumerate(rows):
        data[f"key-{n}"] = cells.get("key", uuid.uuid4())
        data |= {f"{column.name}-{n}": cells.get(column.name, "") for column in COLUMNS[Sheet(sheet)]}
    return data


def test_lan_writes_a_table_and_goes_on_to_the_next(story, as_person, accepted):
    lan = as_person(story.lan)
    assert "Row 1" in lan.get(page_of(accepted)).content.decode()
    rows = {"words": "Máy điều hòa", "value": "16", "measure": "máy"}, {"words": "Sân", "value": "hơn 1.200 m²"}
    response = lan.post(page_of(accepted), typed("results", *rows, {}))
    assert response["Location"] == page_of(accepted, "resources")
    assert list(accepted.results.values_list("words", "qualifier")) == [("Máy điều hòa", "exact"), ("Sân", "more_than")]


def test_a_fault_stands_beside_its_cell_and_nothing_typed_is_lost(story, as_person, accepted):
    rows = {"words": "Máy điều hòa", "value": "16.5", "measure": "máy", "note": "Khu 1 đến khu 4"}
    response = as_person(story.lan).post(page_of(accepted), typed("results", rows))
    told = response.content.decode()
    assert response.status_code == 422
    assert "Row 1: “16.5” is not a number as we write it" in told
    assert "Khu 1 đến khu 4" in told
    assert not accepted.results.exists()


def test_autosave_answers_with_the_state(story, as_person, accepted):
    address = reverse("results:autosave", args=[accepted.pk, "resources"])
    lan = as_person(story.lan)
    row = {"words": "Lát sân", "value": "hơn 300 triệu", "key": uuid.uuid4()}
    saved = lan.post(address, typed("resources", row)).content.decode()
    assert 'data-state="saved"' in saved
    assert 'name="version" value="1"' in saved
    lan.post(address, typed("resources", row | {"value": "hơn 310 triệu"}, version=1))
    assert accepted.contributions.get().amount == 310_000_000  # the same row, saved twice
    refused = lan.post(address, typed("resources", row | {"value": "ba trăm"}, version=2))
    assert refused.status_code == 422
    assert 'data-state="refused"' in refused.content.decode()


def test_a_block_from_excel_is_laid_out_before_it_is_saved(story, as_person, accepted):
    block = "Kết quả đạt được\tSố\tĐơn vị tính\nĐường bê tông\t326\tm\nLan can\t120\tm\n"
    headed = block.replace("Kết quả đạt được", "words").replace("Số", "value").replace("Đơn vị tính", "measure")
    for pasted in (headed, block.split("\n", 1)[1]):
        there = {"words": "Máy điều hòa", "value": "16", "measure": "máy"}
        response = as_person(story.lan).post(page_of(accepted), typed("results", there, {}, lay_out="1", pasted=pasted))
        form = response.context["form"]
        assert [(row["cells"][0].value(), row["cells"][1].value()) for row in form.rows[:3]] == [
            ("Máy điều hòa", "16"), ("Đường bê tông", "326"), ("Lan can", "120"),
        ]  # fmt: skip
        assert not accepted.results.exists()


def test_nobody_says_a_source_that_nobody_chose(story, as_person, accepted):
    """An untouched list shows what an empty cell means; a pasted word is found in any language, or named."""
    lan = as_person(story.lan)
    fresh = lan.get(page_of(accepted, "resources")).context["form"]
    assert [fresh[f"source-{n}"].value() for n in range(fresh.count)] == ["not_told"] * 3
    block = (
        "words\tsource\tvalue\nĐiều hòa\tDoanh nghiệp\thơn 180 triệu\nLát sân\tHàng xóm\thơn 300 triệu\nLoa\t\t1 triệu"
    )
    response = lan.post(page_of(accepted, "resources"), typed("resources", lay_out="1", pasted=block))
    laid_out = response.context["form"]
    assert [laid_out[f"source-{n}"].value() for n in range(3)] == ["enterprises", "not_told", "not_told"]
    assert "“Hàng xóm” is not a known word here." in response.content.decode()


def test_somebody_else_saved_first(story, as_person, houses):
    response = as_person(story.dung).post(page_of(houses), typed("results", {"words": "Máy", "value": "17 máy"}))
    told = response.content.decode()
    assert response.status_code == 409
    assert "Máy điều hòa · 16 · máy · Khu 1, 2, 3, 4" in told
    assert "17 máy" in told


def test_the_dossier_shows_the_figures_to_the_office_above(story, as_person, houses):
    told = as_person(story.minh).get(reverse("exemplars:detail", args=[houses.pk])).content.decode()
    assert "more than 1.030 million đồng" in told
    assert "Write figures" not in told
    assert "Write figures" in as_person(story.lan).get(reverse("exemplars:detail", args=[houses.pk])).content.decode()


def test_the_report_of_the_result_shows_them_too(story, as_person, houses):
    told = as_person(story.lan).get(reverse("exemplars:report_result", args=[houses.pk])).content.decode()
    assert "more than 1.030 million đồng" in told


def test_the_office_reads_and_does_not_write(story, as_person, houses):
    minh = as_person(story.minh)
    assert minh.get(page_of(houses)).status_code == 403
    assert minh.post(page_of(houses), typed("results", {})).status_code == 403
    assert as_person(story.stranger).get(page_of(houses)).status_code == 404
    assert Client().get(page_of(houses)).status_code == 302


def test_what_lies_with_the_office_is_read_instead(story, as_person, submitted):
    response = as_person(story.lan).get(page_of(submitted))
    assert response["Location"] == reverse("exemplars:detail", args=[submitted.pk])


def test_the_three_tables_as_a_workbook(story, as_person, houses):
    response = as_person(story.minh).get(reverse("results:file", args=[houses.pk]))
    book = ZipFile(BytesIO(b"".join(response.streaming_content)))
    told = book.read("xl/workbook.xml").decode() + "".join(
        book.read(name).decode() for name in book.namelist() if "sharedStrings" in name or "sheet" in name
    )
    for word in ("Results", "Resources", "People served", "Máy điều hòa", "more than", houses.code):
        assert word in told


@pytest.mark.parametrize("rows", [1, 50])
def test_the_page_asks_as_often_for_fifty_rows_as_for_one(
    story, as_person, accepted, rows, django_assert_max_num_queries
):
    write(accepted, "results", *({"words": f"Hàng {n}", "value": "1 m"} for n in range(rows)), by=story.lan)
    lan = as_person(story.lan)
    lan.get(page_of(accepted))
    with django_assert_max_num_queries(16):
        lan.get(page_of(accepted))


def test_a_commitment_is_recorded_stated_and_ended_on_its_pages(story, as_person, accepted):
    lan, dossier = as_person(story.lan), reverse("exemplars:detail", args=[accepted.pk])
    address = reverse("results:commit", args=[accepted.pk])
    refused = lan.post(
        address, {"name": "Mẹ đỡ đầu", "measure": "cháu", "began": "mai", "idempotency_key": uuid.uuid4()}
    )
    assert refused.status_code == 422
    assert "Mẹ đỡ đầu" in refused.content.decode()
    told = {"name": "Mẹ đỡ đầu", "measure": "cháu", "began": "08/03/2022", "idempotency_key": uuid.uuid4()}
    assert lan.post(address, told)["Location"] == dossier
    made = accepted.exemplar.commitments.get()
    address = reverse("results:state_commitment", args=[accepted.pk, made.pk])
    told = {"newly": "2", "now": "28", "budget": "106,8", "source": "people", "idempotency_key": uuid.uuid4()}
    assert lan.post(address, told)["Location"] == dossier
    assert (accepted.statements.get().now, accepted.statements.get().budget) == (28, 106_800_000)
    assert "106,8" in lan.get(address).content.decode()  # what was stated can be mended
    address = reverse("results:end_commitment", args=[accepted.pk, made.pk])
    told = {"on": "20/11/2024", "reason": "Các cháu đã trưởng thành.", "idempotency_key": uuid.uuid4()}
    assert lan.post(address, told)["Location"] == dossier
    again = lan.get(reverse("results:state_commitment", args=[accepted.pk, made.pk]))
    assert again["Location"] == dossier  # it has ended: the dossier is read instead


def test_a_unit_adds_an_indicator_of_its_own_on_its_page(story, as_person):
    address = reverse("results:add_indicator", args=[story.movement.pk])
    told = {
        "unit": story.ward.pk, "name": "Nhà văn hóa có điều hòa", "measure": "nhà", "nature": "stock",
        "direction": "more", "idempotency_key": uuid.uuid4(),
    }  # fmt: skip
    response = as_person(story.lan).post(address, told)
    assert response["Location"] == reverse("results:indicators", args=[story.movement.pk])
    assert story.ward.own_indicators.get().name == "Nhà văn hóa có điều hòa"
