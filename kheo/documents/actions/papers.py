"""The verbs on papers that are on file: put one there, send it to whom it concerns, lock it with the copy that came
back from signing."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.documents import policies, signatures
from kheo.documents.enums import PaperKind
from kheo.documents.models import Delivery, Paper, SignedCopy
from kheo.kernel import clock, files, journal
from kheo.kernel.errors import BadInput
from kheo.kernel.models import StoredFile
from kheo.kernel.text import clean_line
from kheo.people.models import Person
from kheo.units.models import Unit


@transaction.atomic
def file_paper(
    *, issuer: Unit, number: str, on: date | None, by: Person | None, kind: str = PaperKind.DECISION, title: str = "",
    signatory: str = "", file: StoredFile | None = None, corrects: Paper | None = None,
) -> Paper:  # fmt: skip
    """Put a paper on file under its issuer as named that day. The right to do so belongs to the act that cites it."""
    if not clean_line(number):
        raise BadInput(_("Write the number and symbol of the paper, as its issuer's registry gave it."))
    paper: Paper = Paper.objects.create(
        kind=kind, number=clean_line(number), date=on, issuer=issuer, title=clean_line(title),
        signatory=clean_line(signatory), corrects=corrects,
        issuer_name=issuer.name_on(on) if on else issuer.name, file=file,
    )  # fmt: skip
    journal.record("paper.filed", paper, by=by, unit_id=issuer.pk, number=paper.number)
    return paper


@transaction.atomic
def deliver(paper: Paper, units: Iterable[Unit | int], *, by: Person | None) -> list[int]:
    """Send a paper to the units that it concerns, each once; its issuer has it. The ids of those who are new to it.

    The right to do so belongs to the act that publishes the paper.
    """
    wanted = {unit.pk if isinstance(unit, Unit) else unit for unit in units} - {paper.issuer_id}
    new = sorted(wanted - set(paper.deliveries.values_list("unit", flat=True)))
    Delivery.objects.bulk_create(Delivery(paper=paper, unit_id=unit, at=clock.now()) for unit in new)
    if new:
        journal.record("paper.delivered", paper, by=by, unit_id=paper.issuer_id, to=new)
    return new


@transaction.atomic
def attach_signed(paper: Paper, uploaded: File, *, by: Person, scanned: bool = False) -> SignedCopy:
    """Put the copy that came back from signing on file, once its signatures hold, and lock the paper.

    `scanned` says that the paper was signed by hand, so that the file carries no signature to check. `BadInput` tells
    which signature does not hold. The right to do so belongs to the page or the act that calls.
    """
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    policies.is_unlocked(paper)
    stored = files.store(uploaded, by_id=by.pk, allowed=["pdf"])
    found = signatures.check(files.content(stored))
    _refuse_unless_signed(found, scanned=scanned)
    copy = SignedCopy.objects.create(
        paper=paper, file=stored, signatures=[asdict(finding) for finding in found], at=clock.now(), by=by
    )
    paper.file, paper.locked_at = stored, copy.at
    paper.save(update_fields=["file", "locked_at"])
    journal.record("paper.locked", paper, by=by, unit_id=paper.issuer_id, signatures=len(found))
    return copy


def _refuse_unless_signed(found: list[signatures.Finding], *, scanned: bool) -> None:
    if not found and not scanned:
        raise BadInput(
            _("The file carries no digital signature. If the paper was signed by hand, say that this is a scan of it.")
        )
    if broken := next((finding for finding in found if not finding.whole), None):
        raise BadInput(broken.sentence)
