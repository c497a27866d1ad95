"""The verb on papers: file one."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.documents.enums import PaperKind
from kheo.documents.models import Paper
from kheo.kernel import journal
from kheo.kernel.errors import BadInput
from kheo.kernel.models import StoredFile
from kheo.kernel.text import clean_line
from kheo.people.models import Person
from kheo.units.models import Unit


@transaction.atomic
def file_paper(
    *, issuer: Unit, number: str, on: date | None, by: Person | None, kind: str = PaperKind.DECISION, title: str = "",
    signatory: str = "", file: StoredFile | None = None,
) -> Paper:  # fmt: skip
    """Put a paper on file under its issuer as named that day. The right to do so belongs to the act that cites it."""
    if not clean_line(number):
        raise BadInput(_("Write the number and symbol of the paper, as its issuer's registry gave it."))
    paper = Paper.objects.create(
        kind=kind, number=clean_line(number), date=on, issuer=issuer, title=clean_line(title),
        signatory=clean_line(signatory),
        issuer_name=issuer.name_on(on) if on else issuer.name, file=file,
    )  # fmt: skip
    journal.record("paper.filed", paper, by=by, unit_id=issuer.pk, number=paper.number)
    return paper
