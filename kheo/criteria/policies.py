"""What the state of a framework allows, whoever asks."""

from datetime import date

from django.utils.translation import gettext as _

from kheo.criteria.enums import NEXT, VersionStatus
from kheo.criteria.faults import faults
from kheo.criteria.models import Framework, FrameworkVersion
from kheo.kernel import clock
from kheo.kernel.errors import NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.rules import rule
from kheo.units import tree
from kheo.units.models import Unit

AT_MOST = 5  # faults told in one refusal; the page of the draft tells all


@rule
def is_draft(version: FrameworkVersion) -> None:
    """A published version is frozen: a correction is a new version."""
    if not version.is_draft:
        raise NotNow(
            _("Version %(number)s is published and never changes. Begin a new version from it.")
            % {"number": version.number}
        )


@rule
def can_become(version: FrameworkVersion, status: VersionStatus) -> None:
    """The table of moves knows the step."""
    if status not in NEXT[VersionStatus(version.status)]:
        raise NotNow(
            _("Version %(number)s is “%(now)s” and cannot become “%(then)s”.")
            % {
                "number": version.number,
                "now": VersionStatus(version.status).label.lower(),
                "then": status.label.lower(),
            }
        )


@rule
def has_no_draft(framework: Framework) -> None:
    """One draft at a time: two people change the same one, they do not write two."""
    draft = framework.versions.drafts().first()
    if draft:
        raise NotNow(
            _("There is already a draft of this framework: version %(number)s. Change that one.")
            % {"number": draft.number}
        )


@rule
def adds_up(version: FrameworkVersion) -> None:
    """Nothing in the sheet contradicts itself (cells-and-democracy.md §4.3)."""
    found = faults(version.sheet)
    if found:
        told = " ".join(str(fault) for fault in found[:AT_MOST])
        rest = _("%(count)s more are shown with the draft.") % {"count": len(found) - AT_MOST}
        raise NotNow(
            _("Version %(number)s cannot be published yet. %(faults)s")
            % {"number": version.number, "faults": f"{told} {rest}" if len(found) > AT_MOST else told}
        )


@rule
def can_start_on(framework: Framework, starts: date, last_day: date | None) -> None:
    """A version begins after the one that is in force began, and ends after it began."""
    if last_day and last_day < starts:
        raise NotNow(
            _("The last day, %(last)s, lies before the first, %(first)s.")
            % {"last": format_date(last_day), "first": format_date(starts)}
        )
    for other in framework.versions.published():
        if other.starts >= starts:
            raise NotNow(
                _("Version %(number)s is valid from %(day)s: a newer one begins later than that.")
                % {"number": other.number, "day": format_date(other.starts)}
            )


@rule
def can_be_concretised(version: FrameworkVersion, unit: Unit, code: str) -> None:
    """A published version, one of its leaves, and a unit below the one that issued it."""
    if version.status != VersionStatus.PUBLISHED:
        raise NotNow(_("Only a published version is put in concrete words."))
    criterion = version.sheet.by_code.get(code)
    if criterion is None or not criterion.is_leaf:
        raise NotNow(
            _("%(code)s is not a criterion that is scored in version %(number)s.")
            % {"code": code, "number": version.number}
        )
    if version.framework.owner_id not in tree.chain(unit.pk, on=clock.today())[1:]:
        raise NotNow(
            _("%(unit)s does not stand under %(owner)s, which issued this framework.")
            % {"unit": unit.name, "owner": version.framework.owner.name}
        )
