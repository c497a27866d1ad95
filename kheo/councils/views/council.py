"""The councils that one may see, and one of them: its decision, its members, its rules, its sessions."""

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kheo.councils import actions, permissions
from kheo.councils.enums import SessionState
from kheo.councils.forms.council import FoundForm, PresetForm, RuleForm, SeatForm, UnseatForm
from kheo.councils.models import Council, CouncilSession
from kheo.councils.rules import PRESETS
from kheo.councils.screen import threshold_in_words
from kheo.councils.views.asking import Asked, ask, done
from kheo.councils.views.finding import council_of, seat_of
from kheo.documents.actions import file_paper
from kheo.kernel import clock
from kheo.kernel.errors import BadInput
from kheo.kernel.formwork import form_page, posted
from kheo.units.models import Unit, offices, reading_unit_ids

SESSIONS_A_PAGE = 20
COUNCILS_A_PAGE = 50


@require_safe
def list_(request):
    """Every council that one may see, the sessions that are near first."""
    seated = Count("seats", Q(seats__during__contains=clock.today()))
    councils = Council.objects.visible_to(request.user).select_related("unit").annotate(seated=seated)
    near = CouncilSession.objects.visible_to(request.user).select_related("council__unit")
    units = {office.unit for office in offices(request.user) if office.role in permissions.PREPARES}
    page = {
        "page_obj": Paginator(councils.order_by("unit__sort_key", "name", "pk"), COUNCILS_A_PAGE).get_page(
            request.GET.get("page")
        ),
        "near": near.filter(state__in=[SessionState.CONVENED, SessionState.OPEN]).order_by("on", "pk")[:20],
        "may_found": sorted(units, key=lambda unit: (unit.sort_key, unit.pk)),
    }
    return render(request, "councils/list.html", page)


@require_safe
def council(request, pk):
    """One council. Seats that ended stay on its page."""
    it = council_of(request, pk)
    seats = it.seats.in_order().select_related("person")
    sessions = Paginator(it.sessions.order_by("-on", "-pk"), SESSIONS_A_PAGE)
    today = clock.today()
    return render(
        request,
        "councils/council.html",
        {
            "council": it,
            "current": [seat for seat in seats if today in seat.during],
            "others": [seat for seat in seats if today not in seat.during],
            "rules": [(rule, threshold_in_words(rule)) for rule in it.rules.order_by("pk")],
            "presets": PresetForm(),
            "page_obj": sessions.get_page(request.GET.get("page")),
            "may_seat": permissions.can_seat.allows(request.user, it),
        },
    )


@form_page
def found(request, unit_pk):
    """Enter a council, and the decision that set it up."""
    unit = get_object_or_404(Unit.objects.filter(pk__in=reading_unit_ids(request.user)), pk=unit_pk)
    permissions.can_found(request.user, unit)

    def act(told):
        number, signed_on = told.pop("number"), told.pop("signed_on")
        if number and not signed_on:
            raise BadInput(_("Write the date of the decision."))
        with transaction.atomic():
            paper = file_paper(issuer=unit, number=number, on=signed_on, by=request.user) if number else None
            return actions.found_council(unit, **told, decision=paper, by=request.user)

    asked = Asked(_("Enter a council"), _("Enter the council"), reverse("councils:list"), about=unit.name)
    return ask(request, FoundForm(posted(request)), act, asked)


@form_page
def seat(request, pk):
    """Give somebody a seat."""
    it = council_of(request, pk)
    permissions.can_seat(request.user, it)
    asked = Asked(_("Seat a member"), _("Seat the member"), _url(it), about=it.name)
    return ask(request, SeatForm(posted(request)), lambda told: actions.seat(it, **told, by=request.user), asked)


@form_page
def unseat(request, pk):
    """End a seat. What its holder has voted stays."""
    held = seat_of(request, pk)
    permissions.can_seat(request.user, held.council)
    asked = Asked(
        _("End the seat of %(person)s") % {"person": held.person.full_name}, _("End the seat"), _url(held.council),
        about=held.council.name, lead=_("Votes that were given stay."),
    )  # fmt: skip
    return ask(request, UnseatForm(posted(request)), lambda told: actions.unseat(held, **told, by=request.user), asked)


@form_page
def set_rule(request, pk):
    """A rule of voting in the council's own words."""
    it = council_of(request, pk)
    permissions.can_seat(request.user, it)
    asked = Asked(
        _("Set a rule of voting"), _("Set the rule"), _url(it) + "#rules", about=it.name,
        lead=_("A rule is never changed: what was decided by it stays."),
    )  # fmt: skip
    return ask(request, RuleForm(posted(request)), lambda told: actions.set_rule(it, **told, by=request.user), asked)


@require_POST
def set_ready_made_rule(request, pk):
    """One of the rules that the texts know."""
    it = council_of(request, pk)
    permissions.can_seat(request.user, it)
    chosen = request.POST.get("preset", "")
    if chosen not in PRESETS:
        raise BadInput(_("Choose one of the ready-made rules."))
    rule = actions.set_ready_made_rule(it, chosen, by=request.user)
    return done(request, _("The council has the rule “%(rule)s”.") % {"rule": rule.name}, _url(it) + "#rules")


def _url(it):
    return reverse("councils:council", args=[it.pk])
