"""For system keepers: taking a file, and whose key is trusted."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.kernel.errors import BadInput
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.rollups import actions, fingerprints, keys, permissions, sealed
from kheo.rollups.forms import TakeForm, TrustForm
from kheo.rollups.models import Sender
from kheo.units import finder


@form_page
def take(request):
    """A file that arrived: verified and kept, or refused with what is wrong."""
    permissions.can_look(request.user)
    form = TakeForm(*([request.POST, request.FILES] if request.method == "POST" else []))
    unknown = None
    if form.is_valid():
        with refusals_in(form):
            try:
                taken, new = actions.take(_bytes(form.cleaned_data["file"]), by=request.user)
            except actions.UnknownKey as refusal:
                unknown = refusal
                raise
            said = _("The roll-up is verified and kept.") if new else _("This file was taken already; nothing changed.")
            messages.success(request, said)
            return redirect("rollups:detail", taken.pk)
    return render(request, "rollups/take.html", {"form": form, "trust_url": _trust(unknown)}, status=status_of(form))


@require_safe
def senders(request):
    """The keys that are or were trusted for units that the person keeps, or for those below."""
    permissions.can_look(request.user)
    rows = Sender.objects.visible_to(request.user).select_related("unit", "by").order_by("-at", "-pk")
    return render(request, "rollups/senders.html", {"page_obj": Paginator(rows, 50).get_page(request.GET.get("page"))})


@form_page
def trust(request):
    """The key, its fingerprint, and the day from which files are taken."""
    permissions.can_look(request.user)
    told = {name: request.GET[name] for name in ("unit", "key") if name in request.GET}
    form = TrustForm(posted(request), initial=told)
    if form.is_valid():
        answers = form.cleaned_data
        with refusals_in(form):
            sender = actions.trust(answers["unit"], answers["key"], starts=answers["starts"], by=request.user)
            messages.success(
                request, _("Files of %(unit)s signed with this key are taken.") % {"unit": sender.unit.name}
            )
            return redirect("rollups:senders")
    page = {"form": form, "fingerprint": _fingerprint(form["key"].value())}
    return render(request, "rollups/trust.html", page, status=status_of(form))


@form_page
def withdraw_trust(request, pk):
    """Asked once more: nothing that is made from today on is taken."""
    sender = get_object_or_404(Sender.objects.visible_to(request.user).trusted().select_related("unit"), pk=pk)
    permissions.can_receive_from(request.user, sender.unit)
    if request.method == "POST":
        actions.withdraw_trust(sender.unit, sender.key, by=request.user)
        messages.success(request, _("This key is no longer trusted. What was taken stays."))
        return redirect("rollups:senders")
    return render(request, "rollups/withdraw_trust.html", {"sender": sender})


def _bytes(upload):
    """All of a file that is small enough to be a roll-up; one byte more of one that is not."""
    return upload.read(sealed.MOST_BYTES + 1)


def _trust(unknown):
    """Where the unknown key of a file can be trusted, filled in already."""
    if unknown is None:
        return ""
    told = {"unit": finder.written(unknown.unit), "key": keys.written(unknown.key)}
    return f"{reverse('rollups:trust')}?{urlencode(told)}"


def _fingerprint(text):
    try:
        return fingerprints.of_key(keys.read(text or ""))
    except BadInput:
        return ""
