"""The journal told to a reader: entries as sentences, with the names of people and units looked up in two queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kheo.kernel import journal
from kheo.kernel.models import Entry
from kheo.kernel.periods import format_date, parse_date
from kheo.people.models import Person
from kheo.units.models import Unit

PARTNER = "partner"  # among the details of an entry: the id of the other unit it is about, told by its name


@dataclass(frozen=True)
class Told:
    """One line of history."""

    at: datetime
    sentence: str
    reason: str
    verb: str


def tell(entries: Iterable[Entry]) -> list[Told]:
    """Each entry as a sentence in the reader's language. An act of the command line is told as the system's."""
    entries = list(entries)
    people = dict(Person.objects.filter(pk__in={e.by_id for e in entries if e.by_id}).values_list("pk", "full_name"))
    named = {unit_id for e in entries for unit_id in (e.unit_id, e.details.get(PARTNER)) if unit_id}
    units = dict(Unit.objects.filter(pk__in=named).values_list("pk", "name"))
    for entry in entries:
        entry.details = {key: _as_written(value) for key, value in entry.details.items()}
        if PARTNER in entry.details:
            entry.details[PARTNER] = units.get(entry.details[PARTNER], _("the unit"))
    return [
        Told(
            at=entry.at,
            sentence=journal.sentence(
                entry, who=people.get(entry.by_id, _("The system")), unit=units.get(entry.unit_id, _("the unit"))
            ),
            reason=entry.reason,
            verb=entry.verb,
        )
        for entry in entries
    ]


def _as_written(value):
    """Days are kept as ISO text in the journal and shown as we write them."""
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return format_date(parse_date(value))
    return value
