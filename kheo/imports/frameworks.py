"""A framework of criteria from a file, for the command line: looked at whole, then published whole or not at all."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.criteria import actions
from kheo.criteria.faults import faults
from kheo.criteria.models import Framework, FrameworkVersion
from kheo.criteria.reading import Unreadable
from kheo.criteria.sheet import Sheet
from kheo.criteria.spellings import files
from kheo.kernel import clock
from kheo.kernel.errors import BadInput
from kheo.units.models import Unit

SINCE_EVER = date(1900, 1, 1)  # a first version holds for rounds of the past too, unless told


@dataclass
class Brought:
    """What became of a file. `version` is None where nothing was written: there is a fault, or it is a dry run.

    `is_there` says that the newest version is this very framework, so that nothing was to be done.
    """

    sheet: Sheet | None = None
    owner: Unit | None = None
    version: FrameworkVersion | None = None
    faults: list[str] = field(default_factory=list)
    is_there: bool = False


@transaction.atomic
def bring_in(
    path: Path, *, owner: str = "", starts: date | None = None, draft: bool = False, dry_run: bool = False
) -> Brought:  # fmt: skip
    """Read a framework and publish it as the next version of its code, valid from a day; `draft` leaves it a draft.

    `owner` is the code of the unit that keeps a new framework: the top unit that runs a movement, unless told. A first
    version holds since ever, a later one from today on.
    """
    brought = _read(path, draft=draft)
    if brought.sheet is None or brought.faults:
        return brought
    framework = Framework.objects.filter(code=brought.sheet.code).select_related("owner").first()
    brought.owner = framework.owner if framework and not owner else _owner(owner)
    if framework and framework.owner != brought.owner:
        raise BadInput(
            _("The framework %(code)s is here already, and %(unit)s keeps it.")
            % {"code": framework.code, "unit": framework.owner.name}
        )
    newest = framework.versions.newest_first().first() if framework else None
    if newest and newest.sheet == brought.sheet and (draft or not newest.is_draft):
        brought.version, brought.is_there = newest, True
    elif not dry_run:
        brought.version = _write(brought.sheet, brought.owner, framework, newest)
        if not draft:
            first_day = starts or (clock.today() if brought.version.number > 1 else SINCE_EVER)
            brought.version = actions.publish(brought.version, starts=first_day, by=None)
    return brought


def _read(path: Path, *, draft: bool) -> Brought:
    """The file as a sheet, or every sentence that says what is wrong with it. A draft need not add up yet."""
    try:
        sheet = files.read(path)
    except Unreadable as unreadable:
        return Brought(faults=[str(fault) for fault in unreadable.faults])
    return Brought(sheet, faults=[] if draft else [str(fault) for fault in faults(sheet)])


def _write(sheet: Sheet, owner: Unit, framework: Framework | None, newest: FrameworkVersion | None) -> FrameworkVersion:
    """A draft that holds the sheet: of a new framework, the one that is there, or the next version."""
    if framework is None or newest is None:
        first: FrameworkVersion = actions.found_framework(owner=owner, sheet=sheet, by=None).versions.get()
        return first
    begun: FrameworkVersion = newest if newest.is_draft else actions.begin_version(framework, by=None)
    return actions.change(begun, sheet, by=None, revision=begun.revision)


def _owner(code: str) -> Unit:
    """The unit of a code today; without one the top unit that runs a movement, the first in their order."""
    tops = Unit.objects.roots(on=clock.today(), ended=True).in_order()
    named = Unit.objects.coded(code, clock.today())
    found: Unit | None = named.first() if code else tops.filter(movements__isnull=False).first() or tops.first()
    if found is None and code:
        raise BadInput(_("There is no unit with the code “%(code)s”.") % {"code": code})
    if found is None:
        raise BadInput(_("There is no unit yet that could keep the framework: bring in the units first."))
    return found
