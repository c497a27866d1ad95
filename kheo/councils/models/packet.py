"""What a member reads before a session: the matters on its agenda, and what was concluded about them.

Nobody reads this way what they are too near to: not who has stepped aside, and not who is near by the kinship of units,
unless the council lets them take part all the same. A rehearsal may have any matter on its agenda and opens nothing.
"""

from collections import defaultdict

from django.db.models import Exists, F, OuterRef, Q

from kheo.councils.models.session import Item, Recusal
from kheo.evaluations.conflicts import Nearness
from kheo.evaluations.models import readers
from kheo.kernel import clock
from kheo.people.models import Person


def items_read_by(person: Person) -> list[int]:
    """The ids of the items whose papers the person reads as a member. Read once a request, as offices are."""
    kept = getattr(person, "_packet", None)
    if kept is None or kept[0] != clock.today():
        kept = person._packet = (clock.today(), _items_read_by(person))  # type: ignore[attr-defined] # a note, as above
    found: list[int] = kept[1]
    return found


def subjects_read_by(person: Person) -> Q:
    """For a filter on what is judged: it stands on the agenda of a session of the person's council."""
    return Q(council_items__in=items_read_by(person))


@readers.register
def reads_for_the_council(person: Person) -> Q:
    """A member of the judging unit's council reads what was concluded about a matter on the agenda of their session."""
    ids = items_read_by(person)
    if not ids:
        return Q(pk__in=[])
    return Q(
        Exists(Item.objects.filter(pk__in=ids, subject=OuterRef("subject"), session__council__unit=OuterRef("unit")))
    )


def _items_read_by(person):
    mine = Recusal.objects.filter(item=OuterRef("pk"), seat__person=person)
    rows = Item.objects.filter(
        subject__isnull=False, session__rehearsal=False, session__council__seats__person=person,
        session__council__seats__during__contains=F("session__on"),
    ).exclude(Exists(mine.filter(takes_part=False)))  # fmt: skip
    items = rows.annotate(let_in=Exists(mine.filter(takes_part=True))).select_related(
        "subject", "session__council__unit"
    )
    by_judge = defaultdict(list)
    for item in items:
        by_judge[item.session.council.unit].append(item)
    return [item.pk for judge, theirs in by_judge.items() for item in _not_near(person, theirs, judge)]


def _not_near(person, items, judge):
    """Those that the person is not too near to today, or was let to take part in."""
    nearness = Nearness([person], {item.subject.unit_id for item in items}, judge=judge)
    return [item for item in items if item.let_in or not nearness.of(person, item.subject.unit_id)]
