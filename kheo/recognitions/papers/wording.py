"""The words that the papers of recognition share."""

from datetime import date

from django.utils.translation import override

from kheo.documents.corrections import named
from kheo.exemplars.enums import Kind, Origin, Subject
from kheo.exemplars.models import Registration
from kheo.kernel.periods import format_date
from kheo.movements.models import Field, Round
from kheo.recognitions.models import Outcome

KINDS: dict[str, str] = {Kind.MODEL: "Mô hình", Kind.EXAMPLE: "Điển hình"}
SUBJECTS: dict[str, str] = {Subject.COLLECTIVE: "Tập thể", Subject.INDIVIDUAL: "Cá nhân"}
ORIGINS: dict[str, str] = {
    Origin.NEW: "Mới", Origin.MAINTAINED: "Duy trì", Origin.UPGRADED: "Nâng chất lượng", Origin.REPLICATED: "Nhân rộng",
}  # fmt: skip


def period_of(round_: Round) -> str:
    """`năm 2023`, or the days of a round that is no calendar year."""
    first, last = round_.starts, round_.ends
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return f"năm {first.year}"
    return f"từ ngày {format_date(first)} đến ngày {format_date(last)}"


def what_of(round_: Round) -> str:
    """`mô hình, điển hình năm 2023 của Phong trào thi đua …`."""
    return f"mô hình, điển hình {period_of(round_)} của {round_.movement.name}"


def governing(round_: Round) -> tuple[str, ...]:
    """The papers under which the movement stands, as legal bases, oldest first."""
    papers = round_.movement.papers.order_by("date", "pk")
    return tuple(f"Căn cứ {named(paper)}" for paper in papers)


def name_of(registration: Registration) -> str:
    """The name of the model or example; for an individual also who it is."""
    person = registration.dossier.person_name if registration.subject == Subject.INDIVIDUAL else ""
    return f"{registration.title}\n{person}" if person and person not in registration.title else registration.title


def unit_of(outcome: Outcome) -> str:
    """The unit as it was called when it registered (`OutcomeQuerySet.as_list`)."""
    name: str = outcome.unit_name  # type: ignore[attr-defined] # annotated by `as_list`
    return name


def field_of(registration: Registration) -> str:
    """The field in the language of papers; empty when unclassified."""
    with override("vi"):
        return str(registration.field) if isinstance(registration.field, Field) else ""
