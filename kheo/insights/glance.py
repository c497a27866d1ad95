"""A round at a glance, for its own page: three numbers, each of which opens to exactly its rows."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from kheo.exemplars.enums import CONSIDERABLE
from kheo.insights.addresses import Opening, page_address
from kheo.insights.asking import first_scope
from kheo.insights.enums import Measure
from kheo.insights.measures import counts_of, has_considered
from kheo.insights.scope import Scope
from kheo.kernel.quantities import format_ratio
from kheo.movements.models import Round
from kheo.people.models import Person


@dataclass(frozen=True)
class Headline:
    """One number with its name; None where it is not known yet. `url` opens its rows, `note` says its share."""

    label: str
    value: int | None
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Glance:
    """What a person may know of a round: of which unit, the three numbers, and the page that tells more."""

    scope: Scope
    headlines: list[Headline]
    url: str


def glance(round_: Round, person: Person) -> Glance | None:
    """Registered, accepted, recognised, of the unit whose figures the person is shown first; None if they read none."""
    scope = first_scope(round_, person)
    if not scope:
        return None
    counts = scope.registrations(scope.unit_ids).aggregate(
        **counts_of([Measure.REGISTERED, Measure.RECOGNISED]),
        accepted=Count("pk", filter=Q(status__in=CONSIDERABLE)),
    )
    return Glance(scope, _headlines(scope, **counts), page_address("home", scope))


def _headlines(scope: Scope, registered: int, accepted: int, recognised: int) -> list[Headline]:
    opening = Opening(scope)
    return [
        Headline(_("Registered"), registered, opening.behind(registered, Measure.REGISTERED)),
        Headline(
            _("Accepted"), accepted,
            opening.behind(accepted, Measure.REGISTERED, "accepted", "1"), _share(accepted, registered),
        ),
        Headline(
            _("Recognised"), recognised,
            opening.behind(recognised, Measure.RECOGNISED), _share(recognised, registered),
        )
        if recognised or has_considered(scope)
        else Headline(_("Recognised"), None, note=_("not considered yet")),
    ]  # fmt: skip


def _share(part: int, whole: int) -> str:
    return _("%(share)s of those registered") % {"share": format_ratio(part, whole)} if whole else ""
