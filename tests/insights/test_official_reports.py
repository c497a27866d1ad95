"""An official report on its pages: previewed, closed, taken again byte for byte, held against today's figures."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse

from kheo.insights import actions
from kheo.insights.models import OfficialReport
from kheo.insights.official.differences import differences
from kheo.kernel import clock, files
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.kernel.models import Entry
from tests.counting import queries_of
from tests.documents.reading import pdf_links
from tests.factories import MembershipFactory, PersonFactory, RoundFactory
from tests.insights.builders import registered

pytestmark = pytest.mark.django_db

address_of = "https://kheo.vn{}".format


def close(year, hoa, **changes):
    told = {"kind": "year", "by": hoa, "address_of": address_of, "language": "en", **changes}
    return actions.close_report(year.province, [year.round], told.pop("kind"), **told)


def query(year, **more):
    told = {"unit": year.province.pk, "round": year.round.pk, "language": "en", **more}
    return "?" + "&".join(f"{name}={value}" for name, value in told.items())


def page(client, person, name, *args, query=""):
    client.force_login(person)
    return client.get(reverse(f"insights:{name}", args=args) + query)


# ── Closing ──


def test_closing_keeps_the_report_and_its_three_files_and_is_journalled(year, hoa):
    report = close(year, hoa)
    assert [report.word.name, report.pdf.name, report.workbook.name] == [
        "bao-cao-qn-qn-2024-year-en.docx", "bao-cao-qn-qn-2024-year-en.pdf", "bao-cao-qn-qn-2024-year-en.xlsx",
    ]  # fmt: skip
    assert list(report.rounds.all()) == [year.round]
    assert report.as_at == date(2024, 12, 31)
    entry = Entry.objects.get(verb="report.closed")
    assert entry.details["files"] == [report.word.sha256, report.pdf.sha256, report.workbook.sha256]


def test_only_those_who_review_for_the_unit_close_its_figures(year, hoa):
    viewer = MembershipFactory(person=PersonFactory(), unit=year.province, role="viewer").person
    below = MembershipFactory(person=PersonFactory(), unit=year.first, role="reviewer").person
    for stranger in (viewer, below):
        with pytest.raises(NotPermitted, match="Only those who review for Tỉnh Quảng Ninh may do this."):
            close(year, stranger)


def test_the_very_same_report_is_not_closed_twice(year, hoa):
    close(year, hoa)
    with pytest.raises(NotNow, match=r"This report was closed on 01/02/2025 with the same figures\."):
        close(year, hoa)


def test_a_report_with_other_figures_stands_beside_the_first(year, hoa):
    first = close(year, hoa)
    registered(year.communes[0], year.round, receiver=year.first)
    assert close(year, hoa) != first
    assert OfficialReport.objects.count() == 2


def test_a_year_has_one_round_and_a_round_must_have_begun(year, hoa):
    later = RoundFactory(movement=year.movement, code="L", starts=date(2026, 1, 1), ends=date(2026, 12, 31))
    with pytest.raises(BadInput, match=r"Only a stage report tells of several rounds\."):
        actions.close_report(year.province, [year.round, later], "year", by=hoa, address_of=address_of)
    with pytest.raises(NotNow, match="begins on 01/01/2026: there is nothing to report yet"):
        actions.close_report(year.province, [later], "year", by=hoa, address_of=address_of)


def test_half_of_a_year_that_has_ended_is_told_by_the_days_of_its_facts(year, hoa):
    """Closed in February 2025, told up to 30 June 2024."""
    report = close(year, hoa, kind="half_year")
    assert report.as_at == date(2024, 6, 30)
    assert differences(report) == []


def test_the_database_refuses_to_change_a_closed_report(year, hoa):
    report = close(year, hoa)
    for act in (lambda: OfficialReport.objects.update(subject="Khác"), report.delete):
        with pytest.raises(DatabaseError, match="A closed report stays as it was handed out"), transaction.atomic():
            act()


# ── Taken again ──


@pytest.mark.parametrize("kind", ["word", "pdf", "workbook"])
def test_a_closed_report_is_handed_out_byte_for_byte_whatever_was_entered_since(client, year, hoa, kind):
    report = close(year, hoa)
    kept = files.content(getattr(report, kind))
    registered(year.communes[0], year.round, 5, receiver=year.first)
    for _again in range(2):
        answer = page(client, hoa, "report_file", report.pk, kind)
        assert b"".join(answer.streaming_content) == kept


def test_the_page_says_where_todays_figures_differ(client, year, hoa):
    report = close(year, hoa)
    assert "figures are the same" in page(client, hoa, "report", report.pk).content.decode()
    registered(year.communes[0], year.round, 5, receiver=year.first)
    answer = page(client, hoa, "report", report.pk)
    assert "figures differ from those of this report" in answer.content.decode()
    told = [(one.table, one.line, one.head, one.then, one.now) for one in answer.context["differences"]]
    assert (2, "Total", "Registered", "12", "17") in told
    assert (2, "Thị xã Quảng Yên", "Registered", "9", "14") in told
    assert answer.context["report"].said["sheets"][1]["bands"][0]["lines"][-1]["cells"][1]["text"] == "12"


def test_strangers_are_told_that_there_is_no_such_report(client, year, hoa):
    report = close(year, hoa)
    below = MembershipFactory(person=PersonFactory(), unit=year.first, role="reviewer").person
    assert page(client, below, "report", report.pk).status_code == 404
    assert page(client, below, "report_file", report.pk, "pdf").status_code == 404


# ── Pages ──


def test_the_preview_shows_the_tables_and_keeps_nothing(client, year, hoa):
    answer = page(client, hoa, "new_report", query=query(year))
    words = answer.content.decode()
    assert "From registration to recognition, by unit" in words
    assert "Of 12 registered, 4 were recognised (33,3 %)" in words
    assert "Close the figures" in words
    assert not OfficialReport.objects.exists()


@pytest.mark.parametrize(("kind", "begins"), [("word", b"PK"), ("pdf", b"%PDF"), ("workbook", b"PK")])
def test_the_preview_is_handed_out_as_a_file(client, year, hoa, kind, begins):
    answer = page(client, hoa, "new_report", query=query(year, file=kind))
    assert b"".join(answer.streaming_content).startswith(begins)


def test_what_cannot_be_reported_is_said_beside_the_choices(client, year, hoa):
    with clock.at(date(2023, 12, 1)):
        for file in ("", "pdf"):
            answer = page(client, hoa, "new_report", query=query(year, file=file))
            assert answer.context["refusal"] == "Năm 2024 begins on 01/01/2024: there is nothing to report yet."


def test_an_unknown_file_is_not_there(client, year, hoa):
    assert page(client, hoa, "new_report", query=query(year, file="exe")).status_code == 404
    assert page(client, hoa, "report_file", close(year, hoa).pk, "exe").status_code == 404


def test_a_stage_goes_from_the_first_round_to_the_one_chosen(client, year, hoa):
    RoundFactory(movement=year.movement, code="B", starts=date(2023, 1, 1), ends=date(2023, 12, 31), name="Năm 2023")
    answer = page(client, hoa, "new_report", query=query(year, kind="stage"))
    assert [one.name for one in answer.context["reported"].rounds] == ["Năm 2023", "Năm 2024"]
    only = page(client, hoa, "new_report", query=query(year, kind="stage", since=year.round.pk))
    assert [one.name for one in only.context["reported"].rounds] == ["Năm 2024"]


def test_closing_asks_first_and_then_shows_the_report(client, year, hoa):
    client.force_login(hoa)
    address = reverse("insights:close_report") + query(year)
    assert "Close the figures?" in client.get(address).content.decode()
    assert not OfficialReport.objects.exists()
    answer = client.post(address, headers={"Idempotency-Key": "0f8fad5b-d9cb-469f-a165-70867728950e"})
    report = OfficialReport.objects.get()
    assert answer["Location"] == reverse("insights:report", args=[report.pk])
    assert report.language == "en"


def test_who_may_not_close_reads_why(client, year):
    viewer = MembershipFactory(person=PersonFactory(), unit=year.province, role="viewer").person
    words = page(client, viewer, "new_report", query=query(year)).content.decode()
    assert "Only those who review for Tỉnh Quảng Ninh may do this." in words
    assert page(client, viewer, "close_report", query=query(year)).status_code == 403


def test_the_list_asks_as_often_for_fifty_reports_as_for_one(client, year, hoa):
    first = close(year, hoa)
    client.force_login(hoa)
    address = reverse("insights:reports")
    client.get(address)
    one = queries_of(lambda: client.get(address))
    for number in range(49):
        with clock.at(date(2025, 2, 2)):
            registered(year.communes[0], year.round, receiver=year.first)
        copies = {kind: _again(getattr(first, kind)) for kind in ("word", "pdf", "workbook")}
        OfficialReport.objects.create(
            unit=year.province, movement=year.movement, kind="year", language="vi", subject=f"Báo cáo {number}",
            as_at=first.as_at, said=first.said, closed_at=first.closed_at, by=hoa, **copies,
        )  # fmt: skip
    assert queries_of(lambda: client.get(address)) == one


def _again(stored):
    stored.pk = None
    stored._state.adding = True
    stored.save()
    return stored


# ── On the command line ──


@pytest.mark.parametrize(("format_", "begins"), [("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_the_command_writes_the_report_as_a_file(year, tmp_path, format_, begins):
    file = tmp_path / f"report.{format_}"
    call_command("report", "official", round="QN-2024", format=format_, output=file, address="https://kheo.vn/")
    assert file.read_bytes().startswith(begins)
    if format_ == "pdf":
        rows = f"https://kheo.vn/figures/rows/?round={year.round.pk}&unit={year.province.pk}&measure=registered"
        assert rows in pdf_links(file.read_bytes())


def test_the_command_tells_a_stage_as_json(year, tmp_path):
    RoundFactory(movement=year.movement, code="B", starts=date(2023, 1, 1), ends=date(2023, 12, 31), name="Năm 2023")
    file = tmp_path / "report.json"
    call_command("report", "official", round="QN-2024", kind="stage", language="en", output=file)
    told = json.loads(file.read_bytes())
    assert [band["name"] for band in told["sheets"][1]["bands"]] == ["Năm 2023", "Năm 2024"]


def test_a_report_and_a_format_that_do_not_go_together_are_refused(year):
    with pytest.raises(BadInput, match=r"The report “funnel” is not written as pdf\."):
        call_command("report", "funnel", round="QN-2024", format="pdf")
    with pytest.raises(BadInput, match=r"The report “official” is not written as csv\."):
        call_command("report", "official", round="QN-2024", format="csv")
