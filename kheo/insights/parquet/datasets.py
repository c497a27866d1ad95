"""Which files an analyst gets: the rows of each here, its columns in `datasets.yaml` beside."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db.models import F, Model, Q, QuerySet

from kheo.exemplars.enums import COUNTED, Status
from kheo.exemplars.models import Registration
from kheo.movements.models import Round
from kheo.progress.models import PulseAnswer, Recheck
from kheo.recognitions.models import Consideration, Outcome, Proposal, Recognition
from kheo.replication.models import Adoption
from kheo.results.models import Achievement, Beneficiary, Contribution
from kheo.units.models import Placement, Succession, Unit, UnitKind, UnitName

TOLD = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Column:
    """A column: its name, the path it is read by, its type in DuckDB, and what it means."""

    name: str
    source: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Dataset:
    """One file: its name, what one row is, its columns, and the rows."""

    name: str
    meaning: str
    columns: list[Column]
    rows: QuerySet[Any, Model]

    def query(self) -> QuerySet[Any, Any]:
        """The rows as they are written, the columns in their order."""
        told = {f"told_{column.name}": F(column.source) for column in self.columns}
        return self.rows.order_by("pk").annotate(**told).values_list(*told)


def datasets(round_: Round | None = None) -> list[Dataset]:
    """Every file; what belongs to one round where one is named. Units are whole in any case."""
    rows = _rows(round_)
    return [
        Dataset(name, told["row"], [Column(column, *of) for column, of in told["columns"].items()], rows[name])
        for name, told in TOLD.items()
    ]


def _rows(round_: Round | None) -> dict[str, QuerySet[Any, Any]]:
    sent = Registration.objects.exclude(status=Status.DRAFT).filter(**{"round": round_} if round_ else {})
    about, of_round = Q(registration__in=sent.values("pk")), Q(round=round_) if round_ else Q()
    exemplars = Q(exemplar__in=sent.values("exemplar"))
    return {
        "units": Unit.objects.all(),
        "unit_names": UnitName.objects.all(),
        "unit_levels": UnitKind.objects.all(),
        "placements": Placement.objects.all(),
        "successions": Succession.objects.all(),
        "rounds": Round.objects.filter(Q(pk=round_.pk) if round_ else Q()),
        "registrations": sent.annotate(counted=Q(status__in=COUNTED)),
        "considerations": Consideration.objects.concluded().filter(of_round),
        "outcomes": Outcome.objects.concluded().filter(about),
        "recognitions": Recognition.objects.filter(about),
        "proposals": Proposal.objects.filter(about),
        "results": Achievement.objects.filter(about),
        "resources": Contribution.objects.filter(about),
        "beneficiaries": Beneficiary.objects.filter(about),
        "adoptions": Adoption.objects.filter(about),
        "pulses": PulseAnswer.objects.filter(exemplars),
        "rechecks": Recheck.objects.filter(exemplars),
    }
