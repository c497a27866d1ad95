"""Registrations and what became of them, in bulk: hundreds of rows without hundreds of verbs."""

from datetime import UTC, date, datetime

from kheo.exemplars.models import Exemplar, Registration
from kheo.recognitions.models import Consideration, Outcome, Proposal, Recognition

SENT = datetime(2024, 3, 2, 2, tzinfo=UTC)
CONCLUDED = datetime(2024, 11, 15, 2, tzinfo=UTC)


def registered(unit, round_, count=1, *, receiver=None, status="accepted", **facts):
    """`count` registrations of a unit, received by itself unless told."""
    exemplars = Exemplar.objects.bulk_create(Exemplar(unit=unit, began=round_.starts) for _ in range(count))
    facts = {
        "kind": "model", "subject": "collective", "origin": "new", "level": "district", "registered_on": round_.starts,
        **facts,
    }  # fmt: skip
    sent = {} if status == "draft" else {"receiver": receiver or unit, "submitted_at": SENT}
    return Registration.objects.bulk_create(
        Registration(
            exemplar=exemplar, unit=unit, round=round_, title=f"Mô hình {n} của {unit.name}", status=status,
            search_text="", **sent, **facts,
        )
        for n, exemplar in enumerate(exemplars)
    )  # fmt: skip


def considered(unit, round_, *, yes=(), no=(), concluded=True):
    """The unit weighed registrations; concluded, so that what it recognised is public, unless told otherwise."""
    consideration = Consideration.objects.create(
        unit=unit, round=round_, opened_at=SENT, concluded_at=CONCLUDED if concluded else None
    )
    weighed = [(row, True) for row in yes] + [(row, False) for row in no]
    Outcome.objects.bulk_create(
        Outcome(consideration=consideration, registration=row, recognised=good, reason="" if good else "Chưa rõ.")
        for row, good in weighed
    )
    if concluded:
        Recognition.objects.bulk_create(
            Recognition(
                exemplar_id=row.exemplar_id, registration=row, unit=unit, level=unit.level, round=round_,
                on=date(2024, 11, 15),
            )
            for row in yes
        )  # fmt: skip
    return consideration


def proposed(rows, by, to):
    """A unit proposed registrations upward, in their order."""
    Proposal.objects.bulk_create(
        Proposal(registration=row, from_unit=by, to_unit=to, rank=rank, at=SENT) for rank, row in enumerate(rows, 1)
    )


def in_turn(total, places):
    """Deal a total out over places as evenly as whole numbers allow: 746 over 14 are 53 or 54 each."""
    return [total // places + (n < total % places) for n in range(places)]
