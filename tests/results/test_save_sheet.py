"""A unit writes its three tables: results, resources, people served."""

import uuid
from decimal import Decimal

import pytest

from kheo.exemplars import actions as exemplars
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted, Stale
from kheo.kernel.quantities import Qualifier, in_words, total
from kheo.recognitions import actions as recognitions
from kheo.results import actions, reading, rows, writing
from kheo.results.enums import Sheet
from kheo.results.models import Achievement
from tests.results.conftest import told, write
from tests.story import filled_draft


def test_the_cultural_houses(story, houses):
    machines, yard, murals = houses.results.all()
    assert in_words(machines.quantity) == "16 máy"
    assert (yard.qualifier, yard.measure, yard.amount) == (Qualifier.MORE_THAN, "m2", Decimal(1200))
    assert murals.value is None  # a result without a number
    (money,) = total(each.quantity for each in houses.contributions.all())
    assert in_words(money.quantity) == "more than 1.030 million đồng"
    assert houses.contributions.first().result == machines


def test_it_is_one_line_of_the_journal_a_sitting(story, houses):
    write(houses, "beneficiaries", {"words": "Các hộ bốn khu", "value": "khoảng 900 hộ"}, by=story.lan)
    write(houses, "beneficiaries", {"words": "Các hộ bốn khu", "value": "khoảng 950 hộ"}, by=story.lan, version=1)
    lines = journal.history(houses).filter(verb="registration.figures_written")
    assert [line.details["sheet"] for line in lines] == ["results", "resources", "beneficiaries"]


@pytest.mark.parametrize("who", ["minh", "hoa", "nga", "stranger"])
def test_nobody_else_writes_them(story, accepted, who):
    with pytest.raises(NotPermitted):
        write(accepted, "results", {"words": "Đường", "value": "1 m"}, by=getattr(story, who))


def test_while_the_office_reads_nothing_is_written(story, submitted):
    with pytest.raises(NotNow, match="sent"):
        write(submitted, "results", {"words": "Đường", "value": "1 m"}, by=story.lan)


def test_a_draft_holds_its_targets(story, draft):
    write(draft, "results", {"words": "Máy điều hòa", "measure": "máy", "target": "16"}, by=story.lan)
    assert draft.results.get().target == 16


def test_reported_figures_stand_once_the_work_was_considered(story, accepted):
    exemplars.report_result(accepted, content="Đã làm.", effect="Tốt.", by=story.lan)
    write(accepted, "results", {"words": "Đường", "value": "326 m"}, by=story.lan)
    consideration = recognitions.consider(story.district, story.round, by=story.minh)
    recognitions.recognise(consideration, accepted, by=story.minh)
    recognitions.conclude(consideration, number="15-QĐ/TU", on=story.today, by=story.minh)
    with pytest.raises(NotNow, match="considered"):
        write(accepted, "results", {"words": "Đường", "value": "400 m"}, by=story.lan, version=1)


def test_somebody_who_saved_first_is_shown(story, houses):
    with pytest.raises(Stale) as stale:
        write(houses, "results", {"words": "Máy điều hòa", "value": "17 máy"}, by=story.dung, version=0)
    assert stale.value.theirs[0] == ("Row 1", "Máy điều hòa · 16 · máy · Khu 1, 2, 3, 4")
    assert stale.value.mine == [("Row 1", "Máy điều hòa · 17 · máy")]


def test_the_same_rows_again_are_no_new_version(story, accepted):
    once = told("results", {"words": "Đường", "value": "326 m", "width": "3"})
    first = actions.save_sheet(accepted, Sheet.RESULTS, once, by=story.lan, version=0)
    again = actions.save_sheet(accepted, Sheet.RESULTS, once, by=story.dung, version=0)
    assert (first.version, again.version, accepted.results.count()) == (1, 1, 1)


def test_a_row_keeps_its_identity_when_it_is_changed_and_moved(story, houses):
    ids = {each.words: each.pk for each in houses.results.all()}
    kept = [
        {"key": each.key, "words": each.words, "value": each.value, "measure": each.measure,
         "qualifier": each.qualifier, "nature": each.nature, "place": each.place, "part_of": ""}
        for each in reversed(houses.results.all())
    ]  # fmt: skip
    actions.save_sheet(houses, Sheet.RESULTS, kept, by=story.lan, version=1)
    assert {each.words: each.pk for each in houses.results.all()} == ids
    assert [each.order for each in houses.results.order_by("pk")] == [2, 1, 0]


def test_a_group_s_rate_above_both_of_its_parts_is_kept_and_flagged(story, accepted):
    """001-13: 89,7 % stands above 86,4 and 87,6 %."""
    write(
        accepted, "results",
        {"words": "Chi trả không dùng tiền mặt", "value": "89,7 %"},
        {"words": "Bảo trợ xã hội", "value": "86,4 %", "part_of": "1"},
        {"words": "Lương hưu", "value": "87,6 %", "part_of": "Chi trả không dùng tiền mặt"},
        by=story.lan,
    )  # fmt: skip
    group, social, pension = reading.of(accepted).results
    assert (group.number, social.number, pension.number) == ("89,7 %", "86,4 %", "87,6 %")
    (remark,) = group.remarks
    assert remark.odd
    assert remark.text == (
        "The group's rate of 89,7 % stands above all of its parts (86,4 %; 87,6 %). It is kept as it was reported."
    )
    assert list(accepted.results.values_list("counted", flat=True)) == [True, False, False]


def test_parts_that_do_not_add_up_are_kept_and_flagged(story, accepted):
    write(
        accepted, "results",
        {"words": "Hộ", "value": "223 hộ"},
        {"words": "Cận nghèo", "value": "100 hộ", "part_of": "1"},
        {"words": "Khó khăn", "value": "120 hộ", "part_of": "1"},
        by=story.lan,
    )  # fmt: skip
    whole = reading.of(accepted).results[0]
    assert whole.remarks[0].text == (
        "Its parts add up to 220 households, not to 223 households. Both are kept as they were reported."
    )


def test_length_times_width(story, accepted):
    """001-19, 001-20: 326 m × 3 m = 978 m²."""
    write(accepted, "results", {"words": "Đường bê tông", "value": "326 m", "width": "3"}, by=story.lan)
    assert reading.of(accepted).results[0].remarks[0].text == "326 m × 3 m = 978 m² (computed)"


def test_before_and_target(story, accepted):
    write(
        accepted,
        "results",
        {"words": "Hộ dùng nước sạch", "value": "69 hộ", "before": "50", "target": "60"},
        by=story.lan,
    )
    assert [remark.text for remark in reading.of(accepted).results[0].remarks] == [
        "Before: 50 households; change: +19, +38,0 % (computed)",
        "Target: 60 households; reached: 115,0 %",
    ]


def test_of_several_counts_of_one_stock_the_latest_holds(story, accepted):
    write(
        accepted, "results",
        {"words": "Trẻ được đỡ đầu", "value": "26 cháu", "nature": "stock", "ends": "30/6/2024"},
        {"words": "Trẻ được đỡ đầu", "value": "28 cháu", "nature": "stock", "ends": "31/12/2024"},
        by=story.lan,
    )  # fmt: skip
    assert [(each.value, each.counted) for each in accepted.results.all()] == [(26, False), (28, True)]


def test_cost_of_one(story, houses):
    machines, yard, _murals = reading.of(houses).results
    assert machines.remarks[-1].text == "more than 11,25 million đồng for one máy (computed)"
    assert yard.remarks[-1].text == "about 250.000 đồng for one m² (computed)"


def test_a_row_of_another_work_is_not_taken_over(story, houses):
    """A made-up form that carries the key of somebody else's row makes a row of its own."""
    other = exemplars.begin(story.ward, story.round, by=story.lan, title="Mô hình khác", level="district")
    theirs = houses.results.first()
    values = told("results", {"words": "Của tôi", "value": "1 m"})
    values[0]["key"] = theirs.key
    actions.save_sheet(other, Sheet.RESULTS, values, by=story.lan, version=0)
    assert other.results.get().pk != theirs.pk
    assert Achievement.objects.get(pk=theirs.pk).registration == houses


@pytest.mark.parametrize(
    ("sheet", "cells", "column", "sentence"),
    [
        ("results", {"words": "Đường", "value": "12.5"}, "value", "not a number as we write it"),
        ("results", {"words": "Đường", "value": "gấp 3"}, "value", "not understood"),
        ("results", {"words": "Đường", "value": "-3"}, "value", "never negative"),
        ("results", {"words": "Đường", "value": "3"}, "measure", "in what it is counted"),
        ("results", {"value": "3 m"}, "words", "what this is"),
        ("results", {"words": "Tiền", "value": "0,5", "measure": "đồng"}, "value", "whole đồng"),
        ("results", {"words": "Hộ", "value": "3 hộ", "width": "3"}, "width", "length in metres"),
        ("results", {"words": "Hộ", "value": "3 hộ", "starts": "1/2/2024", "ends": "1/1/2024"}, "ends", "before"),
        ("resources", {"words": "Đất", "kind": "land", "value": "3 triệu"}, "measure", "m² or ha"),
        ("resources", {"words": "Công", "kind": "work_days", "value": "3 m"}, "measure", "work-days"),
        ("resources", {"words": "Tiền", "value": "3"}, "measure", "in what it is counted"),
        ("resources", {"words": "Tiền", "source": "trời cho", "value": "3 triệu"}, "source", "not a known word"),
        ("beneficiaries", {"words": "Hộ", "value": "3 triệu"}, "measure", "households"),
    ],
)
def test_what_cannot_be_right_names_its_column(sheet, cells, column, sentence):
    _values, faults = rows.read(Sheet(sheet), cells)
    assert [fault.column for fault in faults] == [column]
    assert sentence in faults[0].sentence


@pytest.mark.parametrize("reference", ["4", "0", "Không có"])
def test_a_part_of_a_row_that_is_not_there(story, accepted, reference):
    with pytest.raises(BadInput, match="no row"):
        write(accepted, "results", {"words": "Một phần", "value": "3 hộ", "part_of": reference}, by=story.lan)


def test_figures_that_a_unit_is_mending_are_its_draft(story, houses):
    """The same as with words: others read what was sent last, or nothing."""
    returned = exemplars.submit(filled_draft(story, title="Mô hình trả lại"), by=story.lan)
    write_in = {"words": "Máy", "value": "1 máy"}
    exemplars.return_for_changes(returned, reason="Thiếu chỉ tiêu.", by=story.minh)
    returned.refresh_from_db()
    assert reading.read(returned, story.minh) is not None
    write(returned, "results", write_in, by=story.lan)
    assert reading.read(returned, story.minh) is None
    assert len(reading.read(returned, story.lan).results) == 1
    exemplars.submit(returned, by=story.lan)
    returned.refresh_from_db()
    assert len(reading.read(returned, story.minh).results) == 1


def test_reading_takes_as_many_queries_for_fifty_rows_as_for_one(story, accepted, django_assert_num_queries):
    write(accepted, "results", {"words": "Một", "value": "1 m"}, by=story.lan)
    write(accepted, "resources", {"words": "Một", "value": "1 triệu", "result": "1"}, by=story.lan)
    assert accepted.round.name  # read before, as a page has it
    with django_assert_num_queries(4):
        reading.of(accepted)
    many = [{"words": f"Hàng {n}", "value": f"{n} m"} for n in range(50)]
    write(accepted, "results", *many, by=story.lan, version=1)
    write(
        accepted, "resources", *({"words": f"{n}", "value": "1 triệu", "result": str(n + 1)} for n in range(50)),
        by=story.lan, version=1,
    )  # fmt: skip
    with django_assert_num_queries(4):
        assert len(reading.of(accepted).resources) == 50


def test_texts_are_read_back_as_they_were_written(story, houses):
    """What a form shows and sends again unchanged is the same table."""
    for sheet in Sheet:
        standing = writing.standing(houses, sheet)
        again = [
            {"key": uuid.uuid4(), **rows.read(sheet, cells)[0]} for cells in writing.texts(houses, sheet, standing)
        ]
        assert [(row["value"], row.get("qualifier"), row["measure"]) for row in again] == [
            (figure.value, figure.qualifier, figure.measure) for figure in standing
        ]
