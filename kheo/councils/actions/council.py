"""The verbs of a council: found it, seat and unseat its members, set its rules of voting."""

from datetime import date
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.councils import permissions, policies
from kheo.councils.enums import Base, SeatRole, TieRule
from kheo.councils.minutes import LANGUAGE as OF_PAPERS
from kheo.councils.models import Council, Seat, VotingRule
from kheo.councils.rules import PRESETS
from kheo.documents.models import Paper
from kheo.kernel import journal, periods
from kheo.kernel.errors import BadInput, NotNow
from kheo.kernel.text import clean_line
from kheo.people.models import Person
from kheo.units.models import Unit
from kheo.units.policies import can_last, can_serve


@transaction.atomic
def found_council(
    unit: Unit, *, name: str, on: date, by: Person, decision: Paper | None = None, until: date | None = None,
    quorum: Fraction = Fraction(2, 3), award_quorum: Fraction = Fraction(4, 5), appeal_days: int = 10,
) -> Council:  # fmt: skip
    """Enter a council of a unit, by the decision that set it up.

    The quorums are shares of all members with a vote: two thirds, and 80 % in award sessions, unless its rules say
    otherwise. `appeal_days` is how long a result may be contested, and sealed ballots are kept.
    """
    permissions.can_found(by, unit)
    can_last(on, until)
    council = Council.objects.create(
        unit=unit, name=_wanted(name, _("Write the name of the council.")), decision=decision,
        during=periods.period(on, until), appeal_days=appeal_days,
        quorum_num=_share(quorum).numerator, quorum_den=quorum.denominator,
        award_quorum_num=_share(award_quorum).numerator, award_quorum_den=award_quorum.denominator,
    )  # fmt: skip
    journal.record("council.founded", council, by=by, unit_id=unit.pk)
    return council


@transaction.atomic
def seat(
    council: Council, person: Person, *, on: date, by: Person, role: str = SeatRole.MEMBER, votes: bool = True,
    until: date | None = None,
) -> Seat:  # fmt: skip
    """Give a person a seat from a day. There is one chair at a time, and one seat for each person."""
    council = _locked(council)
    permissions.can_seat(by, council)
    policies.sits_on(council, on)
    can_last(on, until)
    can_serve(person)
    during = periods.period(on, until)
    others = Seat.objects.filter(council=council, during__overlap=during)
    if others.filter(person=person).exists():
        raise NotNow(_("%(person)s already has a seat in the council then.") % {"person": person.full_name})
    if role == SeatRole.CHAIR and others.filter(role=SeatRole.CHAIR).exists():
        raise NotNow(_("The council already has a chair then: end that seat first."))
    taken = Seat.objects.create(council=council, person=person, role=role, votes=votes, during=during)
    journal.record("seat.taken", taken, by=by, unit_id=council.unit_id, on=periods.format_date(on), role=str(role))
    return taken


@transaction.atomic
def unseat(held: Seat, *, last_day: date, by: Person) -> Seat:
    """End a seat. Votes already given stay; from the next day the person is no member."""
    held = Seat.objects.select_for_update(of=("self",)).select_related("council__unit", "person").get(pk=held.pk)
    permissions.can_seat(by, held.council)
    can_last(held.since, last_day)
    if held.until and held.until < last_day:
        raise NotNow(_("This seat already ends on %(day)s.") % {"day": periods.format_date(held.until)})
    held.during = periods.period(held.since, last_day)
    held.save(update_fields=["during"])
    day = periods.format_date(last_day)
    journal.record("seat.left", held, by=by, unit_id=held.council.unit_id, last_day=day)
    return held


@transaction.atomic
def set_rule(
    council: Council, *, name: str, share: Fraction, by: Person, strictly: bool = False, base: str = Base.ALL,
    without_recused: bool = False, secret: bool = False, counts_written: bool = True, ballots: int = 2,
    tie: str = TieRule.CHAIR, source: str = "",
) -> VotingRule:  # fmt: skip
    """Give the council a rule of voting. Another text makes another rule: what was decided by the old one stays."""
    council = _locked(council)
    permissions.can_seat(by, council)
    name = _wanted(name, _("Give the rule a name."))
    if VotingRule.objects.filter(council=council, name=name).exists():
        raise NotNow(_("The council has a rule of this name: rules are not changed, give the new one another name."))
    if ballots not in (1, 2):
        raise BadInput(_("A rule allows one ballot or two."))
    rule = VotingRule.objects.create(
        council=council, name=name, share_num=_share(share).numerator, share_den=share.denominator, strictly=strictly,
        base=base, without_recused=without_recused, secret=secret, counts_written=counts_written, ballots=ballots,
        tie=tie, source=clean_line(source),
    )  # fmt: skip
    journal.record("rule.set", rule, by=by, unit_id=council.unit_id)
    return rule


def set_ready_made_rule(council: Council, preset: str, *, by: Person) -> VotingRule:
    """Give the council one of the rules that the texts know, by its key in `rules.PRESETS`.

    Its name is kept in the language of the papers, in which the minutes cite it.
    """
    found = PRESETS[preset]
    with override(OF_PAPERS):
        name = str(found.name)
    return set_rule(
        council, name=name, share=Fraction(*found.share), strictly=found.strictly, base=found.base,
        secret=found.secret, tie=found.tie, source=found.source, by=by,
    )  # fmt: skip


def _share(share: Fraction) -> Fraction:
    if not 0 < share <= 1:
        raise BadInput(_("A share lies between nothing and the whole, like 2/3 or 80 %."))
    return share


def _wanted(text: str, otherwise: str) -> str:
    if not clean_line(text):
        raise BadInput(otherwise)
    return clean_line(text)


def _locked(council: Council) -> Council:
    return Council.objects.select_for_update(of=("self",)).select_related("unit").get(pk=council.pk)
