"""The people of a unit: who serves in which role, and the pages on which roles are given, ended and handed over."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kheo.kernel import clock, downloads
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.people.enums import InvitationForm
from kheo.people.models import Person
from kheo.people.slips import slip
from kheo.units import actions, forms, permissions, roster
from kheo.units.models import Membership, Unit


@require_safe
def people(request, pk):
    """Who serves in a unit today and from later days, or who ever did; `?format=xlsx` or `csv` gives that as a file."""
    unit = _unit(request, pk)
    permissions.can_see_people(request.user, unit)
    past = request.GET.get("past") == "1"
    roles = Membership.objects.filter(unit=unit)
    roles = (roles if past else roles.not_ended()).order_by("during", "role")
    if request.GET.get("format") in downloads.TABLES:
        return _file(unit, roles, request.GET["format"])
    found = (
        Person.objects.filter(memberships__in=roles).distinct().order_by("sort_key", "pk")
        .prefetch_related(Prefetch("memberships", roles, to_attr="roles"))
    )  # fmt: skip
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {
        "unit": unit, "page_obj": page, "past": past,
        "may_keep": permissions.can_keep.allows(request.user, unit),
        "serves_here": any(office.unit_id == unit.pk for office in permissions.offices(request.user)),
    }  # fmt: skip
    return render(request, "units/people.html", context)


@form_page
def invite(request, pk):
    """A new person: account, role and first sign-in. The answer shows the link or slip, once."""
    unit = _kept(request, pk)
    form = forms.InviteForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            _role, invitation, token = actions.invite_to(unit, **form.cleaned_data, by=request.user)
            return _hand_out(request, unit, invitation, token)
    return _page(request, "units/invite.html", form, unit=unit)


@form_page
def slip_(request, pk, person_pk):
    """A new first sign-in for somebody who has lost the password or the slip."""
    unit, person = _kept(request, pk), _member(request, pk, person_pk)
    permissions.can_manage_account(request.user, person)
    form = forms.HowForm(posted(request), initial={"form": InvitationForm.SLIP})
    if form.is_valid():
        with refusals_in(form):
            invitation, token = actions.invite_again(person, **form.cleaned_data, by=request.user)
            return _hand_out(request, unit, invitation, token)
    return _page(request, "units/slip.html", form, unit=unit, member=person)


@form_page
def appoint(request, pk):
    """A role for somebody who has an account."""
    unit = _kept(request, pk)
    form = forms.AppointForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            membership = actions.appoint(unit=unit, **form.cleaned_data, by=request.user)
            return _done(request, unit, _("%(person)s has the role.") % {"person": membership.person.full_name})
    return _page(request, "units/appoint.html", form, unit=unit)


@form_page
def release(request, pk):
    """The last day of a role."""
    membership = get_object_or_404(Membership.objects.visible_to(request.user).select_related("unit", "person"), pk=pk)
    permissions.can_keep(request.user, membership.unit)
    form = forms.ReleaseForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            actions.release(membership, **form.cleaned_data, by=request.user)
            return _done(request, membership.unit, _("The last day of the role is entered."))
    return _page(request, "units/release.html", form, unit=membership.unit, membership=membership)


@form_page
def hand_over(request, pk, person_pk):
    """All roles of one person in the unit, and with them the open work, go to another; first it is told in numbers."""
    unit, leaver = _unit(request, pk), _member(request, pk, person_pk)
    permissions.can_hand_over(request.user, unit, leaver)
    roles = Membership.objects.filter(unit=unit, person=leaver).current().order_by("during", "role")
    colleagues = Person.objects.filter(memberships__in=Membership.objects.filter(unit=unit).current(), is_active=True)
    form = forms.HandOverForm(
        posted(request), colleagues=colleagues.exclude(pk=leaver.pk).distinct().order_by("sort_key", "pk")
    )
    if form.is_valid() and "again" not in request.POST:
        answers = {name: form.cleaned_data[name] for name in ("successor", "on", "reason")}
        passing = Membership.objects.filter(unit=unit, person=leaver).current(answers["on"])
        if passing and "sure" not in request.POST:
            return _asked_again(request, form, unit=unit, leaver=leaver, roles=passing.order_by("role"), **answers)
        with refusals_in(form):
            actions.hand_over(unit, leaver=leaver, **answers, by=request.user)
            names = {"leaver": leaver.full_name, "successor": answers["successor"].full_name}
            return _done(request, unit, _("The work of %(leaver)s goes on with %(successor)s.") % names)
    return _page(request, "units/hand_over.html", form, unit=unit, leaver=leaver, roles=roles)


def _asked_again(request, form, **context):
    """What will pass, and to whom. Nothing is done yet, so the form that asked may be sent again with other answers."""
    page = render(request, "units/hand_over_check.html", {"form": form, **context})
    page.refused = True  # its idempotency key stays unused (kernel.middleware)
    return page


@form_page
def close_account(request, pk, person_pk):
    """Nobody signs in with this account any more."""
    unit, person = _kept(request, pk), _member(request, pk, person_pk)
    permissions.can_manage_account(request.user, person)
    if request.method == "POST":
        actions.close_account(person, by=request.user)
        return _done(request, unit, _("The account of %(person)s is closed.") % {"person": person.full_name})
    return render(request, "units/close_account.html", {"unit": unit, "member": person})


@form_page
def reopen_account(request, pk, person_pk):
    """The account can be used again."""
    unit, person = _kept(request, pk), _member(request, pk, person_pk)
    permissions.can_manage_account(request.user, person)
    if request.method == "POST":
        actions.reopen_account(person, by=request.user)
        return _done(request, unit, _("The account of %(person)s is open again.") % {"person": person.full_name})
    return render(request, "units/reopen_account.html", {"unit": unit, "member": person})


def _file(unit, roles, ending):
    name = f"nguoi-dung-{unit.code}-{clock.today():%Y-%m-%d}"
    title = _("People of %(name)s") % {"name": unit.name}
    return downloads.table(name, ending, title, roster.HEADER, roster.lines(roles))


def _unit(request, pk):
    return get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)


def _kept(request, pk):
    unit = _unit(request, pk)
    permissions.can_keep(request.user, unit)
    return unit


def _member(request, unit_pk, person_pk):
    """Somebody who serves or served in the unit, as far as the asker may see the people there."""
    seen = Membership.objects.visible_to(request.user).filter(unit=unit_pk, person=person_pk)
    return get_object_or_404(Person.objects.filter(memberships__in=seen).distinct(), pk=person_pk)


@never_cache
def _hand_out(request, unit, invitation, token):
    """The only page that ever shows the token: the answer to the POST itself, not an address to come back to."""
    template = (
        "people/invitation_slip.html" if invitation.form == InvitationForm.SLIP else "people/invitation_link.html"
    )
    back = reverse("units:people", args=[unit.pk])
    context = {
        "slip": slip(request, invitation, token),
        "back_url": back,
        "back_text": _("Back to the people of the unit"),
    }
    return render(request, template, context)


def _done(request, unit, sentence):
    messages.success(request, sentence)
    return redirect("units:people", unit.pk)


def _page(request, template, form, **context):
    return render(request, template, {"form": form, **context}, status=status_of(form))
