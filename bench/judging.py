"""Judging against its promises (issue “Judgement”): 1,000 dossiers, five reviewers each, twenty reviewers in all.

The assignment, worked out and saved, by the clock; the next dossier against the floor, in CPU; the standing by its
number of queries, which may not grow with the number of reviewers.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

DOSSIERS, REVIEWERS, EACH = 1_000, 20, 5
FIELDS = ("kinh tế", "văn hóa – xã hội", "quốc phòng – an ninh", "hệ thống chính trị")
WORKSPACE = 3.5  # times the floor, with the whole dossier (docs/decisions/0018-the-next-dossier.md)
MARKS = {"T1": 10, "T2": 10, "T3": 15, "T4": 15, "T5": 25, "T6": 10, "T7": 10, "T8": 5}


@dataclass(frozen=True)
class Measured:
    """One figure beside its promise."""

    what: str
    told: str
    kept: bool | None

    def __str__(self) -> str:
        verdict = "" if self.kept is None else "ok" if self.kept else "OVER"
        return f"judging   {self.what:<44} {self.told:>30}  {verdict}"


def measured(times: int) -> list[object]:
    """Seed the dossiers beside the nation that is in the database, then measure."""
    from kheo.evaluations import assigning
    from kheo.evaluations.actions import assign_all

    place = _seed()
    began = time.perf_counter()
    plan = assigning.plan(place.evaluations, place.reviewers)
    planned = time.perf_counter() - began
    assign_all(plan, by=place.secretary)
    saved = time.perf_counter() - began
    loads = sorted(load.all for load in plan.loads.values())
    lines: list[object] = [
        Measured(f"{DOSSIERS} × {EACH}: the plan with its loads", f"{planned:.2f} s of 2", planned <= 2),
        Measured(f"{DOSSIERS} × {EACH}: planned and saved", f"{saved:.2f} s of 2", saved <= 2),
        Measured("loads of the reviewers", f"{loads[0]} to {loads[-1]}", loads[-1] - loads[0] <= 1),
    ]
    _score(place)
    return [*lines, *_standing(place), *_workspace(place, times)]


@dataclass(frozen=True)
class Place:
    """What was seeded."""

    procedure: Any
    unit: Any
    secretary: Any
    reviewers: Sequence[Any]
    evaluations: Sequence[Any]


def _seed() -> Place:
    """A province that judges a thousand dossiers of its communes by the default sheet."""
    from kheo.criteria import actions as criteria
    from kheo.criteria import library
    from kheo.evaluations import actions
    from kheo.evaluations.enums import State
    from kheo.evaluations.models import Evaluation, Subject
    from kheo.kernel import clock
    from kheo.kernel.periods import period
    from kheo.movements.models import Round
    from kheo.people.models import Person
    from kheo.units import tree
    from kheo.units.models import Membership, Unit

    unit = Unit.objects.get(memberships__person__username="province")
    round_ = Round.objects.get()
    framework = criteria.found_framework(owner=unit, sheet=library.by_code("MAU-0"), by=None)
    version = criteria.publish(framework.versions.get(), starts=round_.starts, by=None)
    procedure = actions.demand(round_, "province", version=version, scorers=EACH, by=None)
    people = [Person.objects.create_user(f"scorer{n}", full_name=f"Người chấm {n}") for n in range(REVIEWERS + 1)]
    secretary, *reviewers = people
    for person in people:
        role = "council_secretary" if person is secretary else "reviewer"
        Membership.objects.create(person=person, unit=unit, role=role, during=period(date(2000, 1, 1)))
    below = list(Unit.objects.filter(pk__in=tree.ids_under([unit.pk], on=round_.date)).values_list("pk", flat=True))
    subjects = Subject.objects.bulk_create(
        Subject(round=round_, unit_id=below[n % len(below)], issuer=unit, code=f"HS-{n:04d}",
                title=f"Vận động nhân dân hiến đất làm đường thôn {n}", field=FIELDS[n % len(FIELDS)])
        for n in range(DOSSIERS)
    )  # fmt: skip
    Evaluation.objects.bulk_create(
        Evaluation(subject=subject, unit=unit, procedure=procedure, version=version, state=State.SCORING,
                   opened_at=clock.now())
        for subject in subjects
    )  # fmt: skip
    rows = Evaluation.objects.filter(procedure=procedure).order_by("pk")
    listed = list(rows.select_related("subject__unit", "unit", "procedure"))
    return Place(procedure, unit, secretary, reviewers, listed)


def _score(place: Place) -> None:
    """Nine in ten of all cards are sent; of a dossier's five some are harsh."""
    from kheo.evaluations.models import Score, Scorecard
    from kheo.kernel import clock

    chance, now = Random(1000), clock.now()
    mild = {person.pk: chance.uniform(0.7, 1.0) for person in place.reviewers}
    cards = [card for card in Scorecard.objects.filter(evaluation__procedure=place.procedure) if chance.random() < 0.9]
    for card in cards:
        card.revision, card.sent_revision, card.sent_at, card.sent_by_id = 1, 1, now, card.scorer_id
    Scorecard.objects.bulk_update(cards, ["revision", "sent_revision", "sent_at", "sent_by"], batch_size=1000)
    Score.objects.bulk_create(
        (
            Score(scorecard=card, code=code, points=Decimal(round(most * mild[card.scorer_id] * 2)) / 2, at=now)
            for card in cards
            for code, most in MARKS.items()
        ),
        batch_size=5000,
    )


def _standing(place: Place) -> list[object]:
    """The whole order, computed anew: as many queries for two reviewers a dossier as for five."""
    from django.db import connection
    from django.db.models import F, Window
    from django.db.models.functions import RowNumber
    from django.test.utils import CaptureQueriesContext

    from kheo.evaluations.models import Scorecard
    from kheo.evaluations.standings import Table
    from kheo.kernel import clock

    def asked() -> tuple[int, float]:
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            assert len(Table(place.procedure, place.unit).lines) == DOSSIERS
        return len(queries), time.perf_counter() - began

    five, seconds = asked()
    numbered = Scorecard.objects.filter(evaluation__procedure=place.procedure).annotate(
        n=Window(RowNumber(), partition_by=F("evaluation"), order_by=F("pk"))
    )
    later = [pk for pk, n in numbered.values_list("pk", "n") if n > 2]
    cards = Scorecard.objects.filter(pk__in=later, sent_at__isnull=False)
    kept = list(cards.values_list("pk", flat=True))
    cards.update(sent_at=None)
    two, _seconds = asked()
    Scorecard.objects.filter(pk__in=kept).update(sent_at=clock.now())
    return [
        Measured("the standing of all, computed anew", f"{seconds:.2f} s", None),
        Measured("queries of it: two reviewers, five", f"{two}, {five}", two == five),
    ]


def _workspace(place: Place, times: int) -> list[object]:
    """Opening the next dossier of a queue, against the floor."""
    from django.test import Client, override_settings
    from django.urls import reverse

    from bench.meter import Meter, Page
    from kheo.evaluations import queues

    reader = place.reviewers[0]
    client = Client(headers={"host": "localhost"})
    client.force_login(reader)
    waiting = queues.to_score(reader)
    _sent_dossier(waiting[0].card_id, place.unit)
    floor = Page("minimal Django page", "/floor/", reader.username, None)
    card = Page("the next dossier", reverse("evaluations:card", args=[waiting[0].card_id]), reader.username, WORKSPACE)
    with override_settings(ROOT_URLCONF="bench.floor"):
        costs = Meter({reader.username: client}).measure([floor, card], times)
    ratio, cost = costs[card].ms / costs[floor].ms, costs[card]
    told = f"{ratio:.2f}× of {WORKSPACE}, {cost.ms:.1f} ms, {cost.queries} queries"
    return [Measured(f"the next dossier, {len(waiting)} in the queue", told, ratio <= WORKSPACE)]


def _sent_dossier(card_id: int, receiver: Any) -> None:
    """What the workspace shows beside the points: a registration with every box filled, as it was sent."""
    from kheo.evaluations.models import Scorecard
    from kheo.exemplars import sections
    from kheo.exemplars.models import Registration, Submission
    from kheo.kernel import clock

    subject = Scorecard.objects.get(pk=card_id).evaluation.subject
    registration = Registration.objects.counted().filter(judged_as=None).select_related("dossier").first()
    registration.unit_id, registration.receiver, registration.judged_as = subject.unit_id, receiver, subject
    registration.save()
    words = "Vận động 42 hộ hiến 1.200 m² đất và góp 352 triệu đồng làm 978 m² đường bê tông. " * 4
    for name in ("situation", "goals", "method", "beneficiaries", "resources", "outputs", "sustainability"):
        setattr(registration.dossier, name, words)
    registration.dossier.save()
    Submission.objects.create(
        registration=registration, number=1, content=sections.content(registration), at=clock.now()
    )
