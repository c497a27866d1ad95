"""The roll-up of one's own unit: the key it is signed with, and the file to send."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.documents.exporting import file_name
from kheo.kernel import clock
from kheo.kernel.downloads import download
from kheo.kernel.formwork import form_page
from kheo.movements.models import Round
from kheo.rollups import actions, fingerprints, keys, making, permissions, sealed
from kheo.rollups.views.reading import JSON
from kheo.units.models import Unit


@form_page
def make(request, unit_pk):
    """The rounds that may be told; the button makes the key of this installation, once."""
    unit = _unit(request, unit_pk)
    if request.method == "POST":
        actions.make_key(unit, by=request.user)
        messages.success(request, _("The key is made. Tell its fingerprint by telephone to whoever takes your files."))
        return redirect("rollups:make", unit.pk)
    key = keys.public(keys.own()) if keys.is_made() else ""
    page = {
        "unit": unit,
        "key": keys.written(key) if key else "",
        "fingerprint": fingerprints.of_key(key) if key else "",
        "rounds": _rounds(request),
    }
    return render(request, "rollups/make.html", page)


@require_safe
def made(request, unit_pk, round_pk):
    """The signed file, made now."""
    unit = _unit(request, unit_pk)
    round_ = get_object_or_404(_rounds(request), pk=round_pk)
    content = sealed.seal(making.content_of(unit, round_), keys.own())
    name = file_name(f"tong hop {unit.code} {round_.code} {clock.today().isoformat()}", "json")
    return download(name, JSON, lambda stream: stream.write(content))


def _unit(request, pk):
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    if not permissions.can_make.allows(request.user, unit):
        raise Http404
    return unit


def _rounds(request):
    rounds = Round.objects.visible_to(request.user).filter(starts__lte=clock.today())
    return rounds.select_related("movement").newest_first()
