"""The editor of a draft: the table with its maxima, the rules, what holds for the whole; two people at once."""

import pytest

from kheo.criteria import actions, library
from kheo.criteria.editing import Shelf, rebuilt, rows
from kheo.kernel.models import Entry
from tests.criteria.builders import leaf, sheet
from tests.criteria.drafts import asked, at, draft, published, shipped, shown, table

pytestmark = pytest.mark.django_db

WHOLE = ["change", "rules", "about", "counting", "replace", "total"]


@pytest.fixture
def nga(story, as_person):
    return as_person(story.nga)


def now(version):
    version.refresh_from_db()
    return version.sheet


def codes(version):
    return [criterion.code for criterion in now(version).walk()]


# ── Who ──


@pytest.mark.parametrize(("person", "status"), [("nga", 200), ("hoa", 403), ("lan", 404), ("stranger", 404)])
@pytest.mark.parametrize("page", [*WHOLE, "row", "add", "remove"])
def test_a_draft_is_changed_by_those_who_keep_the_units_frameworks(story, as_person, person, status, page):
    version = draft(story)
    more = {"row": ["criteria", 1], "add": ["criteria"], "remove": ["criteria", 1]}.get(page, [])
    assert as_person(getattr(story, person)).get(at(page, version.pk, *more)).status_code == status


def test_a_published_version_is_not_opened_in_the_editor(story, nga):
    version = published(story)
    response = nga.get(at("change", version.pk), follow=True)
    assert "Version 1 is published and never changes. Begin a new version from it." in shown(response)


def test_looking_writes_nothing(story, nga, reading_only):
    version = shipped(story, "PT-SHCB")
    with reading_only():
        for page in WHOLE:
            nga.get(at(page, version.pk))
        for shelf in Shelf:
            for number, _row in enumerate(rows(version.sheet, shelf), start=1):
                assert nga.get(at("row", version.pk, shelf, number)).status_code == 200
                assert nga.get(at("remove", version.pk, shelf, number)).status_code == 200
            nga.get(at("add", version.pk, shelf))


# ── The table ──


def test_maxima_are_typed_in_the_table_and_weighed_together(story, nga):
    version = draft(story)
    response = nga.get(at("change", version.pk))
    answer = nga.post(at("change", version.pk), asked(response, maximum__2="20,5", maximum__3="19,5"))
    assert answer["Location"] == at("change", version.pk)
    assert [criterion.maximum for criterion in now(version).walk()][:3] == [40, 20.5, 19.5]
    assert version.revision == 1


def test_nothing_typed_writes_nothing(story, nga):
    version = draft(story)
    nga.post(at("change", version.pk), asked(nga.get(at("change", version.pk))))
    now(version)
    assert version.revision == 0
    assert not Entry.objects.filter(verb="version.changed").exists()


def test_a_number_that_reads_two_ways_is_refused_with_everything_kept(story, nga):
    version = draft(story)
    data = asked(nga.get(at("change", version.pk)), maximum__2="85.5", maximum__3="14,5")
    page = shown(nga.post(at("change", version.pk), data), status=422)
    assert "is not a number as we write it" in page
    assert 'value="85.5"' in page
    assert 'value="14,5"' in page
    assert now(version).by_code["I.2"].maximum == 15


def test_a_group_left_empty_takes_the_sum_of_its_parts(story, nga):
    version = draft(story)
    data = asked(nga.get(at("change", version.pk)), maximum__1="", maximum__2="30")
    nga.post(at("change", version.pk), data)
    assert now(version).by_code["I"].maximum == 45


def test_every_button_saves_the_maxima_first(story, nga):
    version = draft(story)
    data = asked(nga.get(at("change", version.pk)), maximum__2="26", do="row:criteria:3:I.2")
    assert nga.post(at("change", version.pk), data)["Location"] == at("row", version.pk, "criteria", 3)
    assert now(version).by_code["I.1"].maximum == 26


@pytest.mark.parametrize(
    ("do", "after"),
    [
        ("up:criteria:3:I.2", ["I", "I.2", "I.1", "II", "II.1", "II.2", "III"]),
        ("down:criteria:1:I", ["II", "II.1", "II.2", "I", "I.1", "I.2", "III"]),
        ("up:criteria:1:I", ["I", "I.1", "I.2", "II", "II.1", "II.2", "III"]),
    ],
)
def test_rows_are_moved(story, nga, do, after):
    version = draft(story)
    nga.post(at("change", version.pk), asked(nga.get(at("change", version.pk)), do=do))
    assert codes(version) == after


@pytest.mark.parametrize("do", ["up:criteria:x:I", "explode:criteria:1:I", "up:nowhere:1:I", "up"])
def test_a_button_that_is_not_ours_does_nothing(story, nga, do):
    version = draft(story)
    assert nga.post(at("change", version.pk), asked(nga.get(at("change", version.pk)), do=do)).status_code == 404


def test_the_sums_are_told_while_they_are_typed(story, nga, reading_only):
    version = draft(story)
    with reading_only():
        assert "100 of 100 points" in shown(nga.get(at("total", version.pk)))
        page = shown(nga.get(at("total", version.pk), {"maximum-1": "42,5", "maximum-2": "25"}))
    assert "102,5 of 100 points" in page
    assert "2,5 too many" in page
    assert "The parts of I add up to 40 points, its maximum is 42,5." in page
    assert "is not a number as we write it" in shown(nga.get(at("total", version.pk), {"maximum-1": "42.5"}))
    assert "105 of 100 points" in shown(nga.get(at("total", version.pk), {"row": "III", "maximum": "15"}))
    assert "108 of 100 points" in shown(nga.get(at("total", version.pk), {"under": "", "maximum": "8"}))


def test_every_fault_leads_to_its_place(story, nga):
    of = sheet(
        leaf("A", 40), leaf("A", 50, "bands", measure="percent", bands=[]), scale=100, ties={"by": ["Z"]},
        gates=[{"code": "G", "text": "Không bị kỷ luật", "effect": "best_class"}],
        classes=[{"code": "K", "name": "Khá", "threshold": {"bound": 120}}],
    )  # fmt: skip
    version = draft(story, of)
    found = {fault["text"]: fault["url"] for fault in nga.get(at("change", version.pk)).context["faults"]}
    for words, address in [
        ("The criteria add up to 90 points, the scale is 100.", at("change", version.pk) + "#id_scale"),
        ("The code A stands 2 times", at("row", version.pk, "criteria", 2)),
        ("A has no bands yet", at("row", version.pk, "criteria", 2)),
        ("The gate G does not say", at("row", version.pk, "gates", 1)),
        ("Nobody can reach the class K", at("row", version.pk, "classes", 1)),
        ("ties names Z", at("counting", version.pk)),
    ]:
        assert [url for text, url in found.items() if words in text] == [address], (words, found)
        assert nga.get(address).status_code == 200


def test_words_that_ask_for_opinions_are_pointed_out_and_not_refused(story, nga):
    version = draft(story, sheet(leaf("A", 100, of={"text": "Tư tưởng chính trị vững vàng"})))
    page = shown(nga.get(at("change", version.pk)))
    assert "Look at this again" in page
    assert "Everything adds up: this draft can be published." in page


# ── A row ──


def test_a_criterion_is_changed_with_its_method(story, nga):
    version = draft(story)
    address = at("row", version.pk, "criteria", 2)
    data = asked(nga.get(address), text="Ban hành kế hoạch", by="bands", measure="days_late", otherwise="5")
    data |= {"bands-0-is": "<=", "bands-0-bound": "0", "bands-0-points": "25"}
    assert nga.post(address, data)["Location"] == at("change", version.pk)
    changed = now(version).by_code["I.1"]
    assert changed.text == "Ban hành kế hoạch"
    assert (changed.method.by, changed.method.bands[0].points, changed.method.otherwise) == ("bands", 25, 5)


def test_choosing_another_method_only_lays_the_page_out_anew(story, nga):
    version = draft(story)
    address = at("row", version.pk, "criteria", 2)
    data = asked(nga.get(address), text="Chưa lưu", by="count", again="by")
    page = shown(nga.post(address, data))
    assert "Points for each" in page
    assert "Chưa lưu" in page
    assert now(version).by_code["I.1"].text != "Chưa lưu"


def test_the_key_of_a_page_that_was_laid_out_anew_can_still_save(story, nga):
    version = draft(story)
    address, key = at("row", version.pk, "criteria", 2), {"Idempotency-Key": "0b1de3a2-5b62-4f0e-9a51-3f3bb0a5b7a1"}
    data = asked(nga.get(address), by="count")
    nga.post(address, data | {"again": "by"}, headers=key)
    nga.post(address, data | {"each": "2,5"}, headers=key)
    assert now(version).by_code["I.1"].method.each == 2.5


def test_a_criterion_is_added_to_a_group_one_after_the_other(story, nga):
    version = draft(story)
    address = at("add", version.pk, "criteria") + "?under=4"
    response = nga.get(address)
    assert response.context["form"].initial["under"] == "II"
    data = asked(response, code="II.3", text="Tiêu chí mới", maximum="5", more="1", under="II")
    answer = nga.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer["Location"] == address
    assert codes(version) == ["I", "I.1", "I.2", "II", "II.1", "II.2", "II.3", "III"]


def test_a_criterion_goes_to_another_group_and_is_named_anew(story, nga):
    version = draft(story, table(ties={"by": ["I.2"]}))
    address = at("row", version.pk, "criteria", 3)
    nga.post(address, asked(nga.get(address), code="II.3", under="II"))
    assert codes(version) == ["I", "I.1", "II", "II.1", "II.2", "II.3", "III"]
    assert version.sheet.ties.by == ("II.3",)


def test_a_code_may_stand_twice_in_a_draft_and_is_told(story, nga):
    version = draft(story)
    address = at("row", version.pk, "criteria", 3)
    nga.post(address, asked(nga.get(address), code="I.1"))
    assert codes(version).count("I.1") == 2
    assert "The code I.1 stands 2 times" in shown(nga.get(at("change", version.pk)))
    third = at("row", version.pk, "criteria", 3)  # the second of the two, by its place
    nga.post(third, asked(nga.get(third), text="Chỉ dòng này"))
    assert [row.text for row in now(version).walk() if row.code == "I.1"] == ["Tiêu chí I.1", "Chỉ dòng này"]


def test_taking_out_asks_first_and_names_what_goes(story, nga):
    version = draft(story, table(ties={"by": ["II"]}))
    address = at("remove", version.pk, "criteria", 4)
    page = shown(nga.get(address))
    assert "“II” leaves the draft, and 50 points with it." in page
    assert "So do the 2 criteria under it." in page
    assert "Other rules name it; they stay and are shown as faults." in page
    nga.post(address, {"revision": 0, "seen": "II"})
    assert codes(version) == ["I", "I.1", "I.2", "III"]


@pytest.mark.parametrize(
    ("shelf", "typed", "told"),
    [
        ("classes", {"code": "K", "name": "Khá", "threshold_is": ">", "threshold_bound": "60"}, "&gt; 60"),
        ("figures", {"code": "TRE", "text": "Nhiệm vụ trễ hạn", "unit": "%"}, "Nhiệm vụ trễ hạn"),
        (
            "gates",
            {"code": "TH", "text": "Không trễ hạn", "of": "points", "of_code": "I.1", "is_": ">=", "bound": "10",
             "effect": "best_class", "best_class": "T"},
            "the points I.1 ≥ 10; otherwise: no better class than T",
        ),
        ("profiles", {"code": "P", "text": "Đơn vị mới", "without": ["III"], "scale": "90",
                      "basis": "percent_of_applicable"}, "without III, scale 90"),
        ("caps", {"code": "C", "of": "XS", "percent": "20", "base": "good_or_better", "good": "T", "grouping": "level",
                  "rounding": "down"}, "XS or better: at most 20 %"),
    ],
)  # fmt: skip
def test_rules_are_added(story, nga, shelf, typed, told):
    version = draft(story)
    address = at("add", version.pk, shelf)
    answer = nga.post(address, asked(nga.get(address), **typed))
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer["Location"] == at("rules", version.pk) + f"#{shelf}"
    assert told in shown(nga.get(at("rules", version.pk)))


def test_classes_are_moved_up(story, nga):
    version = draft(story)
    response = nga.post(at("rules", version.pk), {"revision": 0, "do": "up:classes:2:T"})
    assert response["Location"] == at("rules", version.pk) + "#classes"
    assert [class_.code for class_ in now(version).classes] == ["T", "XS", "HT", "KHT"]


def test_classes_of_the_year_are_asked_once_there_is_a_year(story, nga):
    version = draft(story)
    assert nga.get(at("add", version.pk, "roll_up")).status_code == 404
    nga.post(at("counting", version.pk), asked(nga.get(at("counting", version.pk)), over="months"))
    address = at("add", version.pk, "roll_up")
    data = asked(nga.get(address), code="XS", every="T") | {"times-0-code": "XS", "times-0-at_least": "7"}
    nga.post(address, data)
    assert "every one at least T; XS at least 7 times" in shown(nga.get(at("rules", version.pk)))


def test_name_source_and_scale_are_changed(story, nga):
    version = draft(story)
    address = at("about", version.pk)
    typed = {"name": "Bộ tiêu chí 2025", "standing": "evidenced", "subjects": "mô hình\n\n  điển hình ", "scale": "110"}
    nga.post(address, asked(nga.get(address), **typed))
    assert now(version).name == "Bộ tiêu chí 2025"
    assert (version.sheet.subjects, version.sheet.scale) == (("mô hình", "điển hình"), 110)


def test_the_steps_of_scoring_come_once_each(story, nga):
    version = draft(story)
    address = at("counting", version.pk)
    page = shown(nga.post(address, asked(nga.get(address), **{"step-1": "self"})), status=422)
    assert "Each step of scoring comes once." in page


# ── Two tabs ──


def test_who_saves_second_sees_both_sides_and_loses_nothing(story, nga):
    version = draft(story)
    address = at("row", version.pk, "criteria", 2)
    mine = asked(nga.get(address), text="Câu chữ của tôi")
    nga.post(address, asked(nga.get(address), text="Câu chữ của người khác"))
    response = nga.post(address, mine)
    page = shown(response, status=409)
    assert "Somebody else saved first" in page
    assert page.count("Câu chữ của tôi") >= 2  # beside theirs, and still in its box
    assert "Câu chữ của người khác" in page
    assert now(version).by_code["I.1"].text == "Câu chữ của người khác"
    nga.post(address, asked(response))
    assert now(version).by_code["I.1"].text == "Câu chữ của tôi"


def test_two_tables_at_once(story, nga):
    version = draft(story)
    address = at("change", version.pk)
    mine = asked(nga.get(address), maximum__2="20")
    nga.post(address, asked(nga.get(address), maximum__2="24", maximum__7="11"))
    response = nga.post(address, mine)
    page = shown(response, status=409)
    assert 'value="20"' in page
    assert "24" in page
    nga.post(address, asked(response))
    assert [now(version).by_code[code].maximum for code in ("I.1", "III")] == [20, 11]  # only what I touched is mine


def test_a_change_that_somebody_else_made_just_so_is_no_conflict(story, nga):
    version = draft(story)
    address = at("change", version.pk)
    mine = asked(nga.get(address), maximum__2="24")
    nga.post(address, asked(nga.get(address), maximum__2="24"))
    assert nga.post(address, mine).status_code == 302
    now(version)
    assert version.revision == 1


def test_what_was_typed_for_a_row_that_is_gone_can_be_added_again(story, nga):
    version = draft(story)
    address = at("row", version.pk, "criteria", 7)
    mine = asked(nga.get(address), text="Viết dở")
    nga.post(at("remove", version.pk, "criteria", 7), {"revision": 0, "seen": "III"})
    response = nga.post(address, mine)
    page = shown(response, status=422)
    assert "III is no longer in this draft" in page
    assert "Viết dở" in page
    assert "Add it again" in page
    nga.post(response.context["action"], asked(response))
    assert now(version).by_code["III"].text == "Viết dở"


def test_a_maximum_typed_for_a_row_that_is_gone_is_told(story, nga):
    version = draft(story)
    mine = asked(nga.get(at("change", version.pk)), maximum__7="12", maximum__2="24")
    nga.post(at("remove", version.pk, "criteria", 7), {"revision": 0, "seen": "III"})
    page = shown(nga.post(at("change", version.pk), mine), status=422)
    assert "You typed 12 for III, which somebody else has taken out of this draft." in page
    assert 'value="24"' in page


@pytest.mark.parametrize("page", ["about", "counting", "rules", "remove"])
def test_every_other_page_of_the_draft_is_locked_the_same_way(story, nga, page):
    version = draft(story)
    address = at(page, version.pk, "criteria", 7) if page == "remove" else at(page, version.pk)
    old = {
        "about": lambda: asked(nga.get(address), name="Tên của tôi"),
        "counting": lambda: asked(nga.get(address), mean="median"),
        "rules": lambda: {"revision": 0, "do": "up:classes:2:T"},
        "remove": lambda: {"revision": 0, "seen": "III"},
    }[page]()
    actions.change(version, rebuilt(version.sheet, note="Ghi chú của người khác"), by=None, revision=0)
    shown(nga.post(address, old), status=409)
    assert now(version).note == "Ghi chú của người khác"
    assert (len(version.sheet.criteria), version.sheet.classes[0].code) == (3, "XS")


# ── Everything that is shipped can be edited ──


@pytest.mark.parametrize("code", [of.code for of in library.shipped()])
def test_a_framework_of_the_library_is_edited_without_changing_anything(story, nga, code):
    version = shipped(story, code)
    before = version.document
    for address in [at(page, version.pk) for page in ("change", "about", "counting")]:
        assert nga.post(address, asked(nga.get(address))).status_code == 302
    assert now(version).document() == before
