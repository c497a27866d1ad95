"""The verbs on what a unit prints its papers with, letterhead and Word templates. Dated rows replace each other."""

from datetime import date, timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.documents import permissions
from kheo.documents.enums import Layout, PaperKind
from kheo.documents.models import Stationery, UnitTemplate
from kheo.documents.unit_templates import examination
from kheo.kernel import clock, files, journal, periods
from kheo.kernel.errors import BadInput, NotNow
from kheo.kernel.text import clean, clean_line
from kheo.people.models import Person
from kheo.units.models import Unit


@transaction.atomic
def set_stationery(
    unit: Unit, *, layout: Layout, issuer: str, by: Person, on: date | None = None, superior: str = "", place: str = "",
    symbol: str = "", decider: str = "", on_behalf: str = "", office: str = "", signatory: str = "",
) -> Stationery:  # fmt: skip
    """Say what stands at the top and the end of a unit's papers from a day on (today unless told)."""
    permissions.can_furnish(by, unit)
    if not clean(issuer):
        raise BadInput(_("Write the name of the issuing body, as it is to stand at the top of its papers."))
    on = on or clock.today()
    _end_before(on, Stationery.objects.filter(unit=unit), unit)
    row: Stationery = Stationery.objects.create(
        unit=unit, during=periods.period(on), layout=layout, issuer=clean(issuer), superior=clean(superior),
        place=clean_line(place), symbol=clean_line(symbol), decider=clean_line(decider), on_behalf=clean(on_behalf),
        office=clean_line(office), signatory=clean_line(signatory),
    )  # fmt: skip
    journal.record("stationery.set", row, by=by, unit_id=unit.pk, on=periods.format_date(on))
    return row


@transaction.atomic
def accept_template(
    unit: Unit, kind: PaperKind, uploaded: File, *, by: Person, on: date | None = None
) -> UnitTemplate:  # fmt: skip
    """Take a unit's own Word template for a kind of paper, once it holds nothing that we would not fill.

    `BadInput` lists every name that we do not know, and all else that is wrong with it.
    """
    permissions.can_furnish(by, unit)
    stored = files.store(uploaded, by_id=by.pk, allowed=["docx"], limit=examination.LIMIT)
    if faults := examination.faults(files.content(stored), kind):
        raise BadInput(" ".join(faults))
    on = on or clock.today()
    _end_before(on, UnitTemplate.objects.filter(unit=unit, kind=kind), unit)
    row: UnitTemplate = UnitTemplate.objects.create(
        unit=unit, kind=kind, file=stored, during=periods.period(on), at=clock.now(), by=by
    )
    journal.record(
        "template.accepted", row, by=by, unit_id=unit.pk, kind=PaperKind(kind), on=periods.format_date(on)
    )  # fmt: skip
    return row


@transaction.atomic
def end_template(template: UnitTemplate, *, by: Person, last_day: date | None = None) -> UnitTemplate:
    """Take a template out of use after a day (yesterday unless told); from then our own layout prints the papers."""
    rows = UnitTemplate.objects.select_for_update(of=("self",)).select_related("unit")
    template = rows.get(pk=template.pk)
    permissions.can_furnish(by, template.unit)
    if template.until:
        raise NotNow(_("The template is already out of use."))
    last_day = max(last_day or clock.today() - timedelta(days=1), template.since)
    template.during = periods.period(template.since, last_day)
    template.save(update_fields=["during"])
    journal.record(
        "template.ended", template, by=by, unit_id=template.unit_id, last_day=periods.format_date(last_day)
    )  # fmt: skip
    return template


def _end_before(on: date, rows: Any, unit: Unit) -> None:
    """Let the row in force end the day before; one that began the same day was never used and goes."""
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if rows.filter(during__startswith__gt=on).exists():
        raise NotNow(_("There is one that begins later than %(day)s. End that one first.") % {"day": f"{on:%d/%m/%Y}"})
    former = rows.filter(during__contains=on).first()
    if former is None:
        return
    if former.since == on:
        former.delete()
        return
    former.during = periods.period(former.since, on - timedelta(days=1))
    former.save(update_fields=["during"])
