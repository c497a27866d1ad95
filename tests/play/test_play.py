"""The demonstration carries the real reports: every figure, recomputed from its rows, equals what the report prints."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from kheo.awards.models import Award
from kheo.exemplars.enums import Status
from kheo.exemplars.models import Registration, ResultReport
from kheo.insights.breakdown import breakdown
from kheo.insights.funnel import funnel
from kheo.insights.models import OfficialReport
from kheo.insights.official.differences import differences
from kheo.kernel import clock
from kheo.kernel.errors import NotNow
from kheo.kernel.models import Entry
from kheo.kernel.quantities import format_ratio
from kheo.movements.models import Movement, Round
from kheo.people.models import Person
from kheo.recognitions import docket
from kheo.rollups.together import Span, Together
from kheo.story import company, ninh_binh, quang_yen, stages
from kheo.story.facts import all_facts, printed
from kheo.units.models import Membership, Unit
from tests.factories import UnitFactory


@pytest.fixture
def demo(played):
    """Live on the demonstration's business day, in a copy of it."""
    with clock.at(stages.BUSINESS_DAY):
        yield played


def unit(code):
    return Unit.objects.coded(code, clock.today()).get()


def funnel_of(code, round_code):
    return funnel(unit(code), Round.objects.get(code=round_code))


# ── The reports ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_binh_thuan_2023(demo):
    found = funnel_of("BT", "BT-2023")
    total = found.total
    assert (total.registered, total.recognised) == (printed("000-01"), printed("000-05"))
    assert (total.proposed, total.recognised_above) == (printed("000-07"), printed("000-08"))
    assert (found.units, found.considered) == (printed("000-02"), printed("000-03"))
    assert len(found.not_yet) == printed("000-04")
    assert sum(row.figures.recognised > 0 for row in found.rows) == printed("000-03")
    assert sum(row.figures.proposed > 0 for row in found.rows) == printed("000-06")


def test_quang_yen_s_roll_up_counts_once_in_the_province(demo):
    """138 by 32 units (001-02, 001-01), in the signed file and in this database: counted once."""
    province = unit("QN")
    keeper = Membership.objects.filter(unit=province, role="reviewer").order_by("pk").first().person
    round_ = Round.objects.get(code="QN-2024")
    together = Together(province, Span(round_.starts, round_.ends), keeper)
    told = next(part for part in together.parts if part.rollup)
    assert (told.name, told.figures.registered, told.rollup.units.count()) == (
        "Thị xã Quảng Yên",
        printed("001-02"),
        33,
    )
    assert [one.registered for one in together.twice] == [printed("001-02")]


def test_what_quang_yen_recognised_is_rewarded_and_recognised_once(demo):
    [award] = Award.objects.standing()
    assert award.awarded.count() == funnel_of("QN-206", "QN-2024").scope.rows().filter(
        recognitions__unit=unit("QN-206")
    ).count()  # fmt: skip


def test_its_ratios_are_those_of_the_sums(demo):
    total = funnel_of("BT", "BT-2023").total
    assert format_ratio(total.recognised, total.registered) == "20,8 %"
    assert format_ratio(total.proposed, total.recognised) == "25,2 %"
    assert format_ratio(total.recognised_above, total.proposed) == "56,4 %"


def test_its_printed_totals_stand_beside_the_sums_without_a_gap(demo):
    beside = funnel_of("BT", "BT-2023").printed
    assert len(beside) == 4
    assert [total.gap for total in beside] == [0, 0, 0, 0]


def test_its_office_closed_the_year_report_with_the_printed_figures(demo):
    report = OfficialReport.objects.get()
    assert (report.unit, report.kind, report.as_at) == (unit("BT"), "year", date(2023, 12, 31))
    total = report.said["sheets"][1]["bands"][0]["lines"][-1]
    shares = ["20,8", "25,2", "56,4"]
    assert [cell["text"] for cell in total["cells"]] == [
        "Tổng số", "746", "155", shares[0], "39", shares[1], "22", shares[2], "13/14",
    ]  # fmt: skip
    assert differences(report) == []


def test_its_five_named_models_were_registered_by_their_owners_and_recognised_by_the_province(demo):
    named = Registration.objects.filter(
        round__code="BT-2023", demonstration=False, recognitions__unit=unit("BT"), recognitions__level="province"
    )
    assert named.count() == printed("000-12")
    assert {registration.unit.name for registration in named} == {
        "Công an tỉnh Bình Thuận",
        "Bộ Chỉ huy Quân sự tỉnh Bình Thuận",
        "Bộ Chỉ huy Bộ đội Biên phòng tỉnh Bình Thuận",
        "Chi bộ Tỉnh đoàn Bình Thuận",
        "Đảng ủy Cục Thuế tỉnh Bình Thuận",
    }


def test_everything_else_of_it_is_marked_as_demonstration_data(demo):
    rows = Registration.objects.filter(round__code="BT-2023")
    assert rows.filter(demonstration=True).count() == printed("000-01") - printed("000-12")


def test_its_governing_paper_prints_its_issuer_and_asks_for_every_unit(demo):
    movement = Movement.objects.get(code="DVK-BT")
    paper = movement.papers.get()
    assert (paper.number, paper.issuer_name) == (str(all_facts()["000-09"]), "Ban Dân vận Tỉnh ủy Bình Thuận")
    assert movement.targets.get().at_least == printed("000-10")


def test_quang_yen_2024(demo):
    found = funnel_of("QN-206", "QN-2024")
    assert (found.registering, found.total.registered) == (printed("001-01"), printed("001-02"))
    assert str(found.per_unit) == "4.3"


def test_its_five_described_models_keep_their_numbers_and_qualifiers(demo):
    described = Registration.objects.filter(round__code="QN-2024", demonstration=False)
    assert described.count() == 5
    told = "\n".join(ResultReport.objects.filter(registration__in=described).values_list("content", flat=True))
    told += "\n".join(described.values_list("dossier__outputs", flat=True))
    for words in ("hơn 180 triệu đồng", "hơn 1.200 m²", "đường bê tông dài 326 m, rộng 3 m", "dài 120 m", "89,7 %"):
        assert words in told


def test_ninh_binh_in_the_first_half_of_2024(demo):
    found = funnel_of("NB", "NB-2024-H1")
    assert found.total.registered == printed("002-01")
    assert len(ninh_binh.MANY) == printed("002-02")
    by_count = sorted(found.rows, key=lambda row: row.figures.registered, reverse=True)
    assert {row.line.code for row in by_count[:5]} == ninh_binh.MANY


def test_all_of_it_is_new_and_some_of_it_unclassified(demo):
    split = breakdown(unit("NB"), Round.objects.get(code="NB-2024-H1")).total.registered
    assert split.by["origin"]["new"] == split.total == printed("002-01")
    assert split.by["field"]["unclassified"] > 0


def test_the_two_reports_whose_chapters_are_to_come_have_their_movements_and_papers(demo):
    paper = Movement.objects.get(code="4TOT-QN").papers.get()
    assert (paper.number, paper.issuer_name) == (str(all_facts()["004-08"]), "Ban Tổ chức Tỉnh ủy Quảng Ninh")
    assert Movement.objects.get(code="KHOI-QT").rounds.get().due["review"].day == 26
    assert unit("QN-DBLH").name == "Đảng bộ xã Lục Hồn"


# ── The units in time ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_districts_end_on_30_june_2025(demo):
    districts = Unit.objects.filter(level="district", during__contains=stages.BUSINESS_DAY)
    ends = {f"{district.closed:%d/%m/%Y}" for district in districts if district.closed}
    assert ends == {"30/06/2025", "31/12/2024"}  # Hoa Lư and thành phố Ninh Bình became one city earlier
    assert unit("BT").successions.get().successor.name == "Tỉnh Lâm Đồng"


def test_the_new_ninh_binh_is_not_the_old_one(demo):
    old, new = Unit.objects.filter(code="NB").order_by("during")
    assert old.name == new.name
    assert old.successions.get().successor == new
    assert not Registration.objects.filter(unit=new).exists()


def test_offices_end_with_their_unit(demo):
    assert {m.during.upper.year for m in Membership.objects.filter(unit__code="QN-206")} == {2025}


# ── The running round ────────────────────────────────────────────────────────────────────────────────────────────────


def test_something_waits_on_every_desk(demo):
    round_ = Round.objects.get(code=quang_yen.ROUND)
    ward, town, province = (unit(code) for code in (quang_yen.WARD, quang_yen.TOWN, "QN"))
    mine = Registration.objects.filter(unit=ward, round=round_)
    assert set(mine.values_list("status", flat=True)) >= {
        Status.DRAFT,
        Status.RETURNED,
        Status.ACCEPTED,
        Status.REPORTED,
    }
    assert Registration.objects.waiting_for([town.pk]).filter(round=round_).count() == 2
    assert docket.waiting(town, round_).count() > 3
    assert docket.waiting(province, round_).count() == 1


def test_a_newcomer_takes_the_draft_to_provincial_recognition(demo):
    """The whole line by its verbs, from where the demonstration leaves it; tests/browser does it with a mouse."""
    from kheo.exemplars import actions as exemplars
    from kheo.recognitions import actions as recognitions

    lan, minh, hoa = (Person.objects.get(username=name) for name in ("lan", "minh", "hoa"))
    draft = Registration.objects.get(unit__code=quang_yen.WARD, status=Status.DRAFT)
    round_, town, province = draft.round, unit(quang_yen.TOWN), unit("QN")
    answers = {"outputs": "300 người dân có chữ ký số.", "sustainability": "Tổ công nghệ số hướng dẫn hằng tháng."}
    exemplars.save_section(draft, quang_yen.Section.OUTPUTS, answers, by=lan, version=0)
    exemplars.submit(draft, by=lan)
    exemplars.accept(draft, by=minh)
    for office, reviewer, number in ((town, minh, "12-QĐ/TU"), (province, hoa, "34-QĐ/TU")):
        consideration = recognitions.consider(office, round_, by=reviewer)
        for registration in docket.waiting(office, round_):
            recognitions.recognise(consideration, registration, by=reviewer)
        recognitions.conclude(consideration, number=number, on=clock.today(), by=reviewer)
        if office == town:
            recognitions.propose_upward(town, round_, [draft], by=minh)
    assert set(draft.recognitions.values_list("level", flat=True)) == {"district", "province"}
    assert funnel(province, round_).total.recognised_above == 2


# ── The command ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_everybody_of_the_table_can_sign_in(demo, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]  # the command used the real one
    for sign_in in company.sign_ins():
        person = Person.objects.get(username=sign_in.username)
        assert person.check_password(company.PASSWORD)
        assert person.memberships.current().exists()


def test_officers_of_the_generated_past_cannot_sign_in(demo):
    officer = Person.objects.get(username="minh-hoa-bt-593")
    assert not officer.has_usable_password()


def test_played_again_it_changes_nothing(demo, capsys):
    before = Entry.objects.count()
    call_command("play")
    assert "already" in capsys.readouterr().out
    assert Entry.objects.count() == before


@pytest.mark.django_db
def test_it_can_be_played_stage_by_stage(capsys):
    call_command("play", "--until", "found")
    assert stages.played() == {"found"}
    call_command("play", "--until", "launch")
    assert stages.played() == {"found", "launch"}
    assert Movement.objects.count() == 5
    assert "dan-van-kheo-2024" in capsys.readouterr().out


@pytest.mark.django_db
def test_it_refuses_a_database_with_other_data():
    UnitFactory()
    with pytest.raises(NotNow, match="data of its own"):
        call_command("play")
    assert Unit.objects.count() == 1


@pytest.mark.django_db
def test_it_refuses_a_server_unless_that_was_meant(settings):
    settings.HTTPS = True
    with pytest.raises(CommandError, match="KHEO_HTTPS"):
        call_command("play")


@pytest.mark.django_db
def test_sign_ins_are_printed_without_playing(capsys):
    call_command("play", "--sign-ins")
    assert "lan" in capsys.readouterr().out
    assert not Unit.objects.exists()
