"""The verbs on frameworks: found, begin a version, change it, publish, retire, put in concrete words."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kheo.criteria import difference, permissions, policies
from kheo.criteria.enums import VersionStatus
from kheo.criteria.models import Concretisation, Framework, FrameworkVersion
from kheo.criteria.sheet import Sheet
from kheo.documents.models import Paper
from kheo.kernel import clock, journal, periods
from kheo.kernel.errors import BadInput, NotNow, Stale
from kheo.kernel.text import clean
from kheo.people.models import Person
from kheo.units.models import Unit


@transaction.atomic
def found_framework(*, owner: Unit, sheet: Sheet, by: Person | None, legal_basis: Paper | None = None) -> Framework:
    """Set up a framework under the code and name of a sheet, which becomes the draft of its first version."""
    if by:
        permissions.can_keep_frameworks(by, owner)
    try:
        with transaction.atomic():
            framework = Framework.objects.create(code=sheet.code, name=sheet.name, owner=owner)
    except IntegrityError:
        raise NotNow(_("There is already a framework with the code %(code)s.") % {"code": sheet.code}) from None
    FrameworkVersion.objects.create(framework=framework, number=1, document=sheet.document(), legal_basis=legal_basis)
    journal.record("framework.founded", framework, by=by, unit_id=owner.pk, code=framework.code)
    return framework


@transaction.atomic
def begin_version(
    framework: Framework, *, by: Person | None, copied_from: FrameworkVersion | None = None
) -> FrameworkVersion:  # fmt: skip
    """Begin the next version as a copy of one of this framework, of the newest unless told."""
    framework = _locked(framework)
    if by:
        permissions.can_begin_version(by, framework)
    policies.has_no_draft(framework)
    newest = framework.versions.newest_first()[0]
    origin = copied_from or newest
    version = FrameworkVersion.objects.create(
        framework=framework, number=newest.number + 1, document=_named_for(framework, origin.sheet).document(),
        legal_basis=origin.legal_basis, copied_from=origin,
    )  # fmt: skip
    journal.record("version.begun", version, by=by, unit_id=framework.owner_id, number=version.number)
    return version


@transaction.atomic
def change(version: FrameworkVersion, sheet: Sheet, *, by: Person | None, revision: int) -> FrameworkVersion:
    """Put a whole new sheet in place of the draft's. The framework's code stays.

    `revision` is the one that the person saw; `Stale` shows what somebody else changed meanwhile.
    """
    version = _locked_version(version)
    if by:
        permissions.can_change(by, version)
    policies.is_draft(version)
    sheet = _named_for(version.framework, sheet)
    if version.revision != revision:
        theirs, mine = difference.side_by_side(version.sheet, sheet)
        raise Stale(
            _("Somebody else changed this draft after you opened it. Nothing was overwritten."),
            theirs=theirs,
            mine=mine,
        )
    version.document = sheet.document()
    version.revision += 1
    version.save(update_fields=["document", "revision"])
    journal.record("version.changed", version, by=by, unit_id=version.framework.owner_id, number=version.number)
    return version


@transaction.atomic
def publish(
    version: FrameworkVersion, *, starts: date, by: Person | None, last_day: date | None = None,
    legal_basis: Paper | None = None,
) -> FrameworkVersion:  # fmt: skip
    """Freeze a draft that adds up, valid from a day. The version in force until then ends the day before."""
    framework = _locked(version.framework)
    version = _locked_version(version)
    if by:
        permissions.can_publish(by, version)
    policies.can_become(version, VersionStatus.PUBLISHED)
    policies.adds_up(version)
    policies.can_start_on(framework, starts, last_day)
    for earlier in framework.versions.valid_on(starts):
        earlier.during = periods.period(earlier.starts, starts - timedelta(days=1))
        earlier.save(update_fields=["during"])
    version.status, version.published_at = VersionStatus.PUBLISHED, clock.now()
    version.during = periods.period(starts, last_day)
    version.legal_basis = legal_basis or version.legal_basis
    version.save(update_fields=["status", "published_at", "during", "legal_basis"])
    Framework.objects.filter(pk=framework.pk).update(name=version.sheet.name)
    journal.record(
        "version.published", version, by=by, unit_id=framework.owner_id,
        number=version.number, starts=periods.format_date(starts),
    )  # fmt: skip
    return version


@transaction.atomic
def retire(version: FrameworkVersion, *, by: Person | None, last_day: date | None = None) -> FrameworkVersion:
    """Take a published version out of use after a last day, today unless told. What was judged by it stays as it is."""
    version = _locked_version(version)
    if by:
        permissions.can_retire(by, version)
    policies.can_become(version, VersionStatus.RETIRED)
    last = max(version.starts, min(last_day or clock.today(), version.last_day or date.max))
    version.status = VersionStatus.RETIRED
    version.during = periods.period(version.starts, last)
    version.save(update_fields=["status", "during"])
    journal.record(
        "version.retired", version, by=by, unit_id=version.framework.owner_id,
        number=version.number, last_day=periods.format_date(last),
    )  # fmt: skip
    return version


@transaction.atomic
def concretise(
    version: FrameworkVersion, unit: Unit, code: str, *, by: Person | None, wording: str = "",
    local_target: Decimal | None = None,
) -> Concretisation | None:  # fmt: skip
    """A unit below says what a leaf means for it; saying nothing takes back what it said. Points stay the issuer's."""
    if by:
        permissions.can_concretise(by, version, unit, code)
    policies.can_be_concretised(version, unit, code)
    if local_target is not None and local_target < 0:
        raise BadInput(_("A target is not negative."))
    said = {"wording": clean(wording), "local_target": local_target}
    rows = Concretisation.objects.filter(version=version, unit=unit, code=code)
    if said["wording"] or local_target is not None:
        rows.update_or_create(version=version, unit=unit, code=code, defaults=said)
    else:
        rows.delete()
    journal.record("criterion.concretised", version, by=by, unit_id=unit.pk, code=code)
    return rows.first()


def _named_for(framework: Framework, sheet: Sheet) -> Sheet:
    """The same sheet under the framework's own code, whatever file it came from."""
    return sheet.model_copy(update={"code": framework.code})


def _locked(framework: Framework) -> Framework:
    return Framework.objects.select_for_update(of=("self",)).select_related("owner").get(pk=framework.pk)


def _locked_version(version: FrameworkVersion) -> FrameworkVersion:
    rows = FrameworkVersion.objects.select_for_update(of=("self",)).select_related("framework__owner")
    return rows.get(pk=version.pk)
