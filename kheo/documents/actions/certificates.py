"""The verbs on certificates: make those of a decision (the act that calls it asks whose right it is), withdraw one."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.documents import permissions
from kheo.documents.layouts import kinds
from kheo.documents.layouts.kinds import Certificates
from kheo.documents.models import Certificate, CertificateSheet, Paper
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput
from kheo.kernel.text import clean_line
from kheo.people.models import Person

# No letters that are read as others (0 O, 1 I L, U V): ten of these are 30¹⁰ codes.
_SIGNS, _LENGTH = "23456789ABCDEFGHJKMNPQRSTVWXYZ", 10


@transaction.atomic
def certify(paper: Paper, certificates: Certificates, *, by: Person) -> CertificateSheet:
    """Make the certificates that follow from a decision. Each gets a code by which anybody may check it."""
    sheet: CertificateSheet = CertificateSheet.objects.create(
        paper=paper, unit_id=paper.issuer_id, at=clock.now(), by=by,
        heading=kinds.written(certificates) | {"items": []},
    )  # fmt: skip
    codes = _new_codes(len(certificates.items))
    Certificate.objects.bulk_create(
        Certificate(sheet=sheet, code=code, printed=kinds.written(item) | {"code": "", "check": ""})
        for item, code in zip(certificates.items, codes, strict=True)
    )
    journal.record("certificates.made", sheet, by=by, unit_id=paper.issuer_id, count=len(codes))
    return sheet


@transaction.atomic
def withdraw(certificate: Certificate, *, reason: str, by: Person) -> Certificate:
    """Say of a certificate that it no longer holds, and why; whoever checks its code reads so."""
    rows = Certificate.objects.select_for_update(of=("self",)).select_related("sheet__unit")
    certificate = rows.get(pk=certificate.pk)
    permissions.can_withdraw(by, certificate)
    if not (reason := clean_line(reason)):
        raise BadInput(_("Write why the certificate is withdrawn."))
    certificate.withdrawn_at, certificate.withdrawn_by, certificate.reason = clock.now(), by, reason
    certificate.save(update_fields=["withdrawn_at", "withdrawn_by", "reason"])
    journal.record("certificate.withdrawn", certificate, by=by, unit_id=certificate.sheet.unit_id)
    return certificate


def _new_codes(count: int) -> list[str]:
    """So many codes that nobody has and nobody can guess."""
    codes: set[str] = set()
    while len(codes) < count:
        codes |= {"".join(secrets.choice(_SIGNS) for _sign in range(_LENGTH)) for _code in range(count - len(codes))}
        codes -= set(Certificate.objects.filter(code__in=codes).values_list("code", flat=True))
    return list(codes)
