"""How the score of an evaluation came about, as far as its reader may know: stage by stage, why, and act by act.

A reader who may not see what the scorers gave sees neither their score sheets nor their names, nor why one went on
without one of them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.criteria.enums import Stage
from kheo.evaluations import cards as sheets
from kheo.evaluations.enums import INDEPENDENT, State
from kheo.evaluations.models import Evaluation, Score, Scorecard, Visit
from kheo.evaluations.models.evaluations import are_open_to
from kheo.evaluations.outcome import thaw
from kheo.evaluations.results import Standing
from kheo.kernel.models import Entry
from kheo.kernel.periods import format_date, parse_date
from kheo.kernel.quantities import format_number
from kheo.people.models import Person
from kheo.units.models import Unit


@dataclass(frozen=True)
class StageTold:
    """A stage that gave something: by whom (empty where the reader may not know) and when, how many score sheets, how
    many of them late, and what it came to after it. `change` against the stage before, None for the first."""

    name: str
    who: str
    at: datetime | None
    cards: int
    late: int
    total: Decimal
    class_name: str
    change: Decimal | None

    @property
    def moved(self) -> str:
        """By how many points it differs from the stage before: `−9`, `+2,5`, or nothing."""
        if not self.change:
            return ""
        return f"{'+' if self.change > 0 else '−'}{format_number(abs(self.change))}"


@dataclass(frozen=True)
class Reason:
    """Why a leaf was given something else than at the stage before: where, by whom, when, what, and the words."""

    number: int
    code: str
    text: str
    stage: str
    who: str
    at: datetime
    given: str
    words: str


@dataclass(frozen=True)
class Happened:
    """An act, as a sentence, with the reason in the person's own words: a row of components/timeline.html."""

    at: datetime
    sentence: str
    quote: str = ""


def stages(standing: Standing, cards: Iterable[Scorecard]) -> list[StageTold]:
    """Every stage of which the reader sees something, in order; `cards` are those the reader sees."""
    sent = [card for card in cards if card.is_sent]
    told: list[StageTold] = []
    for stage, result in standing.stages.items():
        of_stage = [card for card in sent if card.stage == stage]
        people = [card.scorer or card.sent_by for card in of_stage]
        told.append(
            StageTold(
                name=str(Stage(stage).label), who=", ".join(person.full_name for person in people if person),
                at=max((card.sent_at for card in of_stage), default=None), cards=result.cards, late=result.late,
                total=result.tally.total, class_name=standing.class_named(result.verdict.class_code),
                change=result.tally.total - told[-1].total if told else None,
            )
        )  # fmt: skip
    return told


def reasons(evaluation: Evaluation, cards: Iterable[Scorecard]) -> list[Reason]:
    """Every reason that stands on a score sheet the reader sees, in the order of the framework, then of the stages."""
    numbers = {leaf.code: (n, leaf.text) for n, leaf in enumerate(evaluation.sheet.leaves(), start=1)}
    sent = [card.pk for card in cards if card.is_sent]
    rows = Score.objects.filter(scorecard__in=sent).exclude(reason="").select_related("scorecard__scorer", "by")
    order = list(evaluation.sheet.stages)
    found = [_reason(row, *numbers[row.code], order) for row in rows if row.code in numbers]
    return [reason for _place, reason in sorted(found, key=lambda one: one[0])]


def happened(evaluation: Evaluation, cards: Sequence[Scorecard], reader: Person) -> list[Happened]:
    """What was done to it, the newest first; `cards` are those the reader sees."""
    sees_all = Evaluation.objects.filter(are_open_to(reader), pk=evaluation.pk).exists()
    visits = Visit.objects.visible_to(reader).filter(evaluation=evaluation)
    of_these = (
        Q(subject_kind="evaluation", subject_id=evaluation.pk)
        | Q(subject_kind="scorecard", subject_id__in=[card.pk for card in cards])
        | Q(subject_kind="visit", subject_id__in=visits.values("pk"))
    )
    verbs = set(_SENTENCES) if sees_all else set(_SENTENCES) - _OF_THE_JUDGE
    entries = list(Entry.objects.filter(of_these, verb__in=verbs).order_by("at", "pk"))
    words = _Words(entries, evaluation, sees_all=sees_all)
    told = [Happened(one.at, str(_sentence(one)) % words.of(one), words.quote(one)) for one in entries]
    return told[::-1]


# What the page tells, in its own words: with stages and conditions where the journal keeps their codes.
_SENTENCES: dict[str, str | Promise] = {
    "evaluation.opened": gettext_lazy("%(who)s opened the evaluation for %(unit)s."),
    "evaluation.brought_in": gettext_lazy("%(who)s brought scores in from a list."),
    "evaluation.stage_finished": gettext_lazy("The stage “%(stage)s” is finished; next: “%(to)s”."),
    "evaluation.omitted": gettext_lazy(
        "%(who)s of %(unit)s went on from the stage “%(stage)s” without waiting for what was missing."
    ),
    "evaluation.asked": gettext_lazy("%(who)s of %(unit)s asked for an explanation of %(codes)s."),
    "evaluation.explained": gettext_lazy("%(who)s of %(unit)s explained."),
    "evaluation.concluded": gettext_lazy("%(who)s concluded the evaluation for %(unit)s."),
    "evaluation.recomputed": gettext_lazy("A figure of another unit changed, and the result was computed anew."),
    "evaluation.reopened": gettext_lazy(
        "%(who)s of %(unit)s reopened it from the stage “%(stage)s” on. Until then it stood at %(result)s."
    ),
    "evaluation.dropped": gettext_lazy("%(who)s of %(unit)s took back what was judged: nobody judges it any more."),
    "evaluation.gate_answered": gettext_lazy("%(who)s of %(unit)s answered the condition %(gate)s: %(answer)s."),
    "evaluation.figure_stated": gettext_lazy("%(who)s of %(unit)s stated the figure %(code)s."),
    "scorecard.sent": gettext_lazy("%(who)s of %(unit)s sent the score sheet of the stage “%(stage)s”."),
    "scorecard.rescored": gettext_lazy("%(who)s changed the points of %(codes)s after an explanation."),
    "visit.planned": gettext_lazy("%(who)s planned a visit for %(unit)s on %(on)s."),
    "visit.signed": gettext_lazy("%(who)s of %(unit)s signed the record of the visit."),
    "visit.cancelled": gettext_lazy("%(who)s of %(unit)s cancelled the visit."),
}
_SENT_LATE = gettext_lazy("%(who)s of %(unit)s sent the score sheet of the stage “%(stage)s”, after its last day.")
_OF_THE_JUDGE = {"evaluation.gate_answered", "evaluation.figure_stated"}


def _sentence(entry: Entry) -> str | Promise:
    return _SENT_LATE if entry.verb == "scorecard.sent" and entry.details.get("late") else _SENTENCES[entry.verb]


class _Words:
    """What the sentences of some entries need beside their details: people, units, and reasons in people's own words.

    An omission and a reopening are rows of their own, one for each entry of their verb, in the same order.
    """

    def __init__(self, entries: Sequence[Entry], evaluation: Evaluation, *, sees_all: bool) -> None:
        people, units = {one.by_id for one in entries}, {one.unit_id for one in entries}
        self.people = dict(Person.objects.filter(pk__in=people).values_list("pk", "full_name"))
        self.units = dict(Unit.objects.filter(pk__in=units).values_list("pk", "name"))
        self.evaluation, self.sees_all = evaluation, sees_all
        self.omissions = _beside(entries, "evaluation.omitted", evaluation.omissions.all)
        self.reopenings = _beside(entries, "evaluation.reopened", evaluation.reopenings.all)

    def of(self, entry: Entry) -> dict[str, Any]:
        """Everything that a sentence may name. An act of the command line is told as the system's."""
        details = entry.details
        stages = {part: State(details[part]).label for part in ("stage", "to") if details.get(part) in State.values}
        reopening = self.reopenings.get(entry.pk)
        return {
            **details, **stages,
            "who": self.people.get(entry.by_id, _("The system")), "unit": self.units.get(entry.unit_id, _("the unit")),
            "codes": ", ".join(details.get("codes", ())),
            "answer": _("met") if details.get("passed") else _("not met"),
            "on": format_date(parse_date(details["on"])) if "on" in details else "",
            "result": _result(self.evaluation, reopening.result) if reopening else "",
        }  # fmt: skip

    def quote(self, entry: Entry) -> str:
        """The reason of an act; empty where there is none, or where it might name a scorer the reader may not know."""
        if omission := self.omissions.get(entry.pk):
            return omission.reason if self.sees_all or omission.stage not in INDEPENDENT else ""
        reopening = self.reopenings.get(entry.pk)
        return reopening.reason if reopening else ""


def _beside(entries: Sequence[Entry], verb: str, rows: Callable[[], Iterable[Any]]) -> dict[int, Any]:
    """The row of each entry of a verb; not read where there is no such entry."""
    about = [entry.pk for entry in entries if entry.verb == verb]
    return dict(zip(about, rows(), strict=False)) if about else {}


def _result(evaluation: Evaluation, document: dict[str, Any]) -> str:
    """A frozen outcome in words: `87 points, “Tốt”`."""
    kept = thaw(document)
    points = _("%(points)s points") % {"points": format_number(kept.tally.total)}
    if kept.verdict.not_eligible:
        return f"{points}, {_('not eligible')}"
    classes = evaluation.sheet.classes_for(evaluation.profile_value)
    name = next((class_.name for class_ in classes if class_.code == kept.verdict.class_code), "")
    return f"{points}, “{name}”" if name else points


def _reason(row: Score, number: int, text: str, order: list[Stage]) -> tuple[tuple[int, int, datetime], Reason]:
    card = row.scorecard
    who = card.scorer or row.by
    stage = Stage(card.stage)
    told = Reason(
        number, row.code, text, str(stage.label), who.full_name if who else "", row.at,
        sheets.entry_in_words(row.entry), row.reason,
    )  # fmt: skip
    return (number, order.index(stage), row.at), told
