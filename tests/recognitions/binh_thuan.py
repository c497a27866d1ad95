"""The 22 that Bình Thuận recognised for 2023, as the demonstration tells them, before the province that decides."""

from datetime import date
from types import SimpleNamespace

from kheo.kernel import clock, periods
from kheo.movements.models import GoverningPaper
from kheo.recognitions import actions
from kheo.story.binh_thuan import scenes
from kheo.story.facts import rows
from kheo.story.scenes import Fate
from tests.factories import (
    ExemplarFactory,
    MembershipFactory,
    MovementFactory,
    PaperFactory,
    PersonFactory,
    RegistrationFactory,
    RoundFactory,
    UnitFactory,
)

TODAY = date(2024, 1, 8)


def considered(province=None):
    """Who decides, on which consideration: all 22 are put among those to be recognised. Call it on `TODAY`."""
    names = {row["code"]: row["name"] for row in rows("units.csv")}
    province = province or UnitFactory(code="BT", name="Tỉnh Bình Thuận", level="province")
    van = PersonFactory(username="van", full_name="Nguyễn Thị Vân")
    MembershipFactory(person=van, unit=province, role="reviewer")
    movement = MovementFactory(
        code="DVK-BT", owner=province, name="Phong trào thi đua Dân vận khéo tỉnh Bình Thuận, giai đoạn 2021–2025",
        during=periods.period(date(2021, 1, 1), date(2025, 12, 31)),
    )  # fmt: skip
    round_ = RoundFactory(
        movement=movement, code="BT-2023", name="Bình Thuận, năm 2023", starts=date(2023, 1, 1), ends=date(2023, 12, 31)
    )
    guidance = PaperFactory(
        kind="guidance", number="08-HD/BDVTU", date=date(2021, 3, 15), issuer=province,
        issuer_name="Ban Dân vận Tỉnh ủy Bình Thuận",
    )  # fmt: skip
    GoverningPaper.objects.create(movement=movement, paper=guidance)
    consideration = actions.consider(province, round_, by=van)
    units = {}
    for number, scene in enumerate(told(), start=1):
        unit = units.get(scene.unit) or UnitFactory(code=scene.unit, name=names[scene.unit], parent=province)
        units[scene.unit] = unit
        registration = RegistrationFactory(
            unit=unit, exemplar=ExemplarFactory(unit=unit), round=round_, title=scene.title, kind=scene.kind,
            subject=scene.subject, status="reported", receiver=province, code=f"MH-{number:03d}",
            registered_on=scene.registered,
        )  # fmt: skip
        actions.recognise(consideration, registration, by=van)
    return SimpleNamespace(province=province, round=round_, van=van, consideration=consideration, units=units)


def told():
    """The scenes of the 22."""
    return [scene for scene in scenes() if scene.fate == Fate.RECOGNISED_ABOVE]


def on_the_day():
    """The business lives on the day of the decision."""
    return clock.at(TODAY)
