"""What was left without a holder by units that ended, and to whom it goes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.kernel import clock
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.reorganisations import actions, forms, left, permissions
from kheo.reorganisations.enums import Side

ROWS_A_PAGE = 50


@require_safe
def left_(request):
    """Registrations that a unit left when it ended, and that nobody holds."""
    permissions.can_look(request.user)
    found = left.Left(request.user)
    page_obj = Paginator(found.registrations(), ROWS_A_PAGE).get_page(request.GET.get("page"))
    page = {"page_obj": page_obj, "rows": left.told(found, page_obj)}
    return render(request, "reorganisations/left.html", page)


@form_page
def hand_on(request, pk, side):
    """To which unit one of them goes."""
    found = left.Left(request.user)
    registration = get_object_or_404(found.registrations(), pk=pk)
    if side not in found.sides(registration):
        raise Http404
    form = forms.HandForm(posted(request), day=clock.today())
    if form.is_valid():
        with refusals_in(form):
            actions.hand_on(registration, Side(side), **form.cleaned_data, by=request.user)
            messages.success(request, _("The registration is handed on."))
            return redirect("reorganisations:left")
    page = {"form": form, "registration": registration, "side": Side(side)}
    return render(request, "reorganisations/hand_on.html", page, status=status_of(form))
