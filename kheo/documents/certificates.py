"""Certificates as they are printed: the rows of a sheet as a value, with the address that checks each."""

from collections.abc import Callable

from kheo.documents.layouts import kinds
from kheo.documents.layouts.kinds import Certificates
from kheo.documents.models import Certificate, CertificateSheet


def printed(
    sheet: CertificateSheet, *, address_of: Callable[[str], str], only: Certificate | None = None
) -> Certificates:  # fmt: skip
    """The valid certificates of a sheet, or `only` one, ready for `files.pdf`. `address_of` gives the address that
    checks a code."""
    rows = [only] if only else sheet.certificates.valid().in_order()
    items = [row.printed | {"code": row.code, "check": address_of(row.code)} for row in rows]
    value: Certificates = kinds.read(sheet.heading | {"items": items})
    return value
