"""The figures of one work as they are read: its rows with their remarks, its resources added up, its commitments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from kheo.exemplars.enums import Status
from kheo.exemplars.models import Registration, Return
from kheo.kernel.quantities import format_number, in_words, total
from kheo.people.models import Person
from kheo.results import comparing, remarks, writing
from kheo.results.enums import GiversAs, ResourceKind, Sheet, Source
from kheo.results.models import Achievement, Beneficiary, Commitment, Contribution, SheetSave, Statement
from kheo.results.remarks import Remark


@dataclass(frozen=True)
class Row:
    """A figure in words: what, how much, where, and what there is to remark."""

    words: str
    number: str
    about: str
    remarks: list[Remark]
    record: Achievement | Contribution | Beneficiary


@dataclass(frozen=True)
class Sponsoring:
    """A commitment with its statements, the latest last, each with what there is to remark."""

    commitment: Commitment
    stated: list[tuple[Statement, list[Remark]]]

    @property
    def now(self) -> Statement | None:
        return self.stated[-1][0] if self.stated else None


@dataclass(frozen=True)
class Figures:
    """Everything that one work says in figures."""

    results: list[Row]
    resources: list[Row]
    resource_totals: list[str]
    served: list[Row]
    sponsoring: list[Sponsoring]

    @property
    def is_empty(self) -> bool:
        return not (self.results or self.resources or self.served or self.sponsoring)


def told(registrations: QuerySet[Registration]) -> QuerySet[Registration]:
    """Those whose figures stand as they were sent. What a unit mends is its draft until it is sent again."""
    last = Return.objects.filter(registration=OuterRef("registration")).order_by()
    returned = Subquery(last.values("registration").annotate(last=Max("at")).values("last"))
    mending = (
        SheetSave.objects.filter(registration=OuterRef("pk")).annotate(returned=returned).filter(at__gte=F("returned"))
    )
    return registrations.exclude(Exists(mending), status=Status.RETURNED)


def read(registration: Registration, person: Person) -> Figures | None:
    """The figures for one reader; None while the unit mends them and the reader is not of the unit."""
    own = registration.is_of(person)
    hidden = registration.status == Status.RETURNED and not own
    if hidden and not told(Registration.objects.filter(pk=registration.pk)).exists():
        return None
    return of(registration)


def of(registration: Registration) -> Figures:
    """The figures of a registration, whoever reads them."""
    results = writing.standing(registration, Sheet.RESULTS)
    resources = writing.standing(registration, Sheet.RESOURCES)
    said, costs = remarks.on_results(results), comparing.costs_told(resources)
    for result_id, cost in costs.items():
        said[result_id].append(cost)
    return Figures(
        results=[_row(result, _about_result(result), said[result.pk]) for result in _with_parts(results)],
        resources=[_row(each, _about_contribution(each), _given_for(each)) for each in resources],
        resource_totals=totals_in_words(resources),
        served=[_row(each, each.place, []) for each in writing.standing(registration, Sheet.BENEFICIARIES)],
        sponsoring=sponsoring_of(registration),
    )


def totals_in_words(resources: Iterable[Contribution]) -> list[str]:
    """Everything that was given, added up where it can be: money, land, work-days, each kind of goods."""
    return [in_words(each.quantity) for each in total(c.quantity for c in resources) if each.quantity.value is not None]


def sponsoring_of(registration: Registration) -> list[Sponsoring]:
    """The commitments of the exemplar with their statements up to this round."""
    commitments = list(Commitment.objects.filter(exemplar=registration.exemplar_id))
    until = registration.round.starts
    stated = Statement.objects.filter(commitment__in=commitments, registration__round__starts__lte=until)
    rows = list(stated.select_related("registration__round").order_by("registration__round__starts", "pk"))
    found = []
    for commitment in commitments:
        own = [row for row in rows if row.commitment_id == commitment.pk]
        said = remarks.on_statements(commitment, own)
        found.append(Sponsoring(commitment, [(row, said[row.pk]) for row in own]))
    return found


def _with_parts(results: Sequence[Achievement]) -> list[Achievement]:
    """Each whole with its parts behind it."""
    wholes = [result for result in results if not result.part_of_id]
    return [row for whole in wholes for row in (whole, *(r for r in results if r.part_of_id == whole.pk))]


def _row(record: Achievement | Contribution | Beneficiary, about: str, said: list[Remark]) -> Row:
    return Row(record.words, in_words(record.quantity), about, said, record)


def _about_result(result: Achievement) -> str:
    return " · ".join(filter(None, (result.place, result.note)))


def _given_for(given: Contribution) -> list[Remark]:
    """Which result it paid for, and how many gave, in the word they were counted by."""
    told = []
    if given.result:
        told.append(Remark(_("given for: %(result)s") % {"result": given.result.words}))
    if given.givers is not None:
        sentence = (
            _("given %(count)s times")
            if given.givers_as == GiversAs.TURNS
            else _("given by %(count)s different persons")
        )
        told.append(Remark(sentence % {"count": format_number(given.givers)}))
    return told


def _about_contribution(given: Contribution) -> str:
    return " · ".join(
        [str(Source(given.source).label), str(ResourceKind(given.kind).label), *filter(None, (given.place,))]
    )
