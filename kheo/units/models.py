"""Units live in time: an identity, and dated rows for everything about it that can change."""

from functools import reduce
from operator import or_

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kheo.kernel import clock, periods, wanted
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.enums import READS_FOR_UNIT, Kind, Level, Role, Share


def never_twice(name, *fields):
    """No two rows that agree in `fields` may overlap in time: an impossible history cannot be stored."""
    return ExclusionConstraint(
        name=name,
        expressions=[*((field, RangeOperators.EQUAL) for field in fields), ("during", RangeOperators.OVERLAPS)],
    )


class UnitQuerySet(models.QuerySet):
    def alive_on(self, day):
        """Units that existed on a day."""
        return self.filter(during__contains=day)

    def under(self, unit_ids, *, on=None, since=None):
        """The given units and all below them, as placed on a day (today unless told); see `tree.ids_under`."""
        return self.filter(pk__in=tree.ids_under(unit_ids, on=on or clock.today(), since=since))

    def children_of(self, unit, *, on=None, since=None):
        """Direct children as placed on a day."""
        return self.filter(pk__in=tree.child_ids(unit.pk, on=on or clock.today(), since=since))

    def roots(self, *, on, ended=False):
        """Units that stood under nobody on a day, the top of the tree; with `ended`, also those that are no more."""
        there = self.filter(during__startswith__lte=on) if ended else self.alive_on(on)
        return there.exclude(Exists(Placement.objects.holding(on, ended=ended).filter(unit=OuterRef("pk"))))

    def matching(self, text):
        """Units whose code or any name, past ones too, holds every word of the text, in any form of it (`wanted`)."""
        for term in wanted.terms(text):
            forms = (Q(search_text__contains=" ".join(form)) for form in term.forms)
            self = self.filter(reduce(or_, forms))
        return self

    def with_name_on(self, day):
        """Annotate `name_then`: the name a unit bore on a day (its last one, when it had ended by then)."""
        return self.annotate(name_then=Subquery(UnitName.as_on(OuterRef("pk"), day).values("name")[:1]))

    def with_kind_on(self, day):
        """Annotate `kind_then` and `level_then`, in the same way."""
        then = UnitKind.as_on(OuterRef("pk"), day)
        return self.annotate(kind_then=Subquery(then.values("kind")[:1]), level_then=Subquery(then.values("level")[:1]))

    def with_superior_on(self, day):
        """Annotate `superior_id`: under which unit it stood on a day, or last."""
        return self.annotate(superior_id=Subquery(Placement.as_on(OuterRef("pk"), day).values("parent")[:1]))

    def with_below(self, *, on, ended=False):
        """Annotate `below`: how many units stood directly under it; with `ended`, those that are no more too."""
        places = Placement.objects.holding(on, ended=ended).filter(parent=OuterRef("pk")).order_by()
        return self.annotate(below=Coalesce(Subquery(places.values("parent").annotate(n=Count("pk")).values("n")), 0))

    def in_order(self):
        """Vietnamese alphabetical order, the same on every server."""
        return self.order_by("sort_key", "pk")

    def visible_to(self, person):
        """Every signed-in member may see which units exist: the tree is public knowledge (Decree-published lists)."""
        return self if person.is_authenticated and person.memberships.current().exists() else self.none()

    def coded(self, code, day):
        """Units that bore a code on a day: a code may come back for another unit later."""
        return self.filter(code=code, during__contains=day)


class Unit(models.Model):
    """The identity of a body that takes part. `name`, `kind` and `level` are its latest; dated rows are the truth."""

    code = models.CharField(_("code"), max_length=40)
    during = DateRangeField(_("existed"))
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    legal_basis = models.CharField(_("legal basis of founding"), max_length=200, blank=True)
    closing_basis = models.CharField(_("legal basis of closing"), max_length=200, blank=True)
    sort_key = models.CharField(max_length=450, editable=False)
    search_text = models.CharField(max_length=260, editable=False)
    demonstration = models.BooleanField(_("demonstration data"), default=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        constraints = [never_twice("one_unit_per_code_at_a_time", "code")]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="unit_order"),
            GinIndex(OpClass(F("search_text"), "gin_trgm_ops"), name="unit_search"),
        ]

    def __str__(self):
        return self.name

    def name_on(self, day):
        """The name the unit bore on a day."""
        return UnitName.as_on(self.pk, day).values_list("name", flat=True).first() or self.name

    def level_on(self, day):
        """The level the unit stood on, on a day."""
        return UnitKind.as_on(self.pk, day).values_list("level", flat=True).first() or self.level

    @property
    def founded(self):
        return periods.first_day(self.during)

    @property
    def closed(self):
        """The last day of the unit, None while it goes on."""
        return periods.last_day(self.during)

    def existed_between(self, first, last):
        """Whether it existed on some day of the period, both days in."""
        return (self.founded is None or self.founded <= last) and (self.closed is None or self.closed >= first)


class Dated(models.Model):
    """A row that is true of a unit from a day to a day, with the paper that made it so."""

    during = DateRangeField(_("valid"))
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @classmethod
    def as_on(cls, unit, day):
        """The row true on a day; after the unit's end, the last one that was."""
        return cls.objects.filter(unit=unit, during__startswith__lte=day).order_by("-during")


class UnitName(Dated):
    """A name a unit bore."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        constraints = [never_twice("one_name_at_a_time", "unit")]


class UnitKind(Dated):
    """What kind of body a unit was, and at which level."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="kinds")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    level = models.CharField(_("level"), max_length=20, choices=Level)

    class Meta:
        constraints = [never_twice("one_kind_at_a_time", "unit")]


class PlacementQuerySet(models.QuerySet):
    def holding(self, day, *, ended=False):
        """Places held on a day; with `ended`, also the last place of units that had ended by then (as in `tree`)."""
        was_the_last = Q(during__endswith__lte=day, unit__during__endswith__lte=F("during__endswith"))
        return self.filter(Q(during__contains=day) | was_the_last if ended else Q(during__contains=day))


class Placement(Dated):
    """Under which superior a unit stood. A unit without one is a root of the tree."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="child_placements", db_index=False)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        constraints = [
            never_twice("one_place_at_a_time", "unit"),
            models.CheckConstraint(condition=~Q(unit=F("parent")), name="no_unit_under_itself"),
        ]
        # All that a walk down the tree reads: it never touches the table itself.
        indexes = [models.Index(fields=["parent"], include=["unit", "during"], name="placement_of_parent")]


class Succession(models.Model):
    """A unit, or a part of it, went on as another unit."""

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="origins")
    on = models.DateField(_("from"))
    share = models.CharField(max_length=5, choices=Share, default=Share.WHOLE)
    note = models.CharField(max_length=200, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="one_succession_per_pair"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="no_unit_succeeds_itself"),
        ]


class MembershipQuerySet(models.QuerySet):
    def current(self, day=None):
        """Memberships in force on a day (today unless told)."""
        return self.filter(during__contains=day or clock.today())

    def not_ended(self, day=None):
        """Memberships in force on a day or beginning later."""
        day = day or clock.today()
        return self.filter(Q(during__endswith=None) | Q(during__endswith__gt=day))

    def with_role(self, *roles):
        return self.filter(role__in=roles)

    def visible_to(self, person):
        """A member of a unit sees who serves there; its keeper and those of the units above see it too."""
        offices = person.memberships.current()
        own = offices.values_list("unit_id", flat=True)
        kept = offices.with_role(Role.KEEPER).values_list("unit_id", flat=True)
        return self.filter(Q(unit__in=list(own)) | Q(unit__in=tree.ids_under(list(kept), on=clock.today())))


class Membership(models.Model):
    """A person serves a unit in a role, from a day to a day. Every right in Khéo comes from one of these rows."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    during = DateRangeField(_("serves"))

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [never_twice("one_membership_at_a_time", "person", "unit", "role")]
        indexes = [models.Index(fields=["unit", "role"], name="membership_of_unit")]

    @property
    def since(self):
        return periods.first_day(self.during)

    @property
    def until(self):
        """The last day of the service, None while no end is known."""
        return periods.last_day(self.during)


class HandOver(models.Model):
    """One person's office passed to another: who, to whom, from when, why."""

    from_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handed_over")
    to_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="taken_over")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="hand_overs")
    on = models.DateField(_("from"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)


def offices(person):
    """The person's memberships in force today, read once a request."""
    return _services(person)[1]


def has_served_only(person, unit):
    """Whether no membership of the person, today's or any other, was ever in another unit. Asks nothing that `offices`
    has not read."""
    return all(service.unit_id == unit.pk for service in _services(person)[0])


def _services(person):
    """All memberships of the person, and those of them in force today."""
    today, kept = clock.today(), getattr(person, "_offices", None)
    if kept is None or kept[0] != today:
        rows = list(Membership.objects.filter(person=person).select_related("unit").order_by("pk"))
        current = [service for service in rows if today in service.during]
        kept = person._offices = (today, (rows, current))  # a note on the instance, gone with the request
    return kept[1]


def reading_unit_ids(person):
    """The units a person may read for today: in every role but the keeper's."""
    return list({office.unit_id: None for office in offices(person) if office.role in READS_FOR_UNIT})


def acting_unit_ids(person, *roles):
    """The units for which a person acts today in one of the roles, or reads when none is told: those of the offices,
    and units that ended and wholly went on as one of them. Read once a request."""
    roles = roles or READS_FOR_UNIT
    own = list({office.unit_id: None for office in offices(person) if office.role in roles})
    key, known = (clock.today(), *own), getattr(person, "_left_to", {})
    if key not in known:
        person._left_to = known = {**known, key: [*own, *tree.left_to(own, on=clock.today())] if own else []}
    return known[key]


def answering_unit_ids(person, *roles):
    """The same, and units that ended and went on as nobody's whole, for which the nearest one above answers: what they
    began is concluded there. What they *write* is not: that is handed on to whoever it went to. Read once a request."""
    roles = roles or READS_FOR_UNIT
    own = list({office.unit_id: None for office in offices(person) if office.role in roles})
    key, known = (clock.today(), *own), getattr(person, "_wound_up", {})
    if key not in known:
        person._wound_up = known = {**known, key: tree.wound_up_by(own, on=clock.today()) if own else []}
    return [*acting_unit_ids(person, *roles), *known[key]]


def answering_units(person, *roles):
    """The units of `answering_unit_ids`: `{unit_id: unit}`. Asks for more than the offices only where one has ended."""
    own = {office.unit_id: office.unit for office in offices(person) if office.role in roles}
    others = set(answering_unit_ids(person, *roles)) - own.keys() if own else set()
    return own | Unit.objects.in_bulk(others) if others else own


def inherited_unit_ids(person):
    """The same, and those that wholly went on as one of them: what was theirs is read there. Read once a request."""
    own = reading_unit_ids(person)
    kept = getattr(person, "_inherited", None)
    if kept is None or kept[0] != own:
        kept = person._inherited = (own, [*own, *tree.predecessors(own)])
    return kept[1]


def read_as_own_ids(person):
    """What was inherited, and what they answer for: papers and judgements of these units are read as one's own."""
    return list(dict.fromkeys([*inherited_unit_ids(person), *answering_unit_ids(person)]))
