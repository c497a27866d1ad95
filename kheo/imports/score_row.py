"""One row of a list of scores: what it means, and what is wrong with it, column by column."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kheo.criteria.enums import Stage
from kheo.criteria.models import FrameworkVersion
from kheo.evaluations import cards
from kheo.evaluations.cards import Mark, entry_in_words
from kheo.evaluations.enums import INDEPENDENT
from kheo.evaluations.models import Procedure
from kheo.imports.enums import Answer
from kheo.imports.examination import Examined, Values
from kheo.imports.score_twins import look_for_twin
from kheo.imports.scoring_ground import Ground, Judged, subject_mark
from kheo.kernel.errors import BadInput
from kheo.movements.models import Round
from kheo.movements.policies import is_not_closed
from kheo.units.atlas import Place
from kheo.units.enums import Level


@dataclass(eq=False)
class Item:
    """A row that is right: what is judged, by whom, by what, and what stands on a leaf, a gate or a figure."""

    round: Round
    unit: Place
    registration_id: int | None
    judge_id: int
    level: str
    version: FrameworkVersion
    procedure: Procedure | None
    profile: str
    stage: str
    scorer_id: int | None
    code: str
    mark: Mark | None = None
    gate: bool | None = None
    document: str = ""
    figure: Decimal | None = None

    @property
    def subject_key(self) -> tuple:
        """Which subject of which round."""
        return self.round.pk, *subject_mark(self.registration_id, self.unit.pk)

    @property
    def content(self) -> Any:
        """What it says, to be compared; a note beside points makes no difference."""
        return self.mark.entry if self.mark else (self.gate, self.document, self.figure)


def item_of(values: Values, examined: Examined, ground: Ground) -> Item | None:
    """The row as what will be written, with its faults in `values`, or with its twin noted."""
    round_ = _round(values, ground)
    judged = _judged(values, round_, ground) if round_ else None
    if not round_ or not judged:
        return None
    item = _placed(values, round_, judged, ground)
    if item is None or values.faults:
        return None
    _say(values, item, ground)
    if not values.faults:
        look_for_twin(values, examined, item, ground)
    return item


def _round(values: Values, ground: Ground) -> Round | None:
    found = ground.rounds.get(values["round_code"], [])
    if len(found) != 1:
        said = (
            _("Several movements have a round with the code “%(code)s”.") if found
            else _("There is no round with the code “%(code)s”.")
        )  # fmt: skip
        values.fault("round_code", said % {"code": values["round_code"]})
        return None
    if why := is_not_closed.why_not(found[0]):
        values.fault("round_code", why)
    return found[0]


def _judged(values: Values, round_: Round, ground: Ground) -> Judged | None:
    try:
        return ground.judged(values["subject_code"], round_)
    except BadInput as refusal:
        values.fault("subject_code", refusal)
        return None


def _placed(values: Values, round_: Round, judged: Judged, ground: Ground) -> Item | None:
    """By which procedure and which unit the subject is judged, and at which stage by whom."""
    level, procedure, version = _demanded(values, round_, judged, ground)
    if version is None:
        return None
    judge = ground.judge(judged, level, round_)
    if judge is None:
        values.fault(
            "subject_code",
            _("No unit at or above %(unit)s stands on the level %(level)s.")
            % {"unit": judged.unit.name, "level": Level(level).label.lower()},
        )
        return None
    if not ground.may(judge.pk):
        values.fault(
            "subject_code", _("%(unit)s judges this: whoever brings in its lists does it.") % {"unit": judge.name}
        )
    scorer_id = _scorer(values, judged, judge, round_, ground)
    return Item(
        round=round_, unit=judged.unit, registration_id=judged.registration_id, judge_id=judge.pk, level=level,
        version=version, procedure=procedure, profile=_profile(values, version, ground),
        stage=_stage(values, version), scorer_id=scorer_id, code=values["criterion_code"],
    )  # fmt: skip


def _demanded(
    values: Values, round_: Round, judged: Judged, ground: Ground
) -> tuple[str, Procedure | None, FrameworkVersion | None]:  # fmt: skip
    """The level that judges and what is demanded of it; a version without a procedure where nothing is demanded yet."""
    procedures = ground.procedures(round_)
    if not procedures:
        level = values["level"] or ground.level_without_procedure(judged, round_)
        try:
            version = ground.framework(round_, values["round_code"])
        except BadInput as refusal:
            values.fault("round_code", refusal)
            return level, None, None
        if why := ground.why_not_demanded(round_, level, version):
            values.fault("round_code", why)
        return level, None, version
    level = values["level"] or _only_level(procedures, judged, round_, ground)
    if level in procedures:
        return level, procedures[level], procedures[level].version
    told = _("The round demands evaluations on these levels: %(levels)s. Say which.")
    values.fault("level", told % {"levels": ", ".join(str(Level(one).label).lower() for one in procedures)})
    return "", None, None


def _only_level(procedures: dict[str, Procedure], judged: Judged, round_: Round, ground: Ground) -> str:
    if len(procedures) == 1:
        return next(iter(procedures))
    return ground.atlas.level_on(judged.receiver_id, round_.date) if judged.receiver_id else ""


def _profile(values: Values, version: FrameworkVersion, ground: Ground) -> str:
    """The profile of the subject: said in one of its rows, the same in all that say one."""
    said = ground.profiles[values["round_code"], values["subject_code"]]
    if len(said) > 1 and values["profile"]:
        told = _("The rows of this subject name several profiles: %(codes)s.")
        values.fault("profile", told % {"codes": ", ".join(sorted(said))})
    profile = next(iter(said), "")
    known = profile in {one.code for one in version.sheet.profiles}
    if values["profile"] and not known:
        values.fault(
            "profile",
            _("“%(framework)s” has no profile %(code)s.") % {"framework": version.sheet.name, "code": profile},
        )
    return profile if known else ""


def _stage(values: Values, version: FrameworkVersion) -> str:
    stages = [stage for stage in version.sheet.stages if stage != Stage.EXPLANATION]
    if values["stage"] not in stages:
        values.fault(
            "stage",
            _("“%(framework)s” is not scored at this stage. Its stages are: %(stages)s.")
            % {"framework": version.sheet.name, "stages": ", ".join(stage.value for stage in stages)},
        )
    return str(values["stage"])


def _scorer(values: Values, judged: Judged, judge: Place, round_: Round, ground: Ground) -> int | None:
    if not values["scorer"]:
        return None
    if values["stage"] not in INDEPENDENT:
        values.fault("scorer", _("At this stage the unit gives points as one: leave the scorer empty."))
        return None
    try:
        scorer = ground.scorer(values["scorer"])
    except BadInput as refusal:
        values.fault("scorer", refusal)
        return None
    if near := ground.near(scorer, judged.unit, judge, round_):
        values.fault("scorer", near)
    return scorer.pk


def _say(values: Values, item: Item, ground: Ground) -> None:
    """Put into the item what the row says, by what its code means."""
    sheet = item.version.sheet
    passed = {Answer.YES: True, Answer.NO: False}.get(values["passed"])
    if item.code in {gate.code for gate in sheet.gates}:
        _say_gate(values, item, passed)
    elif item.code in {figure.code for figure in sheet.figures}:
        item.figure = values["points"] if values["value"] is None else values["value"]
        if item.figure is None:
            values.fault("value", _("The value of the figure is missing."))
    else:
        item.mark = Mark(
            points=values["points"], value=values["value"], target=values["target"], passed=passed, note=values["note"]
        )
        _check_mark(values, item, ground)


def _say_gate(values: Values, item: Item, passed: bool | None) -> None:
    item.gate, item.document = passed, values["note"]
    if passed is None:
        values.fault("passed", _("Say whether the condition is met: yes or no."))
    if len(item.document) > 60:
        values.fault("note", _("Only the number of the document is kept, no story: at most 60 characters."))


def _check_mark(values: Values, item: Item, ground: Ground) -> None:
    assert item.mark is not None  # whoever calls has just made it
    leaves = ground.leaves(item.version, item.profile, item.stage)
    try:
        cards.check_one(item.version.sheet, leaves, item.code, item.mark)
    except BadInput as refusal:
        values.fault("criterion_code" if item.code not in leaves else _number_in(values), refusal)
        return
    if not entry_in_words(item.mark.entry):
        values.fault("points", _("Nothing is given here: write points, a result, or yes or no."))


def _number_in(values: Values) -> str:
    """The column that holds the number a refusal is about."""
    return next((name for name in ("points", "value", "target") if values[name] is not None), "points")
