"""The simulator: “what if this unit had 85,0?” Asked by GET, so that the question can be sent; nothing is kept."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from kheo.criteria.forms.trying import TryForm
from kheo.criteria.trying import try_out
from kheo.criteria.views.finding import version_of
from kheo.kernel.formwork import refusals_in, status_of


@require_safe
def try_(request, pk):
    version = version_of(request, pk)
    asked = any(value for name, value in request.GET.items())
    form, trial = TryForm(request.GET if asked else None, sheet=version.sheet), None
    if form.is_valid():
        with refusals_in(form):
            trial = try_out(
                version.sheet, form.entries, form.known_figures, form.answers,
                profile=form.profile, total=form.cleaned_data["total"],
            )  # fmt: skip
    page = {"version": version, "form": form, "trial": trial}
    return render(request, "criteria/try.html", page, status=status_of(form))
