"""The tables and sentences of official reports, on Bình Thuận 2023 (S000) and on a small year."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from kheo.awards import actions as awards
from kheo.exemplars.models import Exemplar, Registration
from kheo.insights.official import listed
from kheo.insights.official.reported import Reported
from kheo.insights.official.told import tell
from kheo.insights.official.workbook import workbook
from kheo.insights.official.written import pdf, word
from kheo.kernel import clock, periods
from kheo.results.models import Contribution
from tests.counting import queries_of
from tests.documents.reading import pdf_links, pdf_text, word_links, word_pictures, word_text
from tests.factories import MembershipFactory, PersonFactory, RoundFactory, UnitFactory
from tests.insights.builders import considered, registered

pytestmark = pytest.mark.django_db

address_of = "https://kheo.vn{}".format


def told(unit, *rounds, kind="year", language="en", level=""):
    return tell(Reported.of(unit, rounds, kind, language=language, level=level))


def sheet(made, number):
    return made.sheets[number - 1]


def texts(line):
    return [cell.text for cell in line.cells]


def section(made, heading):
    return next(one.paragraphs for one in made.sections if one.heading == heading)


# ── T2 and T1 ──


def test_the_funnel_of_binh_thuan_is_printed_as_the_report_prints_it(binh_thuan):
    """T2 of movement.md §4.3: 746/155/39/22; 20,8 %, 25,2 %, 56,4 %; 13 considered, 1 not."""
    funnel = sheet(told(binh_thuan.province, binh_thuan.round), 2)
    assert texts(funnel.total) == ["Total", "746", "155", "20,8", "39", "25,2", "22", "56,4", "13 of 14"]
    considered = [texts(line)[-1] for line in funnel.lines if not line.total]
    assert (considered.count("considered"), considered.count("has not considered")) == (13, 1)
    assert len(considered) == 14


def test_what_a_unit_has_not_considered_is_a_dash_and_not_a_zero(binh_thuan):
    funnel = sheet(told(binh_thuan.province, binh_thuan.round), 2)
    silent = next(line for line in funnel.lines if texts(line)[0] == "Huyện Đức Linh")
    assert texts(silent) == ["Huyện Đức Linh", "53", "–", "–", "–", "–", "–", "–", "has not considered"]


def test_every_line_has_its_number_and_opens_the_view_of_its_rows(binh_thuan):
    funnel = sheet(told(binh_thuan.province, binh_thuan.round), 2)
    assert [line.number for line in funnel.lines] == [f"2.{n}" for n in range(1, 16)]
    asked = f"round={binh_thuan.round.pk}&unit={binh_thuan.province.pk}"
    assert funnel.total.url == f"/figures/rows/?{asked}&measure=registered"
    assert funnel.total.cells[2].url == f"/figures/rows/?{asked}&measure=recognised"


def test_the_breakdown_shows_what_is_in_no_field_and_mends_nothing(year):
    """T1 of movement.md §4.3 and rule 2 of §4.5."""
    fields = sheet(told(year.province, year.round), 1)
    registered_, recognised = fields.bands
    assert [head.label for head in fields.heads[2:]] == [
        "Total", "Collective", "Individual", "Economy", "Culture and society", "Defence and security",
        "Building the political system", "Not classified", "New", "Maintained", "Upgraded", "Replicated",
    ]  # fmt: skip
    assert (registered_.name, recognised.name) == ("Registered", "Recognised here")
    assert texts(registered_.lines[-1]) == ["Total", "12", "9", "3", "6", "0", "0", "0", "6", "9", "3", "0", "0"]
    assert texts(recognised.lines[-1]) == ["Total", "4", "4", "0", "4", "0", "0", "0", "0", "4", "0", "0", "0"]
    for line in registered_.lines:
        total, *parts = (cell.raw for cell in line.cells[1:])
        assert sum(parts[:2]) == sum(parts[2:7]) == sum(parts[7:]) == total


# ── T3 to T6 ──


def test_the_list_is_of_what_was_recognised_and_before_that_of_what_was_registered(year, land):
    assert len(sheet(told(year.province, year.round), 3).lines) == 4
    later = RoundFactory(
        movement=land.movement, code="QN-2025", name="Năm 2025", starts=date(2025, 1, 1), ends=date(2025, 12, 31)
    )
    registered(land.communes[0], later, 2, receiver=land.first)
    listed = sheet(told(land.province, later), 3)
    assert len(listed.lines) == 2
    assert listed.notes == ("None is recognised yet: listed are the 2 that were registered.",)


def test_a_copy_stands_with_its_pattern_place_and_state(year):
    pattern = Exemplar.objects.filter(registrations__recognitions__isnull=False).order_by("pk").first()
    [copy] = registered(year.communes[3], year.round, 1, receiver=year.second, origin="replicated")
    Exemplar.objects.filter(pk=copy.exemplar_id).update(replicated_from=pattern)
    [line] = sheet(told(year.province, year.round), 5).lines
    title = pattern.registrations.get().title
    unit = year.communes[3].name
    assert texts(line) == [title, year.communes[0].name, unit, "01/01/2024", "–", "–"]


def test_recognitions_are_told_by_decision_and_the_note_says_what_is_counted(year):
    rewards = sheet(told(year.province, year.round), 6)
    assert [texts(line)[0:4] for line in rewards.lines] == [
        ["Recognition at the level: province", "Tỉnh Quảng Ninh", "2", "0"],
        ["Recognition at the level: district", "Thị xã Quảng Yên", "4", "0"],
        ["Total", "", "6", "0"],
    ]
    assert rewards.notes[0].startswith("Recognition and reward are two acts and are not added to each other.")


def test_what_the_state_rewards_stands_apart_from_what_is_recognised(year):
    """movement.md §1 rule 1: recognition and reward are two acts of two authorities; T6 of §4.3 shows each decision."""
    named = list(Registration.objects.filter(unit=year.communes[0])[:3])
    Registration.objects.filter(pk=named[0].pk).update(subject="individual")
    by = MembershipFactory(person=PersonFactory(), unit=year.province, role="reviewer").person
    told_of = {"form": "merit_province", "issuer": "Chủ tịch UBND tỉnh", "number": "155/QĐ-UBND", "by": by}
    with clock.at(date(2025, 1, 10)):
        award = awards.record(year.province, year.round, named, on=date(2024, 12, 20), **told_of)
    before = sheet(told(year.province, year.round), 2).total
    made = told(year.province, year.round)
    recognised, rewarded = sheet(made, 6).bands
    assert (recognised.name, rewarded.name) == ("Recognition", "Awards")
    assert [texts(line)[:5] for line in rewarded.lines] == [
        ["Merit certificate of a province or ministry", "Chủ tịch UBND tỉnh", "2", "1", "–"],
        ["Total", "", "2", "1", "–"],
    ]
    assert rewarded.lines[0].url == f"/awards/{award.pk}/"
    assert section(made, "Recognitions, certificates and awards")[1] == (
        "1 award by decision named 2 collectives and 1 individuals (table 6)."
    )
    assert texts(before) == texts(sheet(made, 2).total)  # nobody is recognised by a reward
    assert told(year.province, year.round, kind="half_year").sheets[5].bands[-1].name == ""  # given in December
    awards.withdraw(award, reason="Ghi nhầm.", by=by)
    assert [band.name for band in sheet(told(year.province, year.round), 6).bands] == [""]


# ── Sentences ──


def test_the_sentences_are_told_from_the_figures_and_say_where_they_stand(binh_thuan):
    made = told(binh_thuan.province, binh_thuan.round)
    assert section(made, "How units registered")[0] == (
        "14 of 14 units registered 746 models and examples: 746 new, 0 maintained, 0 upgraded, 0 replicated"
        " (table 2, line 2.15)."
    )
    assert section(made, "Recognition and proposals")[:2] == (
        "Năm 2023: 13 of 14 units have considered recognition.",
        "Of 746 registered, 155 were recognised (20,8 %); 39 of these were proposed upward (25,2 %)"
        " and 22 recognised there (56,4 %) (table 2, line 2.15).",
    )
    assert section(made, "What is still to be done") == ("Units that have not considered recognition: Huyện Đức Linh.",)


def test_the_report_speaks_the_language_it_is_issued_in(binh_thuan):
    made = told(binh_thuan.province, binh_thuan.round, language="vi")
    assert made.title == "Báo cáo"
    assert section(made, "Công nhận và đề nghị cấp trên")[0] == "Năm 2023: 13/14 đơn vị đã xét công nhận."
    assert told(binh_thuan.province, binh_thuan.round, language="hi").title == "रिपोर्ट"


@pytest.fixture
def two_years(land):
    """10 registered in 2023; 2024 is the round of the land."""
    before = RoundFactory(
        movement=land.movement, code="QN-2023", name="Năm 2023", starts=date(2023, 1, 1), ends=date(2023, 12, 31)
    )
    rows = registered(land.communes[0], before, 10, receiver=land.first)
    considered(land.first, before, yes=rows[:4], no=rows[4:])
    return land


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (12, "Compared with Năm 2023, 2 more were registered (10 then; +20,0 %)."),
        (9, "Compared with Năm 2023, 1 fewer were registered (10 then; −10,0 %)."),
        (10, "As many were registered as in Năm 2023 (10)."),
    ],
)
def test_a_figure_is_held_against_the_same_period_before(two_years, count, said):
    registered(two_years.communes[0], two_years.round, count, receiver=two_years.first)
    assert section(told(two_years.province, two_years.round), "How units registered")[0].endswith(said)


def test_periods_of_unlike_length_are_not_compared(two_years):
    half = RoundFactory(
        movement=two_years.movement, code="QN-H", name="6 tháng", starts=date(2025, 1, 1), ends=date(2025, 6, 30)
    )
    with clock.at(date(2025, 7, 10)):
        about = section(told(two_years.province, half, kind="half_year"), "About the figures")
    assert about[1] == (
        "The figures are not compared with an earlier period: this period and Năm 2024 are not equally long."
    )


def test_a_period_that_goes_on_is_not_compared(two_years):
    with clock.at(date(2024, 6, 1)):
        about = section(told(two_years.province, two_years.round, kind="half_year"), "About the figures")
    assert (about[0], about[2]) == (
        "The figures are those up to 01/06/2024, of the units as they stood then.",
        "The figures are not compared with an earlier period: the period still goes on until 30/06/2024.",
    )


def test_half_a_year_is_held_against_the_same_half_before(two_years):
    """Ninh Bình's six months of 2024: 479 (002-01); here among a whole year in which 21 more came later."""
    early = registered(
        two_years.communes[0], two_years.round, 479, receiver=two_years.first, registered_on=date(2024, 5, 6)
    )
    registered(two_years.communes[0], two_years.round, 21, receiver=two_years.first, registered_on=date(2024, 9, 2))
    considered(two_years.first, two_years.round, yes=early[:5])  # in November
    made = told(two_years.province, two_years.round, kind="half_year")
    total = sheet(made, 2).total
    assert (texts(total)[1], texts(total)[2], texts(total)[-1]) == ("479", "–", "0 of 2")
    assert section(made, "How units registered")[0].endswith(
        "Compared with first six months of Năm 2023, 469 more were registered (10 then; +4.690,0 %)."
    )
    assert texts(sheet(told(two_years.province, two_years.round), 2).total)[1:3] == ["500", "5"]
    assert section(made, "About the figures")[:2] == (
        "The figures are those up to 30/06/2024, of the units as they stood then.",
        "Only what had happened by 30/06/2024: registered, considered, recognised, proposed by then. What was withdrawn"
        " or declined since does not count; results and resources are told as they stand now.",
    )
    assert sheet(made, 2).url.endswith("until=30%2F06%2F2024")


def test_other_units_are_not_compared(two_years):
    since = periods.period(date(2024, 1, 1), None)
    UnitFactory(name="Thành phố Hạ Long", level="district", parent=two_years.province, during=since)
    about = section(told(two_years.province, two_years.round), "About the figures")
    assert about[1] == (
        "The figures are not compared with an earlier period: the units are not the same as in Năm 2023."
    )


def test_a_stage_shows_each_round_by_itself_and_adds_only_what_is_a_flow(two_years):
    registered(two_years.communes[0], two_years.round, 3, receiver=two_years.first)
    before = two_years.movement.rounds.get(code="QN-2023")
    made = told(two_years.province, before, two_years.round, kind="stage")
    assert [band.name for band in sheet(made, 2).bands] == ["Năm 2023", "Năm 2024"]
    assert [texts(band.lines[-1])[1] for band in sheet(made, 2).bands] == ["10", "3"]
    assert section(made, "How units registered")[0].startswith("1 of 2 units registered 13 models and examples")
    assert sheet(made, 4).notes[-1] == "Each period by itself: what is there in all is not added over periods."


# ── Files ──


def test_word_and_pdf_carry_the_figures_the_addresses_and_the_charts_in_words(binh_thuan):
    made = told(binh_thuan.province, binh_thuan.round)
    in_pdf, in_word = pdf(made, address_of), word(made, address_of)
    rows = f"https://kheo.vn/figures/rows/?round={binh_thuan.round.pk}&unit={binh_thuan.province.pk}&measure=recognised"
    for links in (pdf_links(in_pdf), word_links(in_word)):
        assert rows in links
    for words in (pdf_text(in_pdf), word_text(in_word)):
        assert "TABLE 2. FROM REGISTRATION TO RECOGNITION, BY UNIT" in words
    assert word_pictures(in_word) == [
        "Chart 1. Registered, by field: Economy 0; Culture and society 0; Defence and security 0;"
        " Building the political system 0; Not classified 746",
        "Chart 2. From registration to recognition; shares are of the step before: Registered 746;"
        " Recognised here 155 (20,8 %); Proposed upward 39 (25,2 %); Recognised above 22 (56,4 %)",
    ]


def test_the_workbook_keeps_numbers_numbers_and_links_each(binh_thuan):
    content = workbook(told(binh_thuan.province, binh_thuan.round), address_of)
    page = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(2).to_python()
    assert page[0][:4] == ["Line", "Part", "Unit", "Registered"]
    assert page[15] == ["2.15", "", "Total", 746, 155, 20.8, 39, 25.2, 22, 56.4, "13 of 14"]
    links = ZipFile(BytesIO(content)).read("xl/worksheets/_rels/sheet3.xml.rels").decode()
    asked = f"round={binh_thuan.round.pk}&amp;unit={binh_thuan.province.pk}&amp;measure=recognised_above"
    assert f'Target="https://kheo.vn/figures/rows/?{asked}"' in links


def test_print_shows_the_beginning_of_a_long_list_and_the_workbook_all_of_it(year, monkeypatch):
    monkeypatch.setattr(listed, "PRINTED", 3)
    made = told(year.province, year.round)
    assert "Printed are the first 3 of each part; the workbook has all." in sheet(made, 3).notes
    printed = word_text(word(made, address_of))
    assert ("3.3" in printed, "3.4" in printed) == (True, False)
    page = CalamineWorkbook.from_filelike(BytesIO(workbook(made, address_of))).get_sheet_by_index(3).to_python()
    assert [row[0] for row in page[1:5]] == ["3.1", "3.2", "3.3", "3.4"]


def test_a_unit_without_units_below_reports_itself(year):
    made = told(year.communes[0], year.round)
    assert section(made, "How units registered")[0].startswith("1 of 1 units registered 6 models and examples")
    assert pdf(made, address_of).startswith(b"%PDF")


def test_a_report_of_one_level_says_so(year):
    made = told(year.province, year.round, level="province")
    assert "Only what was registered for the level: province." in section(made, "About the figures")
    assert texts(sheet(made, 2).total)[1] == "0"


def test_more_than_survives_in_the_table_of_resources(year):
    """Rule 4 of movement.md §4.5, with the air conditioners of Yên Giang and the lane of Liên Hòa (001-04, 001-21)."""
    row = Registration.objects.filter(unit=year.communes[0]).first()
    for value, qualifier in ((180, "more_than"), (352, "exact")):
        Contribution.objects.create(
            registration=row, source="people", words="Xã hội hóa", value=value, measure="million_dong",
            qualifier=qualifier,
        )  # fmt: skip
    made = told(year.province, year.round)
    assert texts(sheet(made, 4).total)[:2] == ["Total", "more than 532"]
    assert section(made, "Resources mobilised")[0].startswith(
        "The units reported Money (million đồng): In all more than 532"
    )


def test_as_many_queries_for_many_rows_as_for_few(year):
    """Both units have considered: where one has not, it is asked whether a unit above has decided on its works."""
    considered(year.second, year.round, yes=registered(year.communes[2], year.round, 1, receiver=year.second))
    few = queries_of(lambda: told(year.province, year.round))
    rows = registered(year.communes[2], year.round, 50, receiver=year.second)
    considered(year.second, year.round, yes=rows)
    assert queries_of(lambda: told(year.province, year.round)) == few
