"""Many papers at once, from a list: each is put on file once, however many rows cite it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kheo.documents.enums import PaperKind
from kheo.documents.models import Paper
from kheo.kernel import journal
from kheo.kernel.copying import copy_in, reserve_ids
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
    rows = on_file.order_by("-pk").values_list("issuer", "number", "date", "pk")
    known = {Cited(issuer_id, number, on): pk for issuer_id, number, on, pk in rows}
    new = [c for c in wanted if c not in known]
    ids = reserve_ids(Paper, len(new))
    papers = [
        (pk, PaperKind.DECISION.value, c.number, c.on, c.issuer_id, _name_of_issuer(c, atlas), "", "")
        for pk, c in zip(ids, new, strict=True)
    ]
    copy_in(Paper, ["id", "kind", "number", "date", "issuer_id", "issuer_name", "title", "signatory"], papers)
    filed = ((pk, c.issuer_id, {"number": c.number}) for pk, c in zip(ids, new, strict=True))
    journal.record_all("paper.filed", "paper", filed, by=by)
    return {c: known[c] for c in wanted if c in known} | dict(zip(new, ids, strict=True)), ids


@transaction.atomic
def take_back(paper_ids: Iterable[int]) -> None:
    """Delete papers that a list brought in and nothing cites; `ProtectedError` when something does."""
    Paper.objects.filter(pk__in=list(paper_ids)).delete()


def _name_of_issuer(cited: Cited, atlas: Atlas) -> str:
    return atlas.name_on(cited.issuer_id, cited.on) if cited.on else atlas.units[cited.issuer_id].name
