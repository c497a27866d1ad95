"""What is decided beside the vote: who steps aside, opinions in writing, ties, last places, quotas."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.councils import actions, outcomes, permissions, policies, roll
from kheo.councils.enums import Attending
from kheo.councils.forms.live import AsideForm, LastPlaceForm, OpinionForm, ReasonForm, TieForm
from kheo.councils.views.asking import Asked, ask, chair_of
from kheo.councils.views.finding import item_of, quota_of, recusal_of
from kheo.kernel.formwork import form_page, posted


@form_page
def recuse(request, pk):
    """Somebody steps aside, or takes part although near to the item; members may do it for themselves."""
    item = item_of(request, pk)
    leads = permissions.can_lead.allows(request.user, item.session)
    seats = item.session.seats.voting().in_order().select_related("person")
    if not permissions.can_prepare.allows(request.user, item.session):
        seats = seats.filter(pk=permissions.seat_of(request.user, item.session).pk)
    policies.can_recuse(item)
    back = chair_of(item.session, item) if leads else reverse("councils:session", args=[item.session_id])
    asked = Asked(_("Step aside from an item"), _("Record it"), back, about=item.title)
    form = AsideForm(posted(request), seats=seats, decides=leads, initial={"seat": request.GET.get("seat")})

    def act(told):
        verb = actions.let_take_part if told["takes_part"] else actions.recuse
        return verb(item, told["seat"], reason=told["reason"], by=request.user)

    return ask(request, form, act, asked)


@require_POST
def withdraw_recusal(request, pk):
    recusal = recusal_of(request, pk)
    item = recusal.item
    actions.withdraw_recusal(recusal, by=request.user)
    leads = permissions.can_lead.allows(request.user, item.session)
    return redirect(chair_of(item.session, item) if leads else reverse("councils:session", args=[item.session_id]))


@form_page
def write_opinion(request, pk):
    """What an absent member has sent in writing."""
    item = item_of(request, pk)
    written = [pk for pk, how in roll.attending(item.session).items() if how == Attending.WRITTEN]
    seats = item.session.seats.voting().in_order().filter(pk__in=set(written) - roll.recused(item))
    if first := seats.first():
        permissions.can_write_opinion(request.user, item, first)
    else:
        permissions.can_prepare(request.user, item.session)
    asked = Asked(
        _("Written opinion of an absent member"), _("Record the opinion"), chair_of(item.session, item),
        about=item.title, lead=_("The paper itself is kept with the minutes."),
    )  # fmt: skip
    form = OpinionForm(posted(request), seats=seats.select_related("person"))
    return ask(request, form, lambda told: actions.write_opinion(item, **told, by=request.user), asked)


@form_page
def settle_tie(request, pk):
    """Between equal votes the rule is applied, and printed with its reason."""
    item = item_of(request, pk)
    permissions.can_settle_tie(request.user, item)
    asked = Asked(
        _("The votes are equal"), _("Settle the tie"), chair_of(item.session, item), about=item.title,
        lead=_("The rule says: %(rule)s.") % {"rule": item.rule.get_tie_display()},
    )  # fmt: skip
    return ask(request, TieForm(posted(request)), lambda told: actions.settle_tie(item, **told, by=request.user), asked)


@form_page
def settle_last_place(request, pk):
    """Who of those with equal votes gets the last places of a quota."""
    quota = quota_of(request, pk)
    permissions.can_decide_for_the_council(request.user, quota.session)
    policies.is_open(quota.session)
    policies.has_a_last_place_to_settle(quota)
    places = outcomes.places_of(quota, outcomes.decided(quota.session))
    equal = quota.items.filter(pk__in=[item.pk for item in places.equal])
    asked = Asked(
        _("The last places of a quota"), _("Give the places"), chair_of(quota.session), about=quota.name,
        lead=_("These items have the same number of votes at the last place."),
    )  # fmt: skip
    form = LastPlaceForm(posted(request), items=equal, left=places.left)
    return ask(request, form, lambda told: actions.settle_last_place(quota, **told, by=request.user), asked)


@form_page
def exceed_quota(request, pk):
    """More is adopted than there are places for; the reason stands beside each result."""
    quota = quota_of(request, pk)
    permissions.can_decide_for_the_council(request.user, quota.session)
    policies.is_open(quota.session)
    policies.is_exceeded(quota)
    asked = Asked(
        _("Exceed a quota"), _("Exceed the quota"), chair_of(quota.session), about=quota.name, kind="warning",
        consequence=_("Everything that has reached the votes needed is adopted, beyond the places of the quota."),
    )  # fmt: skip
    return ask(
        request, ReasonForm(posted(request)), lambda told: actions.exceed_quota(quota, **told, by=request.user), asked
    )
