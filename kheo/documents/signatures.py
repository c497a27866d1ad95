"""Who signed a PDF, and whether its bytes are still those that were signed. Checked on this machine, without network.

Whether a certificate is to be trusted is asked only of root certificates that the keeper of the installation put into
`KHEO_DATA/roots` (PEM or DER). Without any, the answer says so: a whole signature names a signer and proves none.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from kheo.kernel import clock
from kheo.kernel.errors import BadInput
from kheo.kernel.text import clean_line

# They tell the log in full what does not validate; here that is an answer, not an accident.
for _talker in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_talker).setLevel(logging.CRITICAL)

VERIFIED, UNVERIFIED, NOT_TRUSTED = "verified", "unverified", "not_trusted"
# What may happen to a file after a signature without breaking it: further signatures, stamps of time, filled fields.
_HARMLESS = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one signature in a file turned out to be. `at` is when it claims to have been made (ISO), or empty."""

    signer: str
    organisation: str
    at: str
    whole: bool
    chain: str

    @property
    def sentence(self) -> str:
        """What was found, for a person."""
        if not self.whole:
            return _(
                "The signature of %(signer)s does not hold: the file is not the one that was signed."
                " Ask for the signed file itself, not for a copy that was printed or saved again."
            ) % {"signer": self.signer}
        if self.chain == VERIFIED:
            return _("Signature of %(signer)s whole; its certificate is backed by a root that you trust.") % {
                "signer": self.signer
            }
        if self.chain == NOT_TRUSTED:
            return _("Signature of %(signer)s whole; no root that you trust stands behind its certificate.") % {
                "signer": self.signer
            }
        return _("Signature of %(signer)s whole; certificate chain not verified against a root.") % {
            "signer": self.signer
        }


def check(content: bytes) -> list[Finding]:
    """The findings on all signatures in a PDF, oldest first; an empty list when it carries none.

    `BadInput` when the file cannot be read at all.
    """
    roots = trusted_roots()
    try:
        embedded = PdfFileReader(BytesIO(content), strict=False).embedded_regular_signatures
        return [_finding(signature, roots) for signature in embedded]
    except (PdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise BadInput(
            _("The signatures in this PDF cannot be read: it may be damaged, or locked with a password.")
        ) from None


def trusted_roots() -> list[Any]:
    """The root certificates of this installation."""
    folder = Path(settings.KHEO_DATA) / "roots"
    files = sorted(path for path in folder.glob("*") if path.is_file()) if folder.is_dir() else []
    return [root for path in files for root in load_certs_from_pemder_data(path.read_bytes())]


def _finding(embedded: Any, roots: list[Any]) -> Finding:
    subject = embedded.signer_cert.subject.native
    at: datetime | None = embedded.self_reported_timestamp
    status = _status(embedded, roots)
    return Finding(
        signer=clean_line(subject.get("common_name") or embedded.signer_cert.subject.human_friendly),
        organisation=clean_line(str(subject.get("organization_name") or "")),
        at=at.isoformat() if at else "",
        whole=status is not None and _is_whole(status),
        chain=UNVERIFIED if not roots else VERIFIED if status is not None and status.trusted else NOT_TRUSTED,
    )


def _status(embedded: Any, roots: list[Any]) -> Any:
    """pyHanko's verdict, None when it cannot come to one. Certificates are judged as of the day of the business."""
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=clock.now())
    try:
        return validate_pdf_signature(embedded, signer_validation_context=context)
    except SignatureValidationError:
        return None


def _is_whole(status: Any) -> bool:
    return bool(
        status.intact
        and status.valid
        and status.coverage in (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
        and (status.coverage == SignatureCoverageLevel.ENTIRE_FILE or status.modification_level in _HARMLESS)
    )
