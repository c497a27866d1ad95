"""When a paper may be changed, issued, locked and corrected, whoever asks."""

from datetime import date

from django.utils.translation import gettext as _

from kheo.documents.enums import NEXT, PaperKind, Standing
from kheo.documents.models import Certificate, Draft, Paper
from kheo.kernel import clock
from kheo.kernel.errors import NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.rules import rule
from kheo.units.models import Unit


@rule
def can_become(draft: Draft, standing: Standing) -> None:
    """The table of moves leads from where the draft stands to there."""
    if standing in NEXT[draft.standing]:
        return
    if draft.standing == Standing.DISCARDED:
        raise NotNow(_("The draft was discarded. Begin a new one."))
    raise NotNow(_("The paper is issued: it is not changed any more, another paper corrects it."))


@rule
def is_being_written(draft: Draft) -> None:
    """The draft is neither issued nor discarded."""
    can_become(draft, Standing.ISSUED)


@rule
def is_unlocked(paper: Paper) -> None:
    """The signed copy is not on file yet."""
    if paper.locked_at:
        raise NotNow(_("The signed copy is on file and the paper is locked; another paper corrects it."))


@rule
def can_bear(unit: Unit, kind: str, number: str, on: date) -> None:
    """The day is not to come, and the unit gave the number to no other paper of the kind in that year."""
    if on > clock.today():
        raise NotNow(_("A paper cannot be dated %(day)s: that day has not come yet.") % {"day": format_date(on)})
    used = Paper.objects.filter(issuer=unit, kind=kind, number=number, date__year=on.year).first()
    if used:
        raise NotNow(
            _("Number %(number)s of %(year)s is already on file for %(unit)s, dated %(day)s.")
            % {"number": number, "year": on.year, "unit": unit.name, "day": format_date(used.date)}
        )


@rule
def can_be_corrected(paper: Paper) -> None:
    """It is a paper that says something: a decision, or one that was sent to others."""
    if paper.kind not in CORRECTABLE:
        raise NotNow(_("Minutes and records are not corrected by another paper: those present sign new ones."))


CORRECTABLE = {
    PaperKind.DECISION, PaperKind.PLAN, PaperKind.GUIDANCE, PaperKind.DIRECTIVE, PaperKind.LETTER, PaperKind.SUBMISSION,
    PaperKind.OTHER,
}  # fmt: skip


@rule
def is_not_withdrawn(certificate: Certificate) -> None:
    """The certificate still holds."""
    if certificate.withdrawn_at:
        raise NotNow(_("The certificate was already withdrawn."))
