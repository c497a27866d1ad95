"""The list: search, filters in the address, pages by key, and the file of exactly this list."""

import csv
import io
import unicodedata
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.exemplars import actions
from kheo.exemplars.bringing import Listed, bring_in
from kheo.exemplars.models import Registration
from tests.factories import RecognitionFactory, RegistrationFactory, UnitFactory
from tests.story import filled_draft

LIST = reverse("exemplars:list")


@pytest.fixture
def minh(story, as_person):
    browser = as_person(story.minh)
    browser.cookies["django_language"] = "en"
    return browser


def sent(story, title="Tuyến đường hoa", **facts):
    facts = {"unit": story.ward, "round": story.round, "receiver": story.district, "status": "submitted"} | facts
    return RegistrationFactory(title=title, **facts)


def titles(answer):
    return [row.title for row in answer.context["rows"]]


@pytest.mark.parametrize(
    "words",
    [
        "moi truong", "môi trường", unicodedata.normalize("NFD", "môi trường"), "MÔI TRƯỜNG", "trường môi", "moi tru",
        "MH-2024-0412", "yen giang", "hoa sach", "hoà", "hòa", "duong", "đường",
    ],
)  # fmt: skip
def test_the_search_finds_it_with_or_without_accents(story, minh, words):
    sent(story, "Con đường môi trường hòa sạch", code="MH-2024-0412")
    sent(story, "Ngân hàng cây giống", unit=UnitFactory(name="Xã Tiền An", parent=story.district))
    assert titles(minh.get(LIST, {"q": words})) == ["Con đường môi trường hòa sạch"]


@pytest.mark.parametrize("words", ["khác hẳn", "' | '", "a & !b:*", "\\", "%", "<script>", "()", "'", "x" * 200, "\0"])
def test_a_search_that_finds_nothing_says_so(story, minh, words):
    sent(story)
    answer = minh.get(LIST, {"q": words})
    assert answer.status_code == 200
    assert titles(answer) in ([], ["Tuyến đường hoa"])  # signs alone are no words: everything is shown


def test_a_person_is_found_by_name(story, minh):
    one = sent(story, subject="individual", dossier={"person_name": "Phạm Thành Công"})
    one.save()
    assert titles(minh.get(LIST, {"q": "pham thanh cong"})) == ["Tuyến đường hoa"]


FACTS = {
    "field=economy": {"field": "economy"},
    "field=unclassified": {"field": None},
    "level=province": {"level": "province"},
    "kind=example": {"kind": "example"},
    "subject=individual": {"subject": "individual"},
    "origin=maintained": {"origin": "maintained"},
    "status=accepted": {"status": "accepted"},
}


@pytest.mark.parametrize("query", FACTS)
def test_each_filter_narrows_to_what_it_says(story, minh, query):
    fields = {field.key: field for field in story.movement.fields.all()}
    plain = {"field": fields["political_system"], "kind": "model"}
    facts = dict(FACTS[query])
    if facts.get("field"):
        facts["field"] = fields[facts["field"]]
    sent(story, "Nên thấy", **(plain | facts))
    sent(story, "Không nên thấy", **plain)
    answer = minh.get(f"{LIST}?{query}")
    assert titles(answer) == ["Nên thấy"]
    assert len(answer.context["chips"]) == 1
    assert answer.context["chips"][0]["url"] == LIST


def test_recognised_or_not(story, minh):
    RecognitionFactory(registration=sent(story, "Được công nhận", status="accepted"), unit=story.district)
    sent(story, "Chưa")
    assert titles(minh.get(LIST, {"recognised": "yes"})) == ["Được công nhận"]
    assert titles(minh.get(LIST, {"recognised": "no"})) == ["Chưa"]


def test_a_unit_counts_with_everything_below_it(story, minh, as_person):
    child = UnitFactory(code="YG-K1", name="Khu 1", level="grassroots", parent=story.ward)
    sent(story, "Của khu", unit=child)
    sent(story, "Của phường")
    sent(story, "Của xã bên", unit=story.sibling)
    assert set(titles(minh.get(LIST, {"unit": story.ward.pk}))) == {"Của khu", "Của phường"}
    assert set(titles(minh.get(LIST, {"unit": story.ward.pk, "round": story.round.pk}))) == {"Của khu", "Của phường"}


def test_what_waits_for_my_office(story, minh, submitted):
    sent(story, "Gửi cấp tỉnh", receiver=story.province)
    answer = minh.get(LIST, {"waiting": "me"})
    assert titles(answer) == [submitted.title]
    actions.accept(submitted, by=story.minh)
    assert "Nothing waits for your office" in minh.get(LIST, {"waiting": "me"}).text


def test_filters_and_search_work_together_and_stay_in_the_address(story, minh):
    sent(story, "Đường hoa", kind="example")
    sent(story, "Đường hoa")
    answer = minh.get(LIST, {"q": "hoa", "kind": "example"})
    assert len(titles(answer)) == 1
    assert {(chip["label"], chip["url"]) for chip in answer.context["chips"]} == {
        ("Kind", f"{LIST}?q=hoa"), ("Search", f"{LIST}?kind=example"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "kind=foo", "unit=abc", "unit=99999999999999999999", "unit=-1", "round=1'--", "round=999999", "field=none",
        "after=2024-02-31.1", "after=x", "before=2024-01-01.99999999999999999999", "recognised=maybe",
    ],
)  # fmt: skip
def test_a_wrong_parameter_gets_one_sentence(story, minh, query):
    sent(story)
    answer = minh.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    assert len(answer.context["wrong"]) == 1
    assert answer.context["wrong"][0].endswith(".")
    assert titles(answer) == []


def test_a_wrong_filter_never_exports_everything(story, minh):
    sent(story)
    assert "text/html" in minh.get(f"{LIST}?kind=foo&format=csv")["Content-Type"]


@pytest.fixture
def sixty(story):
    return [sent(story, f"Mô hình {n:02d}", registered_on=date(2024, 3, 1 + n // 3)) for n in range(60)]


def test_pages_of_fifty_newest_first_there_and_back(minh, sixty):
    newest = [row.title for row in reversed(sixty)]
    first = minh.get(LIST)
    assert titles(first) == newest[:50]
    assert first.context["newer_url"] == ""
    second = minh.get(first.context["older_url"])
    assert titles(second) == newest[50:]
    assert second.context["older_url"] == ""
    assert titles(minh.get(second.context["newer_url"])) == newest[:50]


def test_pages_of_twenty_on_a_phone(minh, sixty):
    address, seen = LIST, []
    while address:
        answer = minh.get(address, headers={"Sec-CH-UA-Mobile": "?1"})
        assert len(titles(answer)) <= 20
        seen += titles(answer)
        address = answer.context["older_url"]
    assert seen == [row.title for row in reversed(sixty)]


def test_the_count_stops_where_nobody_learns_more(minh, sixty, monkeypatch):
    monkeypatch.setattr("kheo.exemplars.paging.COUNTED_TO", 40)
    assert "More than 40 rows" in minh.get(LIST).text


def test_one_row_and_fifty_take_the_same_number_of_queries(story, minh):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as spent:
            minh.get(LIST, {"kind": "model"})
        return len(spent)

    RecognitionFactory(registration=sent(story, "Một", status="accepted"), unit=story.district)
    minh.get(LIST)
    one = queries()
    for n in range(50):
        row = sent(story, f"Mô hình {n}", status="accepted", unit=[story.ward, story.sibling][n % 2])
        RecognitionFactory(registration=row, unit=story.district)
    assert queries() == one


def read_csv(answer):
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_the_file_has_exactly_the_rows_of_the_list(story, minh):
    RecognitionFactory(registration=sent(story, "Thấy", kind="example", status="accepted"), unit=story.district)
    sent(story, "Không thấy")
    filed = read_csv(minh.get(LIST, {"kind": "example", "format": "csv"}))
    assert [row[1] for row in filed[1:]] == ["Thấy"]
    assert "District" in filed[1]
    book = minh.get(LIST, {"kind": "example", "format": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(book.streaming_content))).worksheets[0]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["Thấy"]
    assert sheet.max_row == 2


def test_the_file_holds_more_than_a_page_and_no_formula(minh, sixty, story):
    sent(story, '=HYPERLINK("http://evil","x")')
    rows = read_csv(minh.get(LIST, {"format": "csv"}))
    assert len(rows) == 62
    assert rows[1][1].startswith("'=") or any(row[1].startswith("'=") for row in rows)
    book = minh.get(LIST, {"format": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(book.streaming_content))).worksheets[0]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("who", ["minh", "hoa", "nga", "stranger"])
@pytest.mark.parametrize("query", ["", "?q=ban+nhap", "?status=draft", "?format=csv", "?waiting=me"])
def test_a_draft_is_on_nobody_elses_list(story, as_person, who, query):
    filled_draft(story, title="Bản nháp bí mật")
    answer = as_person(getattr(story, who)).get(LIST + query)
    body = b"".join(answer.streaming_content).decode() if answer.streaming else answer.text
    assert "bí mật" not in body


def test_a_draft_is_on_the_list_of_its_unit(story, as_person):
    filled_draft(story, title="Bản nháp bí mật")
    for person in (story.lan, story.dung):
        assert titles(as_person(person).get(LIST)) == ["Bản nháp bí mật"]


def test_the_name_of_the_unit_is_the_one_it_bore_that_day(story, minh):
    one = sent(story, registered_on=date(2024, 3, 1))
    story.ward.names.update(name="Phường Yên Giang cũ")
    assert one.unit.name == "Phường Yên Giang"
    assert "Phường Yên Giang cũ" in minh.get(LIST).text


def test_the_list_reads_only(minh, sixty, reading_only):
    with reading_only():
        assert minh.get(LIST).status_code == 200


def test_the_search_uses_its_index(story):
    assert "registration_search" in _plan(Registration.objects.matching("moi truong"))


def _plan(queryset):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        sql, params = queryset.query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_what_a_list_brought_in_is_found_like_what_was_written_here(story, minh):
    bring_in(
        [
            Listed(
                round_id=story.round.pk, unit_id=story.ward.pk, receiver_id=story.district.pk, title="Tuyến đường hoa",
                kind="model", subject="collective", level="district", origin="new", status="accepted",
                registered_on=date(2024, 3, 1),
            )
        ],
        by=None,
    )  # fmt: skip
    assert titles(minh.get(LIST, {"q": "yen giang hoa"})) == ["Tuyến đường hoa"]
    address = reverse("exemplars:detail", args=[Registration.objects.get().pk])
    assert minh.get(address).status_code == 200
