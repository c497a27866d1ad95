"""Many papers at once, from a list: each is put on file once, however many rows cite it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kheo.documents.enums import PaperKind
from kheo.documents.models import Paper
from kheo.kernel import journal
from kheo.people.models import Person
from kheo.units.atlas import Atlas


@dataclass(frozen=True, slots=True)
class Cited:
    """A decision as a list cites it; the date may be missing there."""

    issuer_id: int
    number: str
    on: date | None


@transaction.atomic
def bring_in(cited: Iterable[Cited], *, by: Person | None, atlas: Atlas) -> tuple[dict[Cited, int], list[int]]:
    """The id of each cited decision, and the ids of those that were not on file yet and now are.

    The right to do so belongs to the act that cites it, as in `file_paper`.
    """
    wanted = dict.fromkeys(cited)
    on_file = Paper.objects.filter(kind=PaperKind.DECISION, issuer__in={c.issuer_id for c in wanted})
    known = {Cited(*row): pk for pk, *row in on_file.order_by("-pk").values_list("pk", "issuer", "number", "date")}
    new = [c for c in wanted if c not in known]
    papers = Paper.objects.bulk_create(
        [
            Paper(
                kind=PaperKind.DECISION, number=c.number, date=c.on, issuer_id=c.issuer_id,
                issuer_name=atlas.name_on(c.issuer_id, c.on) if c.on else atlas.units[c.issuer_id].name,
            )
            for c in new
        ],
        batch_size=5000,
    )  # fmt: skip
    journal.record_many(
        [
            journal.entry(
                "paper.filed", "paper", paper.pk, by_id=by.pk if by else None, unit_id=paper.issuer_id,
                number=paper.number,
            )
            for paper in papers
        ]
    )  # fmt: skip
    made = [paper.pk for paper in papers]
    return {c: known[c] for c in wanted if c in known} | dict(zip(new, made, strict=True)), made


@transaction.atomic
def take_back(paper_ids: Iterable[int]) -> None:
    """Delete papers that a list brought in and nothing cites; `ProtectedError` when something does."""
    Paper.objects.filter(pk__in=list(paper_ids)).delete()
