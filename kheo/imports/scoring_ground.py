"""What the rows of a list of scores stand on: rounds and what they demand, who is judged, what is there already."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from kheo.criteria.models import FrameworkVersion
from kheo.criteria.sheet import Criterion, Sheet
from kheo.evaluations import cards, conflicts, permissions, policies
from kheo.evaluations.enums import INDEPENDENT
from kheo.evaluations.models import Evaluation, FigureValue, GateAnswer, Procedure, Score, Scorecard
from kheo.exemplars.enums import CONSIDERABLE
from kheo.exemplars.models import Registration
from kheo.imports.examination import Values
from kheo.imports.places import Places, rounds_by_code
from kheo.kernel.errors import BadInput
from kheo.kernel.models import Entry
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.people.names import read_username
from kheo.units.atlas import Atlas, Place, first_standing_at
from kheo.units.enums import BRINGS_IN_FOR_UNIT
from kheo.units.models import Unit
from kheo.units.permissions import units_below_offices


@dataclass(frozen=True)
class Judged:
    """Who or what a code means: a registration by its id, or the unit itself."""

    unit: Place
    receiver_id: int | None = None
    registration_id: int | None = None


@dataclass
class Here:
    """What is there already of a round: by subject, unit, stage, scorer and criterion."""

    evaluations: dict[tuple, Evaluation] = field(default_factory=dict)
    cards: dict[tuple, Scorecard] = field(default_factory=dict)
    scores: dict[tuple[int, str], Score] = field(default_factory=dict)
    answers: dict[tuple[int, str], GateAnswer] = field(default_factory=dict)
    figures: dict[tuple[int, str, str], FigureValue] = field(default_factory=dict)
    sent_by_people: set[int] = field(default_factory=set)


class Ground:
    """What the rows stand on; every question is answered once."""

    def __init__(self, by: Person | None, rows: Iterable[Values]) -> None:
        self.by = by
        self.atlas = Atlas()
        self.places = Places(self.atlas)
        self.rounds = rounds_by_code()
        self.scope = units_below_offices(by, *BRINGS_IN_FOR_UNIT) if by else None
        self.codes: dict[str, set[str]] = defaultdict(set)
        self.profiles: dict[tuple[str, str], set[str]] = defaultdict(set)
        for values in rows:
            self.codes[values["round_code"]].add(values["criterion_code"])
            if values["profile"]:
                self.profiles[values["round_code"], values["subject_code"]].add(values["profile"])
        self.seen: dict[tuple, tuple[int, object]] = {}  # the first row about each place
        self._registrations: dict[int, dict[str, list[Registration]]] = {}
        self._here: dict[int, Here] = {}
        self._frameworks: dict[int, FrameworkVersion | BadInput] = {}
        self._leaves: dict[tuple[int, str, str], dict[str, Criterion]] = {}
        self._near: dict[tuple[int, int, int], str] = {}
        self._demands: dict[tuple[int, str], str] = {}

    def may(self, unit_id: int) -> bool:
        return self.scope is None or unit_id in self.scope

    # ── What is judged, by whom ──

    def judged(self, code: str, round_: Round) -> Judged:
        """Who a code means in a round; `BadInput` when nobody, or several."""
        bare, _at, unit_code = code.partition("@")
        found = self._by_code(round_).get(bare, [])
        if unit_code:
            found = [one for one in found if unit_code in (one.unit.code, one.receiver.code if one.receiver else "")]
        if not found:
            return Judged(self.places.bearer(code, round_.starts, round_.ends, during=round_.name))
        if len(found) > 1:
            raise BadInput(
                _("Several registrations bear the code “%(code)s”: write one of %(codes)s.")
                % {"code": bare, "codes": ", ".join(f"{bare}@{one.unit.code}" for one in found)}
            )
        one = found[0]
        if one.status not in CONSIDERABLE:
            raise BadInput(
                _("The registration %(code)s is %(status)s: only what was accepted is judged.")
                % {"code": bare, "status": one.get_status_display().lower()}
            )
        return Judged(self.atlas.units[one.unit_id], one.receiver_id, one.pk)

    def _by_code(self, round_: Round) -> dict[str, list[Registration]]:
        if round_.pk not in self._registrations:
            found: dict[str, list[Registration]] = defaultdict(list)
            rows = Registration.objects.filter(round=round_).exclude(code="").select_related("unit", "receiver")
            for row in rows.only("code", "status", "unit__code", "receiver__code").order_by("pk"):
                found[row.code].append(row)
            self._registrations[round_.pk] = found
        return self._registrations[round_.pk]

    def judge(self, judged: Judged, level: str, round_: Round) -> Place | None:
        """The unit at a level that stands at or above the judged one."""
        chain = self.atlas.chain(judged.unit.pk, round_.date)
        found = first_standing_at(chain, level, lambda unit_id: self.atlas.level_on(unit_id, round_.date))
        if found is None or self.atlas.level_on(found, round_.date) != level:
            return None
        return self.atlas.units[found]

    def level_without_procedure(self, judged: Judged, round_: Round) -> str:
        """Who judges where the round demands nothing yet: the office that received it, for units the owner."""
        return self.atlas.level_on(judged.receiver_id or round_.movement.owner_id, round_.date)

    # ── By what ──

    def procedures(self, round_: Round) -> dict[str, Procedure]:
        """What a round demands, by level."""
        return self._procedures.get(round_.pk, {})

    @cached_property
    def _procedures(self) -> dict[int, dict[str, Procedure]]:
        found: dict[int, dict[str, Procedure]] = defaultdict(dict)
        for procedure in Procedure.objects.prefetch_related("version__framework"):
            found[procedure.round_id][procedure.level] = procedure
        return found

    def framework(self, round_: Round, round_code: str) -> FrameworkVersion:
        """The published version that the list is read by, in a round that demands nothing; `BadInput` without one."""
        if round_.pk not in self._frameworks:
            self._frameworks[round_.pk] = self._fitting(round_, self.codes[round_code])
        found = self._frameworks[round_.pk]
        if isinstance(found, BadInput):
            raise found
        return found

    def _fitting(self, round_: Round, codes: set[str]) -> FrameworkVersion | BadInput:
        """The one with the most of the codes; the rows then tell which code it does not have."""
        known = {version: len(codes & codes_of(version.sheet)) for version in self._in_force(round_)}
        most = max(known.values(), default=0)
        best = [version for version, count in known.items() if count == most]
        if not most:
            return BadInput(
                _("%(round)s demands no evaluation, and no published framework has these criteria.")
                % {"round": round_.name}
            )
        if len(best) > 1:
            return BadInput(
                _("%(round)s demands no evaluation, and several frameworks have these criteria: %(frameworks)s.")
                % {"round": round_.name, "frameworks": ", ".join(version.framework.code for version in best)}
            )
        return best[0]

    def _in_force(self, round_: Round) -> list[FrameworkVersion]:
        versions = FrameworkVersion.objects.valid_on(round_.date).select_related("framework__owner")
        return list(versions.order_by("framework__code"))

    def why_not_demanded(self, round_: Round, level: str, version: FrameworkVersion) -> str:
        """Why the round cannot demand it at this level from now on; empty when it can."""
        if (round_.pk, level) not in self._demands:
            scorers = int(bool(INDEPENDENT & set(version.sheet.stages)))
            if self.by:
                why = permissions.can_demand.why_not(self.by, round_, level, version, scorers)
            else:
                why = policies.can_be_demanded.why_not(round_, level, version, scorers)
            self._demands[round_.pk, level] = why
        return self._demands[round_.pk, level]

    def leaves(self, version: FrameworkVersion, profile: str, stage: str) -> dict[str, Criterion]:
        """The leaves on which a card of the stage may say something."""
        asked = version.pk, profile, stage
        if asked not in self._leaves:
            self._leaves[asked] = cards.leaves_for(version.sheet, version.sheet.profile(profile), stage)
        return self._leaves[asked]

    # ── By whom ──

    def scorer(self, username: str) -> Person:
        """The person of a user name; `BadInput` when there is none."""
        found = self._people.get(read_username(username))
        if found is None:
            raise BadInput(_("There is no account with the user name “%(name)s”.") % {"name": username})
        return found

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {person.username: person for person in Person.objects.all()}

    def near(self, scorer: Person, judged: Place, judge: Place, round_: Round) -> str:
        """Why this person may not score this unit, as a sentence; empty when nothing is in the way."""
        asked = scorer.pk, judged.pk, judge.pk
        if asked not in self._near:
            units = Unit.objects.in_bulk([judged.pk, judge.pk])
            told = conflicts.between(scorer, units[judged.pk], judge=units[judge.pk], on=round_.date)
            self._near[asked] = " ".join(told)
        return self._near[asked]

    # ── What is there already ──

    def here(self, round_: Round) -> Here:
        """What is there of a round, read once."""
        if round_.pk not in self._here:
            self._here[round_.pk] = _read(round_)
        return self._here[round_.pk]


def codes_of(sheet: Sheet) -> set[str]:
    """Everything that a row may be about: leaves, conditions, figures."""
    leaves = {leaf.code for leaf in sheet.leaves()}
    return leaves | {gate.code for gate in sheet.gates} | {figure.code for figure in sheet.figures}


def subject_mark(registration_id: int | None, unit_id: int) -> tuple[str, int]:
    """What tells one subject of a round from another, entered or not."""
    return ("registration", registration_id) if registration_id else ("unit", unit_id)


def _read(round_: Round) -> Here:
    here = Here()
    marks: dict[int, tuple] = {}
    rows = Evaluation.objects.filter(subject__round=round_).select_related("subject__registration")
    for one in rows:
        registration = getattr(one.subject, "registration", None)
        mark = subject_mark(registration.pk if registration else None, one.subject.unit_id)
        marks[one.pk] = (*mark, one.unit_id)
        here.evaluations[marks[one.pk]] = one
    for card in Scorecard.objects.filter(evaluation__in=marks):
        here.cards[(*marks[card.evaluation_id], card.stage, card.scorer_id)] = card
    ids = {card.pk for card in here.cards.values()}
    here.scores = {(score.scorecard_id, score.code): score for score in Score.objects.filter(scorecard__in=ids)}
    here.answers = {(a.evaluation_id, a.gate): a for a in GateAnswer.objects.filter(evaluation__in=marks)}
    here.figures = {(f.evaluation_id, f.code, f.side): f for f in FigureValue.objects.filter(evaluation__in=marks)}
    sent = Entry.objects.filter(subject_kind="scorecard", verb="scorecard.sent", subject_id__in=ids)
    here.sent_by_people = set(sent.values_list("subject_id", flat=True))
    return here
