"""What the state of a list allows, whoever asks."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.imports.models import Batch
from kheo.kernel.errors import NotNow
from kheo.kernel.rules import rule


@rule
def is_not_written(batch: Batch) -> None:
    """A list is written once."""
    if batch.undone_at:
        raise NotNow(_("This list was undone. Upload the file again."))
    if batch.written_at:
        raise NotNow(_("This list has already been imported."))


@rule
def has_nothing_to_mend(to_mend: int, right: int) -> None:
    """All or nothing: no row is written while another is to be mended, and there is something to write."""
    if to_mend:
        raise NotNow(
            ngettext(
                "%(count)d row must be corrected first: a list is imported as a whole or not at all.",
                "%(count)d rows must be corrected first: a list is imported as a whole or not at all.",
                to_mend,
            )
            % {"count": to_mend}
        )
    if not right:
        raise NotNow(_("Every row of this list is already there: there is nothing to import."))


@rule
def can_be_undone(batch: Batch) -> None:
    """It was written and not yet undone."""
    if batch.undone_at:
        raise NotNow(_("This list has already been undone."))
    if not batch.written_at:
        raise NotNow(_("This list has not been imported yet."))
