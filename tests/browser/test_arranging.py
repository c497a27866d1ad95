"""Arranging a judgement in a real browser: the round demands it, units are opened, scored, compared, concluded."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from kheo.evaluations import actions
from kheo.evaluations.models import Evaluation, Procedure
from tests.browser.looking import NARROW, look
from tests.evaluations.conftest import marks, office, runner, send_points, sheet_of, ward  # noqa: F401 - fixtures
from tests.factories import FrameworkVersionFactory

GATES = [
    {
        "code": "KL",
        "text": "Không có tập thể, cá nhân bị kỷ luật trong năm",
        "effect": "not_eligible",
        "document": True,
    },
    {"code": "BC", "text": "Báo cáo năm gửi đúng hạn", "effect": "best_class", "best_class": "K"},
]
FIGURES = [{"code": "TD", "text": "Tỷ lệ hộ tham gia", "unit": "%"}]


@pytest.fixture
def version(story, settings):
    settings.KHEO_TODAY = story.today
    sheet = sheet_of(
        code="DVK-QN", name="Bộ tiêu chí Dân vận khéo tỉnh Quảng Ninh", stages=["self", "scoring"], gates=GATES,
        figures=FIGURES,
    )  # fmt: skip
    return FrameworkVersionFactory(framework__owner=story.province, sheet=sheet)


@pytest.fixture
def scored(story, office, runner, version):  # noqa: F811 - fixtures
    """Four wards with three scorers in turn: Minh is strict, Sơn mild; the unit's own cards never came for one."""
    procedure = actions.demand(
        story.round, "district", version=version, by=runner, scorers=2, council=True, least=Decimal(80)
    )
    actions.set_deadline(procedure, "self", on=date(2024, 10, 31), by=runner)
    actions.choose_ranking(procedure, story.district, "adjusted", by=office.thu)
    units = [ward(story, name=f"Phường {name}") for name in ("Cộng Hòa", "Minh Thành", "Hà An", "Tân An")]
    opened = actions.open_units(story.district, story.round, units, by=office.minh)
    worth = [(88, "minh", "hanh"), (86, "son", "hanh"), (85, "minh", "son"), (71, "son", "hanh")]
    leanings = {"minh": -3, "son": 3, "hanh": 0}
    for turn, (evaluation, (points, *panel)) in enumerate(zip(opened, worth, strict=True)):
        actions.omit(evaluation, reason="Hết hạn 31/10/2024, đơn vị không gửi tự chấm.", by=office.thu)
        people = [getattr(office, name) for name in panel]
        for person in people:
            actions.assign(evaluation, person, by=office.thu)
        for nth, (name, person) in enumerate(zip(panel, people, strict=True)):
            given = points + leanings[name] + (-1) ** (turn + nth) * (turn % 3)  # nobody is exact
            send_points(evaluation, person, marks(A=25, B=given - 42, C=17))
    return opened


def test_the_main_path_from_the_demand_to_the_conclusion(story, office, runner, version, open_page):  # noqa: F811
    yen = open_page(runner, language="en")
    yen.goto(reverse("movements:round", args=[story.round.pk]))
    yen.get_by_role("link", name="See or set what this round demands").click()
    yen.get_by_role("link", name="Demand an evaluation: District").click()
    yen.get_by_label("By which framework of criteria").select_option(str(version.pk))
    yen.get_by_label("How many people score each dossier").fill("1")
    yen.get_by_label("Points from which it may be recognised").fill("80")
    yen.get_by_role("button", name="Demand it").click()
    yen.get_by_role("link", name="Last days: District").click()
    yen.get_by_label("Self-assessment").fill("31/12/2024")
    yen.get_by_role("button", name="Set the days").click()
    yen.get_by_text("Self-assessment: 31/12/2024").wait_for()
    procedure = Procedure.objects.get()

    thu = open_page(office.thu, language="en")
    thu.goto(reverse("evaluations:list"))
    thu.get_by_role("link", name="Năm 2024").click()
    thu.get_by_role("link", name="open evaluations of the units below").click()
    thu.get_by_label("Xã Liên Hòa").uncheck()
    thu.get_by_role("button", name="Open their evaluations").click()
    evaluation = Evaluation.objects.get()
    assert evaluation.subject.unit == story.ward

    thu.goto(reverse("evaluations:detail", args=[evaluation.pk]))
    thu.get_by_role("link", name="Go on without what is missing…").click()
    thu.get_by_label("Why do you go on without it?").fill("Đơn vị không gửi tự chấm.")
    thu.get_by_role("button", name="Go on without it").click()
    thu.get_by_role("link", name="Answer the conditions").click()
    for condition in thu.locator("input[value=yes]").all():
        condition.check()
    thu.get_by_label("Number of the document for KL").fill("05-TB/UBKT")
    thu.get_by_role("button", name="Save the answers").click()
    thu.get_by_role("link", name="State figures").click()
    thu.locator("input[name=figure-1]").fill("92,5")
    thu.get_by_role("button", name="Save the figures").click()

    thu.goto(reverse("evaluations:lab", args=[procedure.pk, story.district.pk]))
    thu.get_by_label("adjusted for harsh and mild scorers", exact=False).check()
    thu.get_by_role("button", name="Choose this order").click()
    actions.assign(evaluation, office.minh, by=office.thu)
    send_points(evaluation, office.minh, marks(A=27, B=43, C=17))
    thu.reload()
    thu.get_by_text("which order counts was to be chosen before").wait_for()
    assert not thu.get_by_role("button", name="Choose this order").count()

    thu.goto(reverse("desk:home"))
    thu.get_by_role("link", name="Conclude evaluations in Năm 2024").click()
    thu.get_by_role("button", name="Conclude what is chosen").click()
    thu.wait_for_url(re.compile(reverse("evaluations:summary", args=[procedure.pk, story.district.pk])))
    thu.goto(reverse("evaluations:detail", args=[evaluation.pk]))
    thu.get_by_role("link", name="Reopen…").click()
    thu.get_by_label("Scoring", exact=False).check()
    thu.get_by_label("Why is it reopened?").fill("Bổ sung biên bản.")
    thu.get_by_role("button", name="Reopen").click()
    thu.get_by_text("Until then it stood at 87 points, “Tốt”.").wait_for()


@pytest.mark.parametrize("language", ["vi", "en", "hi"])
def test_it_looks_right(story, office, runner, scored, open_page, language):  # noqa: F811
    """Every page of arranging without barriers, on a phone and on a PC."""
    story.movement.rungs.filter(level__in=["central", "grassroots"]).delete()  # a ladder of three, as in a province
    first, places = scored[0], [scored[0].procedure_id, story.district.pk]
    actions.answer_gate(first, "KL", passed=True, document="05-TB/UBKT", by=office.minh)
    actions.answer_gate(first, "BC", passed=False, by=office.minh)
    actions.state_figure(first, "TD", Decimal(92), by=office.minh)
    shown = (lambda name: name) if language == "vi" else (lambda name: f"{name}-{language}")
    page = open_page(runner, language=language)
    for name, address in (
        ("demands", reverse("evaluations:demands", args=[story.round.pk])),
        ("demand", reverse("evaluations:demand", args=[story.round.pk, "province"])),
        ("set-deadline", reverse("evaluations:set_deadline", args=[places[0]])),
    ):
        page.goto(address)
        look(page, shown(name))
    page = open_page(office.thu, language=language)
    for name, address in (
        ("lab", reverse("evaluations:lab", args=places)),
        ("conclude-all", reverse("evaluations:conclude_all", args=places)),
        ("summary", reverse("evaluations:summary", args=places)),
        ("open-units", reverse("evaluations:open_units", args=[story.round.pk, story.district.pk])),
        ("evaluation-history", reverse("evaluations:detail", args=[first.pk])),
        ("answer-gate", reverse("evaluations:answer_gate", args=[first.pk])),
        ("state-figure", reverse("evaluations:state_figure", args=[first.pk])),
    ):
        page.goto(address)
        look(page, shown(name))


def test_the_lab_is_fit_to_be_printed(story, office, scored, open_page):  # noqa: F811
    page = open_page(office.thu)
    page.set_viewport_size(NARROW)
    page.goto(reverse("evaluations:lab", args=[scored[0].procedure_id, story.district.pk]))
    assert page.locator("button[data-print]").is_visible()
    page.emulate_media(media="print")
    assert not page.locator("button[data-print]").is_visible()
    assert page.locator("table.k-table").is_visible()
