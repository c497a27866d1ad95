"""One box: registrations, units, papers, people, pages. What the reader may not see is not found, nor counted, nor told
at (trust.md T2); the forms of a term and the spellings of a code are tested in tests/kernel/test_wanted.py."""

import unicodedata
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.documents import actions as documents
from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.search import doors
from kheo.units import actions as units
from kheo.units import tree
from tests.documents import papers
from tests.factories import MembershipFactory, PersonFactory, RegistrationFactory, UnitFactory
from tests.story import filled_draft

PAGE, SUGGEST = reverse("search:results"), reverse("search:suggest")


@pytest.fixture
def look(as_person):
    """What a person finds, by the key of each group."""

    def look(person, words, language="en"):
        browser = as_person(person)
        browser.cookies["django_language"] = language
        answer = browser.get(PAGE, {"q": words})
        assert answer.status_code == 200
        return {group.key: [hit.title for hit in group.hits] for group in answer.context["groups"]}

    return look


def sent(story, title, **facts):
    facts = {"unit": story.ward, "round": story.round, "receiver": story.district, "status": "submitted"} | facts
    return RegistrationFactory(title=title, **facts)


def test_one_box_finds_all_kinds(story, look):
    sent(story, "Phụ nữ Quảng Yên hiến đất mở đường", code="MH-2024-0412")
    documents.file_paper(issuer=story.district, number="15-QĐ/TU", on=date(2024, 11, 1), by=None, title="Về Quảng Yên")
    colleague = PersonFactory(full_name="Bùi Quảng Yên")
    MembershipFactory(person=colleague, unit=story.district, role="clerk")
    assert look(story.minh, "quang yen") == {
        "exemplars": ["Phụ nữ Quảng Yên hiến đất mở đường"],
        "units": ["Thị xã Quảng Yên"],
        "papers": ["Decision 15-QĐ/TU"],
        "people": ["Bùi Quảng Yên"],
    }
    assert look(story.minh, "mh 2024 412") == {"exemplars": ["Phụ nữ Quảng Yên hiến đất mở đường"]}
    assert look(story.minh, "figures") == {"doors": ["Figures", "Figures of several installations"]}


@pytest.mark.parametrize("typed", ["DVK", "Dân vận khéo", "dan van kheo", "कुशल जन-आंदोलन", "कुशल जन जुटान"])
def test_the_forms_of_the_movement_find_the_same_rows(story, look, typed):
    for title in ("Mô hình Dân vận khéo khu 5", "DVK ở thôn 2", "कुशल जन लामबंदी गाँव"):
        sent(story, title)
    wanted = ["DVK ở thôn 2", "Mô hình Dân vận khéo khu 5", "कुशल जन लामबंदी गाँव"]
    assert sorted(look(story.minh, unicodedata.normalize("NFD", typed))["exemplars"]) == wanted


def test_units_are_found_by_what_officials_shorten(story, look):
    UnitFactory(code="MT", name="Ủy ban Mặt trận Tổ quốc phường", parent=story.ward)
    assert look(story.lan, "UB MTTQ")["units"] == ["Ủy ban Mặt trận Tổ quốc phường"]


def test_the_newest_stand_first(story, look):
    for day in (3, 9, 6):
        sent(story, f"Vườn rau ngày {day}", registered_on=date(2024, 5, day))
    assert look(story.minh, "vườn rau")["exemplars"] == [f"Vườn rau ngày {day}" for day in (9, 6, 3)]


def test_a_neighbours_draft_is_not_found(story, look):
    """Canary: the words stand in a draft of the ward; the town above and the commune beside it look for them."""
    filled_draft(story, title="Hoàng yến một chữ")
    clerk = PersonFactory()
    MembershipFactory(person=clerk, unit=story.sibling, role="clerk")
    for person in (story.minh, story.hoa, story.stranger, clerk):
        assert look(person, "hoàng yến") == {}
    assert look(story.lan, "hoàng yến") == {"exemplars": ["Hoàng yến một chữ"]}


def test_what_was_sent_elsewhere_is_neither_found_nor_counted(story, look, as_person):
    for n in range(80):  # more than are looked at first, all newer than the one that the reader may see
        sent(story, f"Vườn rau Quảng Yên {n}", registered_on=date(2024, 9, 1))
    own = sent(
        story, "Vườn rau Phan Thiết", unit=story.foreign, receiver=story.elsewhere, registered_on=date(2024, 1, 1)
    )
    page = as_person(story.stranger).get(PAGE, {"q": "vườn rau"})
    group = page.context["groups"][0]
    assert [hit.title for hit in group.hits] == [own.title]
    assert (group.count, group.capped) == (1, False)


def test_a_person_of_another_unit_is_not_found(story, look):
    hidden = PersonFactory(full_name="Kiều Thị Ẩn")
    MembershipFactory(person=hidden, unit=story.foreign, role="clerk")
    assert look(story.minh, "kieu thi an") == {}
    assert look(story.stranger, "kieu thi an") == {"people": ["Kiều Thị Ẩn"]}


def test_a_paper_of_another_unit_is_not_found(story, look):
    draft = documents.draft(story.district, papers.letter("party"), by=story.minh)
    documents.issue(draft, number="77-CV/TU", on=date(2024, 11, 1), by=story.minh)
    assert look(story.minh, "77 CV") == {"papers": ["Official letter 77-CV/TU"]}
    assert look(story.lan, "77 CV") == look(story.stranger, "77 CV") == {}


@pytest.mark.django_db
def test_trap_4_a_decision_of_a_body_that_is_no_more_is_found_by_its_successor(look, as_person):
    """movement.md §9.2: found from Lâm Đồng, and it prints the issuer as it was called that day."""
    old = UnitFactory(name="Ban Dân vận Tỉnh ủy Bình Thuận", level="province", kind="party")
    paper = documents.file_paper(
        issuer=old, number="31-QĐ/BDVTU", on=date(2023, 12, 28), by=None, title="Công nhận mô hình"
    )
    units.close(old, last_day=date(2025, 6, 30), by=None)
    heir = UnitFactory(name="Ban Tuyên giáo và Dân vận Tỉnh ủy Lâm Đồng", level="province", kind="party")
    units.succeed(old, heir, on=date(2025, 7, 1), by=None, legal_basis="202/2025/QH15")
    reader, neighbour = PersonFactory(), PersonFactory()
    MembershipFactory(person=reader, unit=heir, role="viewer")
    MembershipFactory(person=neighbour, unit=UnitFactory(name="Tỉnh Khánh Hòa", level="province"), role="viewer")
    with clock.at(date(2025, 9, 1)):
        assert look(reader, "31 qd") == {"papers": ["Decision 31-QĐ/BDVTU"]}
        assert (
            "Ban Dân vận Tỉnh ủy Bình Thuận" in as_person(reader).get(reverse("documents:detail", args=[paper.pk])).text
        )
        assert look(neighbour, "31 qd") == {}


def test_keepers_read_no_registration_here_either(story, look):
    sent(story, "Vườn rau sạch")
    assert look(story.nga, "vườn rau") == {}


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("register a model", "exemplars:start"), ("đăng ký mô hình", "exemplars:start"), ("figures", "insights:home"),
        ("so lieu", "insights:home"), ("आँकड़े", "insights:home"), ("remind", "insights:silent"), ("excel", None),
        ("mat khau", "people:account"),
    ],
)  # fmt: skip
def test_pages_are_found_by_their_names_in_any_language(story, words, address):
    found = [door.address for door in doors.found(words, story.lan)]
    assert (address in found) if address else found == []


def test_every_page_that_is_offered_opens(story, as_person):
    for person in (story.lan, story.dung, story.minh, story.hoa, story.nga, PersonFactory()):
        browser = as_person(person)
        for door in doors.DOORS:
            if door.may(person):
                assert browser.get(door.url).status_code in (200, 302), (person.username, door.address)


def test_a_page_is_offered_only_to_whom_it_is_of_use(story):
    assert doors.found("register a model", story.minh) == []
    assert [door.address for door in doors.found("first sign-ins", story.nga)] == ["desk:unused"]


def test_while_typing_there_are_five_of_a_kind_and_no_count(story, as_person):
    for n in range(7):
        sent(story, f"Vườn rau {n}")
    answer = as_person(story.minh).get(SUGGEST, {"q": "vuon r"})
    assert answer.text.count('role="option"') == 5
    assert 'role="group"' in answer.text


def test_all_results_lead_to_the_list_with_the_same_words(story, as_person):
    for n in range(12):
        sent(story, f"Vườn rau {n}")
    page = as_person(story.minh).get(PAGE, {"q": "vườn rau"})
    group = page.context["groups"][0]
    assert (len(group.hits), group.count) == (10, 12)
    assert len(as_person(story.minh).get(group.all_url).context["rows"]) == 12


def test_all_people_are_listed_page_by_page(story, as_person):
    for n in range(12):
        MembershipFactory(person=PersonFactory(full_name=f"Nguyễn Văn {n}"), unit=story.ward, role="viewer")
    page = as_person(story.lan).get(PAGE, {"q": "nguyen van", "only": "people"})
    assert len(page.context["hits"]) == 12


@pytest.mark.parametrize(
    "words", ["", "a", "' | '", "a & !b:*", "\\", "%", "<script>", "\0", "x" * 500, "(((", "a " * 99]
)
def test_any_words_are_answered(story, as_person, words):
    for address in (PAGE, SUGGEST):
        answer = as_person(story.minh).get(address, {"q": words})
        assert answer.status_code == 200
        assert "<script>" not in answer.text.replace('<script src="', "")


def test_fifty_rows_ask_as_often_as_one(story, as_person):
    browser = as_person(story.minh)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            browser.get(SUGGEST, {"q": "vườn"})
        return len(queries)

    for n in range(2):  # of a single hit one walk less is made
        sent(story, f"Vườn rau {n}")
    UnitFactory(code="V1", name="Khu Vườn 1", level="grassroots", parent=story.ward)
    asked()
    few = asked()
    for n in range(4):
        sent(story, f"Vườn rau {n}", unit=UnitFactory(code=f"W{n}", name=f"Khu Vườn {n}", parent=story.ward))
    assert asked() == few


def test_the_shorter_question_about_reach_has_the_same_answer(story):
    """`among` changes the price of `visible_to`, never its answer."""
    khu = UnitFactory(code="K1", name="Khu 1", level="grassroots", parent=story.ward)
    rows = [sent(story, f"Của {unit.name}", unit=unit) for unit in (khu, story.ward, story.sibling, story.foreign)]
    everywhere = [row.unit_id for row in rows]
    for person in (story.lan, story.minh, story.hoa, story.stranger, story.nga):
        whole = set(Registration.objects.visible_to(person).values_list("pk", flat=True))
        assert set(Registration.objects.visible_to(person, among=everywhere).values_list("pk", flat=True)) == whole
    units = [story.province, story.district, story.ward, story.sibling, khu, story.foreign]
    for top in units:
        reach = set(tree.reach([top.pk], on=story.today))
        assert set(tree.reached([unit.pk for unit in units], [top.pk], on=story.today)) == reach
