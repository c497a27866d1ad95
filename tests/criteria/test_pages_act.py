"""Setting up, taking over, publishing, copying, retiring; a unit below puts a criterion in its own words."""

import pytest

from kheo.criteria import actions
from kheo.criteria.editing import rebuilt
from kheo.criteria.models import Concretisation, Framework, FrameworkVersion
from kheo.documents.models import Paper
from tests.criteria.builders import leaf, sheet
from tests.criteria.drafts import asked, at, draft, published, shown, table
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nga(story, as_person):
    return as_person(story.nga)


# ── Found, take over ──


@pytest.mark.parametrize(("person", "status"), [("nga", 200), ("dung", 200), ("lan", 403), ("hoa", 403), ("minh", 403)])
@pytest.mark.parametrize("page", [("found",), ("bring",), ("take_over", "MAU-0")])
def test_a_framework_is_set_up_by_whoever_keeps_those_of_a_unit(story, as_person, page, person, status):
    assert as_person(getattr(story, person)).get(at(*page)).status_code == status
    listed = shown(as_person(getattr(story, person)).get(at("list")))
    assert (at("found") in listed) == (status == 200)


def test_an_empty_framework_opens_in_the_editor(story, nga):
    typed = {"owner": story.province.pk, "code": "QN-2025", "name": "Ba\u0309ng đi\u00ea\u0309m", "scale": "100"}
    answer = nga.post(at("found"), typed)
    version = FrameworkVersion.objects.get()
    assert answer["Location"] == at("change", version.pk)
    assert version.framework.name == "Bảng điểm"  # composed, however it was typed
    page = shown(nga.get(at("change", version.pk)))
    assert "There is no criterion yet." in page
    assert "0 of 100 points" in page


def test_a_code_is_given_once_and_nothing_typed_is_lost(story, nga):
    draft(story)
    typed = {"owner": story.province.pk, "code": "DVK-QN", "name": "Một bảng khác", "scale": "100"}
    page = shown(nga.post(at("found"), typed), status=422)
    assert "There is already a framework with the code DVK-QN." in page
    assert "Một bảng khác" in page


def test_nobody_sets_one_up_for_a_unit_that_is_not_theirs(story, as_person):
    typed = {"owner": story.province.pk, "code": "X", "name": "X", "scale": "100"}
    assert as_person(story.dung).post(at("found"), typed).status_code == 422
    assert not Framework.objects.exists()


def test_a_framework_of_the_library_becomes_ones_own_draft_with_its_source(story, nga):
    address = at("take_over", "MAU-0")
    nga.post(address, asked(nga.get(address), code="MAU-QN", owner=story.province.pk))
    version = FrameworkVersion.objects.get()
    assert (version.framework.code, version.status) == ("MAU-QN", "draft")
    assert version.sheet.code == "MAU-QN"
    assert "Đề xuất của phần mềm" in version.sheet.source
    assert version.sheet.standing == "proposal"


# ── Publish ──


@pytest.mark.parametrize(("person", "status"), [("nga", 200), ("hoa", 403), ("lan", 404), ("stranger", 404)])
def test_publishing_is_for_those_who_keep_it(story, as_person, person, status):
    assert as_person(getattr(story, person)).get(at("publish", draft(story).pk)).status_code == status


def test_while_maxima_do_not_add_up_the_page_says_why_and_where(story, nga):
    version = draft(story, table(scale=105))
    page = shown(nga.get(at("publish", version.pk)))
    assert "It cannot be published yet." in page
    assert "The criteria add up to 100 points, the scale is 105." in page
    assert at("change", version.pk) + "#id_scale" in page
    page = shown(nga.post(at("publish", version.pk), {"starts": "1/1/2025"}), status=422)
    assert "The criteria add up to 100 points, the scale is 105." in page
    version.refresh_from_db()
    assert version.is_draft


def test_published_with_its_paper_it_never_changes(story, nga):
    version = draft(story)
    typed = {"starts": "1/1/2025", "number": "12-HD/BDVTU", "on": "20/11/2024", "title": "Về bộ tiêu chí"}
    answer = nga.post(at("publish", version.pk), typed)
    assert answer["Location"] == at("version", version.pk)
    page = shown(nga.get(at("version", version.pk)))
    assert "Version 1 is published. It is in force from 01/01/2025 and never changes." in page
    assert "Issued by 12-HD/BDVTU of 20/11/2024, Tỉnh Quảng Ninh." in page
    assert at("change", version.pk) not in page
    assert nga.get(at("publish", version.pk)).status_code == 302


def test_a_paper_without_a_number_is_asked_for_it(story, nga):
    page = shown(
        nga.post(at("publish", draft(story).pk), {"starts": "1/1/2025", "title": "Về bộ tiêu chí"}), status=422
    )
    assert "Write the number and symbol of the paper" in page


def test_a_refusal_of_the_verb_is_told_on_the_form_and_files_no_paper(story, nga):
    first = published(story)
    second = actions.begin_version(first.framework, by=None)
    typed = {"starts": "1/1/2023", "number": "12-HD/BDVTU"}
    page = shown(nga.post(at("publish", second.pk), typed), status=422)
    assert "a newer one begins later than that" in page
    assert "12-HD/BDVTU" in page
    assert not Paper.objects.exists()


def test_the_version_in_force_ends_the_day_before(story, nga):
    first = published(story)
    second = actions.begin_version(first.framework, by=None)
    assert "Version 1, in force from 01/01/2024, ends the day before" in shown(nga.get(at("publish", second.pk)))
    nga.post(at("publish", second.pk), {"starts": "01/01/2025"})
    page = shown(nga.get(at("detail", first.framework_id)))
    assert "31/12/2024" in page


# ── The next version, retiring ──


def test_a_new_version_is_copied_from_the_newest_or_from_the_one_on_the_page(story, nga):
    first = published(story)
    assert "Begin a new version" in shown(nga.get(at("detail", first.framework_id)))
    answer = nga.post(at("begin_version", first.framework_id), {"copied_from": first.pk})
    second = FrameworkVersion.objects.get(number=2)
    assert answer["Location"] == at("change", second.pk)
    assert second.copied_from == first
    assert "Begin a new version" not in shown(nga.get(at("detail", first.framework_id)))
    again = nga.post(at("begin_version", first.framework_id), {}, follow=True)
    assert "There is already a draft of this framework: version 2." in shown(again)


def test_a_version_of_another_framework_is_no_origin(story, nga):
    first, other = published(story), published(story, rebuilt(table(), code="KHAC"))
    assert nga.post(at("begin_version", first.framework_id), {"copied_from": other.pk}).status_code == 404


def test_retiring_names_its_last_day(story, nga):
    version = published(story)
    assert "After its last day nothing new is judged by it." in shown(nga.get(at("retire", version.pk)))
    nga.post(at("retire", version.pk), {"last_day": "15/11/2024"})
    page = shown(nga.get(at("version", version.pk)))
    assert "Version 1 is retired; its last day is 15/11/2024." in page
    assert "Retired" in page


# ── In own words ──


def test_a_unit_below_says_what_a_criterion_means_there(story, as_person):
    version, lan = published(story), as_person(story.lan)
    overview = at("own_words", version.pk, story.ward.pk)
    assert overview in shown(lan.get(at("version", version.pk)))
    address = at("concretise", version.pk, story.ward.pk, 5)
    assert "At most 30 points, as Tỉnh Quảng Ninh issued it." in shown(lan.get(address))
    answer = lan.post(address, {"wording": "4 trong 5 tuyến đường có đèn", "local_target": "85,5"})
    assert answer["Location"] == overview
    page = shown(lan.get(overview))
    assert "4 trong 5 tuyến đường có đèn" in page
    assert "85,5" in page
    assert "Phường Yên Giang: 4 trong 5 tuyến đường có đèn (85,5)" in shown(lan.get(at("version", version.pk)))
    assert "4 trong 5" not in shown(as_person(story.minh).get(at("version", version.pk)))
    lan.post(address, {"wording": "", "local_target": ""})
    assert not Concretisation.objects.exists()


def test_its_points_stay_the_issuers(story, as_person):
    version = published(story)
    address = at("concretise", version.pk, story.ward.pk, 5)
    as_person(story.lan).post(address, {"wording": "Khác", "maximum": "99", "points": "99"})
    version.refresh_from_db()
    assert version.sheet == table()


@pytest.mark.parametrize("number", [1, 99])
def test_only_what_is_scored_is_put_in_own_words(story, as_person, number):
    address = at("concretise", published(story).pk, story.ward.pk, number)
    assert as_person(story.lan).get(address).status_code == 404


def test_the_units_of_others_are_nobodys_business(story, as_person):
    version = published(story)
    assert as_person(story.lan).get(at("own_words", version.pk, story.sibling.pk)).status_code == 404
    assert as_person(story.stranger).get(at("own_words", version.pk, story.foreign.pk)).status_code == 404


def test_who_only_reads_is_told_why_there_is_no_pencil(story, as_person):
    version, address = published(story), "concretise"
    MembershipFactory(person=story.stranger, unit=story.ward, role="viewer")
    viewer = as_person(story.stranger)
    page = shown(viewer.get(at("own_words", version.pk, story.ward.pk)))
    assert "Only the clerks, the head and the steering committee of Phường Yên Giang may do this." in page
    assert viewer.get(at(address, version.pk, story.ward.pk, 5)).status_code == 403


@pytest.mark.parametrize("language", ["vi", "hi"])
def test_the_pages_stand_in_every_language(story, as_person, language):
    nga = as_person(story.nga)
    version = draft(story, sheet(leaf("A", 90), scale=100))
    for address in [at("list"), *(at(page, version.pk) for page in ("version", "change", "rules", "try", "publish"))]:
        nga.cookies["django_language"] = language
        assert nga.get(address).status_code == 200
