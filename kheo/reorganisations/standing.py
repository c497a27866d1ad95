"""What else stands open in units that end: considerations, judgements, sessions, papers, calls, re-checks, requests.

None of it is rewritten. Whoever answers for the unit concludes it by right; what only the unit itself could write goes
on where it wholly goes on, and ends with it otherwise. Counted, so that a plan passes nothing over in silence.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from kheo.councils.enums import SessionState
from kheo.councils.models import CouncilSession, Seat
from kheo.criteria.enums import VersionStatus
from kheo.criteria.models import Framework
from kheo.documents.models import Draft
from kheo.duplicates.models import Cooperation
from kheo.evaluations.enums import OVER
from kheo.evaluations.models import Evaluation, Visit
from kheo.kernel import clock
from kheo.movements.models import Movement
from kheo.progress.models import Recheck
from kheo.recognitions.models import Consideration
from kheo.reorganisations.enums import Fate
from kheo.reorganisations.whereto import Ways
from kheo.replication.models import Call


@dataclass(frozen=True)
class Kind:
    """One kind of open thing: its rows, and the column that names the unit. `is_of_office`: whoever answers for the
    unit concludes it; else only who wholly goes on as the unit, or nobody where `ends`."""

    key: str
    rows: Callable[[], QuerySet[Any]]
    column: str
    is_of_office: bool = True
    ends: bool = False


_KEPT = (VersionStatus.DRAFT, VersionStatus.PUBLISHED)


def _sessions() -> QuerySet[Any]:
    return CouncilSession.objects.real().filter(state__in=[SessionState.CONVENED, SessionState.OPEN])


def _judged() -> QuerySet[Any]:
    return Evaluation.objects.open().filter(subject__round__closing=None)


KINDS = (
    Kind("movement", lambda: Movement.objects.filter(rounds__closing=None).distinct(), "owner"),
    Kind("framework", lambda: Framework.objects.filter(versions__status__in=_KEPT).distinct(), "owner"),
    Kind("consideration", lambda: Consideration.objects.open().filter(round__closing=None), "unit"),
    Kind("evaluation", _judged, "unit"),
    Kind("judged", _judged, "subject__unit", is_of_office=False),
    Kind(
        "visit",
        lambda: (
            Visit.objects.standing()
            .filter(recorded_at=None, evaluation__subject__round__closing=None)
            .exclude(evaluation__state__in=OVER)
        ),
        "evaluation__unit",
    ),
    Kind("session", _sessions, "council__unit"),
    Kind("seat", lambda: Seat.objects.filter(during__contains=clock.today()), "council__unit", ends=True),
    Kind("paper", lambda: Draft.objects.open(), "unit"),
    Kind("call", lambda: Call.objects.open(), "unit"),
    Kind("recheck", lambda: Recheck.objects.filter(ruling=None, round__closing=None), "office"),
    Kind(
        "joining",
        lambda: Cooperation.objects.waiting().filter(registration__round__closing=None),
        "unit",
        is_of_office=False,
    ),
)


def counts(unit_ids: Collection[int], ways: Ways) -> Iterator[tuple[int, str, Fate, int | None, int]]:
    """What stands open in the units: `(unit, key of the kind, what becomes of it, where, how many)`."""
    for kind in KINDS:
        for unit_id, count in _by_unit(kind, unit_ids).items():
            to_id = None if kind.ends else ways.of_office(unit_id) if kind.is_of_office else ways.heirs.get(unit_id)
            yield unit_id, kind.key, Fate.ACTS if to_id else Fate.ENDS, to_id, count


def _by_unit(kind: Kind, unit_ids: Collection[int]) -> Counter[int]:
    rows = kind.rows().filter(Q(**{f"{kind.column}__in": list(unit_ids)})).order_by()
    return Counter(dict(rows.values_list(kind.column).annotate(n=Count("pk", distinct=True))))
