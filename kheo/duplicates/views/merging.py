"""Merging what is the same work, and undoing it: the page of an office that rules over both."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.duplicates import actions, forms, permissions, reading
from kheo.duplicates.views.finding import visible, visible_merging
from kheo.kernel.asking import ask
from kheo.kernel.formwork import form_page, id_in, posted, refusals_in, status_of
from kheo.kernel.text import clean_line


@form_page
def merge(request, pk):
    """What is like it, and what is found by `?q=`, to choose from; `?with=` is the one from whose line one came."""
    registration = visible(request, pk)
    permissions.can_look_for_the_same(request.user, registration)
    words = clean_line(request.GET.get("q", ""))[:200]
    candidates = reading.candidates(registration, request.user, words, _chosen(request))
    form = forms.MergeForm(
        posted(request), registration=registration, candidates=candidates, initial={"other": request.GET.get("with")}
    )
    if form.is_valid():
        with refusals_in(form):
            kept = _merged(request, registration, candidates, form.cleaned_data)
            messages.success(request, _("Merged. Both units read it on their pages; it can be undone here."))
            return redirect("exemplars:detail", kept.pk)
    page = {"form": form, "registration": registration, "words": words, "candidates": candidates}
    return render(request, "duplicates/merge.html", page, status=status_of(form))


@form_page
def undo_merging(request, pk):
    """Asks why they are two works after all."""
    merging = visible_merging(request, pk)
    permissions.can_undo_merging(request.user, merging)
    return ask(
        request, forms.UndoForm(posted(request)), partial(actions.undo_merging, merging, by=request.user),
        page="duplicates/undo.html", context={"merging": merging},
        back=reverse("exemplars:detail", args=[merging.merged_id]),
        said=_("Undone. It is again what it was, and counts by itself."),
    )  # fmt: skip


def _chosen(request):
    """The ids that the address and the form name: they are offered again, as far as the person may see them."""
    asked = [request.GET.get("with", ""), request.POST.get("other", "")]
    return [pk for text in asked if (pk := id_in(text)) is not None]


def _merged(request, registration, candidates, told):
    other = next(row for row in candidates if row.pk == told["other"])
    kept, merged = (registration, other) if told["keep"] == forms.THIS else (other, registration)
    actions.merge(kept, merged, reason=told["reason"], by=request.user)
    return kept
