"""The stages of the demonstration, each named after the verb it plays, and how far it has been played."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kheo.kernel import clock, journal
from kheo.kernel.errors import NotNow
from kheo.kernel.models import Entry
from kheo.movements.models import Movement
from kheo.people.models import Person
from kheo.story import (
    aftermath,
    binh_thuan,
    company,
    digital,
    figures,
    hung_yen,
    land,
    ninh_binh,
    papers,
    pictures,
    province,
    quang_yen,
    reporting,
    sent_up,
    tien_yen,
    together,
    town,
)
from kheo.story.line import Line
from kheo.story.scenes import Fate, Scene, Sitting
from kheo.units.enums import REVIEWS_FOR_UNIT
from kheo.units.models import Unit

BUSINESS_DAY = date(2024, 11, 20)  # the day on which the played demonstration waits for its visitors (KHEO_TODAY)
BEGINNING = date(2023, 1, 3)
PLAYED = "demonstration.played"


def found(line: Line) -> None:
    """The units as they stood in 2023–24, with the ends that they have had since; the people and their offices."""
    with clock.at(BEGINNING):
        land.found(None, roots=True)
        keeper = company.add_keeper()
        land.found(keeper, roots=False)
        land.close()
        company.gather(keeper)


def launch(line: Line) -> None:
    """The movements with their papers, rounds, days and targets; letterheads; what two rounds demand of a judgement."""
    line.launch_all()
    line.open_further_rounds()
    for code in sorted(papers.furnished()):
        unit = line.unit(code)
        papers.furnish(unit, by=line.company.who(unit, REVIEWS_FOR_UNIT))
    province.demand(line)
    town.demand(line)
    figures.catalogue(line)


def register(line: Line) -> None:
    """Every registration that the reports count is written and sent."""
    for scene in scenes():
        if not scene.unfinished:
            line.register(scene, figures.before_sending)


def accept(line: Line) -> None:
    """The receiving offices accept what came in before they sat."""
    for scene in scenes():
        if scene.fate >= Fate.ACCEPTED and not _after_the_sitting(scene):
            line.accept(scene)


def recognise(line: Line) -> None:
    """Results are reported; the units of Bình Thuận and the town of Quảng Yên consider, weigh and conclude."""
    for scene in scenes():
        if scene.reported and scene.fate.weighed:
            line.report_result(scene, scene.reported)
    weighed = _by_receiver(line, (scene for scene in scenes() if scene.fate.weighed))
    for sitting in sittings():
        if not sitting.above:
            line.sit(sitting, weighed[sitting.round, sitting.unit], Fate.RECOGNISED)


def propose(line: Line) -> None:
    """The units propose upward what they have recognised."""
    proposed = _by_receiver(line, (scene for scene in scenes() if scene.fate.proposed))
    for sitting in sittings():
        if sitting.proposes_on:
            line.propose(sitting, proposed[sitting.round, sitting.unit], sitting.proposes_on)


def score(line: Line) -> None:
    """What was proposed to the province of Bình Thuận is assessed, visited, scored and explained."""
    province.score(line, _before_the_province())


def vote(line: Line) -> None:
    """Its council of fifteen decides by secret ballot; the minutes are signed."""
    province.vote(line, _before_the_province())


def recognise_above(line: Line) -> None:
    """The province recognises what its council adopted: decision and certificates; then it closes its year report."""
    for sitting in sittings():
        if sitting.above:
            line.sit_on_paper(sitting, _before_the_province(), Fate.RECOGNISED_ABOVE)
    reporting.play(line)


def carry_on(line: Line) -> None:
    """The work of the running rounds at Quảng Yên: something waits on every desk on 20 November 2024."""
    town.judge(line)
    for scene in scenes():
        if scene.unfinished:
            line.register(scene)
        elif scene.returned:
            line.return_for_changes(scene)
        elif scene.fate >= Fate.ACCEPTED and _after_the_sitting(scene):
            line.accept(scene)
            if scene.fate == Fate.REPORTED and scene.reported:
                line.report_result(scene, scene.reported)
    figures.tell(line)
    pictures.hang(line)
    together.play(line)


def replicate(line: Line) -> None:
    """Hưng Yên's ten pilots are copied in 48 of 139 communes; two models of Bình Thuận answer how they are."""
    hung_yen.play()
    aftermath.play(line)


def send_up(line: Line) -> None:
    """Quảng Yên's figures reach the province as a signed file as well."""
    sent_up.play(line)


def reorganise(_line: Line) -> None:
    """What Tiên Yên becomes on 1 July 2025 is planned, and waits for a second person."""
    tien_yen.play()


STAGES: dict[str, Callable[[Line], None]] = {
    "found": found,
    "launch": launch,
    "register": register,
    "accept": accept,
    "recognise": recognise,
    "propose": propose,
    "score": score,
    "vote": vote,
    "recognise-above": recognise_above,
    "carry-on": carry_on,
    "replicate": replicate,
    "send-up": send_up,
    "reorganise": reorganise,
}  # fmt: skip
ALL = "all"


def scenes() -> list[Scene]:
    """Every scene of the three reports that count registrations, and of the round that is ours."""
    return [*binh_thuan.scenes(), *ninh_binh.scenes(), *quang_yen.scenes(), *digital.scenes()]


def sittings() -> list[Sitting]:
    return [*binh_thuan.sittings(), *quang_yen.sittings()]


@transaction.atomic
def play(until: str, tell: Callable[[str], None]) -> list[str]:
    """Play the stages up to one, but for those that were played before; gives the names of those played now.

    All or nothing. `NotNow` when the database holds anything that the demonstration did not bring.
    """
    names = list(STAGES)
    wanted = names if until == ALL else names[: names.index(until) + 1]
    before = played()
    if not before:
        _refuse_other_data()
    line, left = Line(), [name for name in wanted if name not in before]
    for name in left:
        with clock.at(BUSINESS_DAY):
            STAGES[name](line)
            journal.record(PLAYED, Person.objects.order_by("pk")[0], by=None, stage=name)
        tell(name)
    return left


def played() -> set[str]:
    """The stages that this database has seen."""
    return set(Entry.objects.filter(verb=PLAYED).values_list("details__stage", flat=True))


def _refuse_other_data() -> None:
    for model in (Unit, Person, Movement):
        if model.objects.exists():
            raise NotNow(
                gettext(
                    "This database already holds data of its own. The demonstration is played only in an empty one: "
                    "name another folder in KHEO_DATA or another database in DATABASE_URL."
                )
            )


def _after_the_sitting(scene: Scene) -> bool:
    """Whether the office that receives the scene had already sat when it accepted it."""
    return scene.round == quang_yen.ROUND and scene.level == "district" and scene.accepted_on > quang_yen.CONSIDERED


def _before_the_province() -> list[Scene]:
    """What the units of Bình Thuận proposed."""
    return [scene for scene in binh_thuan.scenes() if scene.fate.proposed]


def _by_receiver(line: Line, scenes: Iterable[Scene]) -> dict[tuple[str, str], list[Scene]]:
    grouped: dict[tuple[str, str], list[Scene]] = defaultdict(list)
    for scene in scenes:
        grouped[scene.round, line.receiver(scene).code].append(scene)
    return grouped


journal.tells({PLAYED: _("%(who)s played the demonstration: %(stage)s.")})
