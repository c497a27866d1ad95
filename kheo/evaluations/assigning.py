"""The plan of who scores what: worked out and shown before anything is saved, then saved exactly as it was shown.

What is begun is kept, and what is sent whatever happens. Who is near to a unit, has declared a conflict, or may not
score at all is left out, and the plan says who and why.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kheo.criteria.enums import Stage
from kheo.evaluations import balance, permissions
from kheo.evaluations.balance import Load, Pair, Task
from kheo.evaluations.conflicts import Nearness
from kheo.evaluations.models import Assignment, Conflict, Evaluation, Scorecard
from kheo.people.models import Person


@dataclass(frozen=True)
class LeftOut:
    """Somebody who does not get so many of the dossiers, and why."""

    person: Person
    dossiers: int
    why: str


@dataclass(frozen=True)
class Short:
    """A dossier for which so many scorers are missing, and why the others are not among them."""

    evaluation: Evaluation
    missing: int
    why: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What is proposed: pairs of evaluation and scorer that are new, and those that are taken back unbegun.

    `loads` by scorer. `mark` names the plan: a page shows it and sends it back, so that what is saved is what was seen.
    """

    stage: Stage
    evaluations: tuple[Evaluation, ...]
    scorers: tuple[Person, ...]
    new: tuple[Pair, ...]
    taken_back: tuple[Pair, ...]
    loads: Mapping[int, Load]
    left_out: tuple[LeftOut, ...]
    short: tuple[Short, ...]
    excluded: Mapping[Pair, str] = field(repr=False, default_factory=dict)
    stands_on: str = ""

    @property
    def mark(self) -> str:
        """A short name of exactly this plan."""
        return _digest([*self.new, *self.taken_back], self.stands_on)

    def load_of(self, person: Person) -> Load:
        """How much a scorer has, kept and new."""
        return self.loads[person.pk]


def plan(
    evaluations: Iterable[Evaluation], scorers: Iterable[Person], *, stage: Stage = Stage.SCORING,
    each: int | None = None, limits: Mapping[int, int] | None = None, afresh: bool = False,
) -> Plan:  # fmt: skip
    """Propose who scores what at a stage of several scorers, evenly; nothing is saved.

    All evaluations are of one judging unit and one procedure, which says how many score each unless `each` does.
    `limits` are the most dossiers of a scorer, by id. `afresh` shares out anew what is assigned and not begun.
    """
    listed, people = tuple(evaluations), tuple(scorers)
    if not listed:
        return Plan(stage, (), people, (), (), dict.fromkeys((person.pk for person in people), Load(0, 0)), (), ())
    excluded = excluded_from(listed, people, stage)
    there = _Assigned(listed, stage)
    mine = there.begun if afresh else there.pairs
    kept = there.sent | frozenset(pair for pair in mine if pair not in excluded)
    shared = balance.share(
        Task(
            dossiers=[one.pk for one in listed], scorers=[person.pk for person in people],
            each=listed[0].procedure.scorers if each is None else each,
            kept=kept, excluded=excluded, limits=limits or {},
        )
    )  # fmt: skip
    new = set(shared.new)
    return Plan(
        stage=stage, evaluations=listed, scorers=people,
        new=tuple(sorted(new - there.pairs)),
        taken_back=tuple(sorted(there.pairs - kept - new)),
        loads=shared.loads,
        left_out=_left_out(people, excluded),
        short=_short(listed, people, shared, kept | new, excluded, limits or {}),
        excluded=excluded, stands_on=there.digest,
    )  # fmt: skip


class _Assigned:
    """Who has what at a stage now, and what of it is begun or sent."""

    def __init__(self, evaluations: Sequence[Evaluation], stage: Stage) -> None:
        ids = [one.pk for one in evaluations]
        active = Assignment.objects.active().filter(evaluation__in=ids, stage=stage)
        cards = Scorecard.objects.filter(evaluation__in=ids, stage=stage)
        self.pairs = frozenset(active.values_list("evaluation", "scorer"))
        self.begun = self.pairs & set(cards.filter(revision__gt=0).values_list("evaluation", "scorer"))
        self.sent = self.pairs & set(cards.sent().values_list("evaluation", "scorer"))
        self.digest = _digest(sorted(self.pairs), _digest(sorted(self.begun), _digest(sorted(self.sent), "")))


def digest_of(evaluations: Sequence[Evaluation], stage: Stage) -> str:
    """On what a plan for these evaluations stands: it can be saved while this is the same."""
    return _Assigned(evaluations, stage).digest


def excluded_from(evaluations: Sequence[Evaluation], people: Sequence[Person], stage: Stage) -> dict[Pair, str]:
    """Why a person may not score a dossier, for every such pair: the law of `can_be_scorer`, asked for all at once."""
    judge = evaluations[0].unit
    near = Nearness(people, {one.subject.unit_id for one in evaluations}, judge=judge)
    declared = set(
        Conflict.objects.filter(evaluation__in=[one.pk for one in evaluations]).values_list("evaluation", "person")
    )
    found: dict[Pair, str] = {}
    for person in people:
        barred = permissions.serves_as_scorer.why_not(person, evaluations[0], stage)
        for one in evaluations:
            if barred:
                found[one.pk, person.pk] = barred
            elif kin := near.of(person, one.subject.unit_id):
                found[one.pk, person.pk] = " ".join(kin)
            elif (one.pk, person.pk) in declared:
                found[one.pk, person.pk] = _("%(person)s declared a conflict of interest.") % {
                    "person": person.full_name
                }
    return found


def _left_out(people: Sequence[Person], excluded: Mapping[Pair, str]) -> tuple[LeftOut, ...]:
    """Who gets how many not, by reason; the most concerned first."""
    counts = Counter((scorer, why) for (_dossier, scorer), why in excluded.items())
    by_id = {person.pk: person for person in people}
    return tuple(LeftOut(by_id[scorer], count, why) for (scorer, why), count in counts.most_common())


def _short(
    evaluations: Sequence[Evaluation], people: Sequence[Person], shared: balance.Shared, pairs: Collection[Pair],
    excluded: Mapping[Pair, str], limits: Mapping[int, int],
) -> tuple[Short, ...]:  # fmt: skip
    panels: dict[int, set[int]] = defaultdict(set)
    for dossier, scorer in pairs:
        panels[dossier].add(scorer)
    at_limit = {scorer for scorer, most in limits.items() if shared.loads[scorer].all >= most}
    found = []
    for one in evaluations:
        if missing := shared.short.get(one.pk):
            others = (person for person in people if person.pk not in panels[one.pk])
            why = (_why(person, one, excluded, at_limit) for person in others)
            found.append(Short(one, missing, tuple(dict.fromkeys(filter(None, why)))))
    return tuple(found)


def _why(person: Person, one: Evaluation, excluded: Mapping[Pair, str], at_limit: Collection[int]) -> str:
    if (one.pk, person.pk) in excluded:
        return excluded[one.pk, person.pk]
    return _("%(person)s has as many as they may have.") % {"person": person.full_name} if person.pk in at_limit else ""


def _digest(pairs: Iterable[Pair], stands_on: str) -> str:
    text = f"{stands_on}|{';'.join(f'{dossier}:{scorer}' for dossier, scorer in pairs)}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
