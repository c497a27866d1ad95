"""The record of a visit while it is written: its parts, and how several people of a team write on it at once.

A team is split by field, so each part of the record (the conclusion, the people met, each criterion) is compared by
itself: two phones meet only where both have written on the same part.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kheo.criteria.criterion import Criterion
from kheo.criteria.enums import Stage
from kheo.evaluations import cards
from kheo.evaluations.enums import Finding
from kheo.evaluations.models import Evaluation, Observation, Scorecard, Visit
from kheo.kernel.quantities import format_number
from kheo.kernel.text import clean, clean_line

WORDS = ("finding", "people_met", "papers_seen", "remarks")
LONGEST = 200  # letters of what was declared or seen of a leaf: a cell of the printed record
NOTHING = "0"  # the fingerprint of a part that says nothing


@dataclass(frozen=True)
class Seen:
    """What was seen of a leaf on the spot, in a few words or a number, and a note."""

    observed: str = ""
    note: str = ""


@dataclass(frozen=True)
class Record:
    """What a visit found, whole. Until it is finished every part may be a gap."""

    finding: str = ""
    people_met: str = ""
    observations: Mapping[str, Seen] = field(default_factory=dict)
    papers_seen: str = ""
    remarks: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None

    @property
    def position(self) -> tuple[Decimal | None, Decimal | None]:
        """Latitude and longitude in degrees, north and east."""
        return self.latitude, self.longitude


def of(visit: Visit) -> Record:
    """The record as it is kept."""
    rows: list[Observation] = list(visit.observations.all())
    return Record(
        observations={one.code: Seen(one.observed, one.note) for one in rows},
        latitude=visit.latitude, longitude=visit.longitude, **{name: getattr(visit, name) for name in WORDS},
    )  # fmt: skip


def cleaned(record: Record) -> Record:
    """In the form we store: clean text, five places of a degree (a metre), no leaf of which nothing is said."""
    told = {code: Seen(clean_line(seen.observed), clean(seen.note)) for code, seen in record.observations.items()}
    return replace(
        record,
        finding=record.finding, people_met=clean(record.people_met), papers_seen=clean(record.papers_seen),
        remarks=clean(record.remarks), observations={code: seen for code, seen in told.items() if seen != Seen()},
        latitude=_rounded(record.latitude), longitude=_rounded(record.longitude),
    )  # fmt: skip


def leaves_of(evaluation: Evaluation) -> list[Criterion]:
    """What a visit can look at: the leaves of the profile, in the order of the framework."""
    return list(cards.leaves_for(evaluation.sheet, evaluation.profile_value, Stage.VERIFICATION).values())


def declared_by(evaluation: Evaluation) -> dict[str, str]:
    """What the unit has sent of each leaf, in words of the reader's language."""
    card: Scorecard | None = evaluation.cards.sent().filter(stage=Stage.SELF).first()
    return (
        {code: cards.entry_in_words(entry)[:LONGEST] for code, entry in cards.entries_of(card).items()} if card else {}
    )


def version(visit: Visit, record: Record) -> str:
    """The record's fingerprints, part by part: what somebody who writes on it has seen of it."""
    return ".".join(_fingerprint(said) for _name, said in _parts(visit, record))


def merged(visit: Visit, kept: Record, typed: Record, *, seen: str) -> tuple[Record, list[str]]:
    """What stands when `typed` is saved over `kept` by somebody who had `seen` a version, and the parts on which
    somebody else has written meanwhile (there, what was typed stands).

    A part that was not changed on the page stays as it is kept.
    """
    theirs, mine = dict(_parts(visit, kept)), dict(_parts(visit, typed))
    known = _seen_of(list(theirs), seen)
    result, met = dict(theirs), []
    for name, said in mine.items():
        before, now, wanted = known.get(name, NOTHING), _fingerprint(theirs[name]), _fingerprint(said)
        if wanted in (before, now):
            continue
        result[name] = said
        if now != before:
            met.append(name)
    return _whole(result), met


def version_to_compare(visit: Visit, kept: Record, *, seen: str, met: list[str]) -> str:
    """The version for a page that shows two versions of the parts `met`: what is saved of them is seen by now."""
    names = [name for name, _said in _parts(visit, kept)]
    before = _seen_of(names, seen)
    return ".".join(
        _fingerprint(said) if name in met else before.get(name, NOTHING) for name, said in _parts(visit, kept)
    )


def told(visit: Visit, record: Record, names: list[str]) -> list[tuple[str, str]]:
    """Some parts of a record as (label, text) pairs, for the page that shows two versions side by side."""
    said = dict(_parts(visit, record))
    return [(_label(visit, name), _in_words(name, said[name])) for name in names]


def position_in_words(latitude: Decimal | None, longitude: Decimal | None) -> str:
    """`20,93521; 106,80012`; empty without a position."""
    if latitude is None or longitude is None:
        return ""
    return f"{format_number(latitude, 5)}; {format_number(longitude, 5)}"


def _parts(visit: Visit, record: Record) -> Iterator[tuple[str, Any]]:
    """Name and content of every part, always in the same order."""
    for name in WORDS:
        yield name, getattr(record, name)
    yield "position", record.position
    for leaf in leaves_of(visit.evaluation):
        yield f"leaf {leaf.code}", record.observations.get(leaf.code, Seen())


def _seen_of(names: list[str], seen: str) -> dict[str, str]:
    """The fingerprints of a version by part; nothing for one that cannot be read."""
    marks = seen.split(".")
    return dict(zip(names, marks, strict=True)) if len(marks) == len(names) else {}


def _whole(parts: Mapping[str, Any]) -> Record:
    latitude, longitude = parts["position"]
    seen = {name.removeprefix("leaf "): said for name, said in parts.items() if isinstance(said, Seen)}
    observations = {code: one for code, one in seen.items() if one != Seen()}
    return Record(
        observations=observations, latitude=latitude, longitude=longitude, **{name: parts[name] for name in WORDS}
    )


def _fingerprint(said: Any) -> str:
    if said in ("", (None, None), Seen()):
        return NOTHING
    return hashlib.sha256(repr(said).encode()).hexdigest()[:10]


def _label(visit: Visit, name: str) -> str:
    labels = {
        "finding": _("Conclusion"), "people_met": _("People met"), "papers_seen": _("Documents seen"),
        "remarks": _("Remarks"), "position": _("Position"),
    }  # fmt: skip
    if name in labels:
        return labels[name]
    leaf = visit.evaluation.sheet.by_code[name.removeprefix("leaf ")]
    return f"{leaf.code} {leaf.text}"


def _in_words(name: str, said: Any) -> str:
    match said:
        case Seen():
            return "\n".join(filter(None, [said.observed, said.note]))
        case (latitude, longitude):
            return position_in_words(latitude, longitude)
    return str(Finding(said).label) if name == "finding" and said else str(said)


def _rounded(degrees: Decimal | None) -> Decimal | None:
    return None if degrees is None else round(degrees, 5)
