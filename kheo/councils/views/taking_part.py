"""Who takes part in a session: officers, the roll-call, who steps aside, personal codes; and the end of a rehearsal."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kheo.councils import actions, permissions, roll
from kheo.councils.enums import Attending
from kheo.councils.forms.session import AttendanceForm, CodesForm, OfficersForm
from kheo.councils.views.asking import Asked, ask, done
from kheo.councils.views.finding import session_of
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of


@form_page
def change_officers(request, pk):
    """Others lead the session, or write its minutes."""
    it = session_of(request, pk)
    permissions.can_prepare(request.user, it)
    form = OfficersForm(
        posted(request), seats=it.seats, initial={"led_by": it.led_by_id, "written_by": it.written_by_id}
    )
    asked = Asked(_("Who leads, who writes"), _("Save"), _prepare(it), about=it.title)
    return ask(request, form, lambda told: actions.change_officers(it, **told, by=request.user), asked)


@form_page
def record_attendance(request, pk):
    """The roll-call: how each member takes part."""
    it = session_of(request, pk)
    permissions.can_prepare(request.user, it)
    form = AttendanceForm(
        posted(request), seats=it.seats.in_order().select_related("person"), attending=roll.attending(it),
        reasons=dict(it.attendances.values_list("seat", "reason")),
    )  # fmt: skip
    leads = permissions.can_lead.allows(request.user, it)
    back = reverse("councils:chair", args=[it.pk]) if leads else _prepare(it)
    asked = Asked(_("Attendance"), _("Record the attendance"), back, about=it.title)
    page = {"quorum": roll.quorum(it), "present": Attending.PRESENT}

    def act(_told):
        return actions.record_attendance(it, **form.answers(), by=request.user)

    return ask(request, form, act, asked, "councils/attendance.html", **page)


@require_POST
def recuse_all_in_conflict(request, pk):
    """Everybody steps aside from what they are too near to."""
    it = session_of(request, pk)
    count = actions.recuse_all_in_conflict(it, by=request.user)
    sentence = ngettext(
        "%(count)d member steps aside from an item.", "Members step aside in %(count)d cases.", count
    ) % {"count": count}
    return done(request, sentence, _prepare(it))


@form_page
def hand_out_codes(request, pk):
    """Personal codes for members without a sign-in. The answer shows them, once, as slips to cut."""
    it = session_of(request, pk)
    permissions.can_prepare(request.user, it)
    seats = it.seats.voting().in_order().select_related("person")
    without = [seat.pk for seat in seats.exclude(pk__in=it.codes.values("seat"))]
    form = CodesForm(posted(request), seats=seats, without=without)
    if form.is_valid():
        with refusals_in(form):
            made = actions.hand_out_codes(it, form.cleaned_data["seats"], by=request.user)
            return render(request, "councils/codes.html", {"session": it, "slips": _slips(request, it, made)})
    page = {"form": form, "session": it}
    return render(request, "councils/hand_out_codes.html", page, status=status_of(form))


@form_page
def wipe_rehearsal(request, pk):
    """Wiping asks first."""
    it = session_of(request, pk)
    permissions.can_wipe(request.user, it)
    back = reverse("councils:council", args=[it.council_id])
    if request.method == "POST":
        actions.wipe_rehearsal(it, by=request.user)
        return done(request, _("The rehearsal is wiped."), back)
    return render(request, "councils/wipe.html", {"session": it, "back_url": _prepare(it)})


def _slips(request, it, made):
    """Each code with the address that its QR code opens."""
    address = request.build_absolute_uri(reverse("phone:ballot", args=[it.pk]))
    return [
        {
            "person": one.seat.person,
            "code": one.code,
            "link": f"{address}{one.code}/",
            "address": address.partition("://")[2],
        }
        for one in made
    ]


def _prepare(it):
    return reverse("councils:prepare", args=[it.pk])
