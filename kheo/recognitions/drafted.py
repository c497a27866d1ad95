"""The papers that were drafted from a consideration or from proposals, and where they stand."""

from typing import cast

from django.db.models import QuerySet
from django.urls import reverse

from kheo.documents.enums import PaperKind
from kheo.documents.models import Draft
from kheo.movements.models import Round
from kheo.recognitions.models import Consideration
from kheo.units.models import Unit


def decision_of(consideration: Consideration) -> Draft | None:
    """The decision drafted for a consideration, being written or issued; None where nobody drafted one."""
    drafts: QuerySet[Draft] = Draft.objects.made_from(consideration).filter(discarded_at=None, corrects=None)
    return drafts.filter(kind=PaperKind.DECISION).select_related("paper", "unit").first()


def upward(unit: Unit, round_: Round) -> QuerySet[Draft]:
    """The letters and lists that a unit drafted for its proposals of a round, newest first."""
    drafts: QuerySet[Draft] = Draft.objects.made_from(round_).filter(unit=unit, discarded_at=None, corrects=None)
    return drafts.select_related("paper")


def docket_address(draft: Draft) -> str:
    """The docket on which a draft was begun."""
    round_pk = draft.made_from_id
    if draft.made_from_kind == "consideration":
        round_pk = Consideration.objects.values_list("round", flat=True).get(pk=cast(int, round_pk))
    return reverse("recognitions:docket", args=[round_pk, draft.unit_id])
