"""Copying: the few questions that begin a copy, what it changes, its confirmation, the advice of who has done it."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kheo.exemplars.models import Registration
from kheo.kernel.asking import ask
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.replication import actions, credit, forms, permissions
from kheo.replication.models import Adoption
from kheo.replication.views.finding import readable_pattern, visible_adoption
from kheo.units.enums import REVIEWS_FOR_UNIT
from kheo.units.models import answering_unit_ids


@form_page
def adopt(request, pk):
    """For which unit, in which round, what is done differently; then the draft of the copy is open."""
    pattern = readable_pattern(request, pk)
    adopting = credit.adopting(request.user, pattern.exemplar)
    if not adopting.units:
        permissions.must_write(request.user)
        messages.warning(request, adopting.why_not or _("No round takes registrations today."))
        return redirect("replication:detail", pk)
    calls = credit.calls_for(pattern.exemplar, adopting.units)
    form = forms.AdoptForm(
        posted(request), units=adopting.units, rounds=adopting.rounds, calls=calls, initial={"title": pattern.title}
    )
    if form.is_valid():
        with refusals_in(form):
            told = dict(form.cleaned_data)
            made = actions.adopt(told.pop("unit"), pattern.exemplar, told.pop("round"), by=request.user, **told)
            messages.success(request, _("The draft of your copy is begun. Read what it brings, and make it yours."))
            return redirect("exemplars:tasks", made.registration_id)
    return render(request, "replication/adopt.html", {"form": form, "pattern": pattern}, status=status_of(form))


@form_page
def tell_adoption(request, pk):
    """`pk` is of the registration, for a copy that was registered without saying what it changes."""
    registration = get_object_or_404(
        Registration.objects.visible_to(request.user).select_related(
            "unit", "receiver", "round__closing", "exemplar", "adoption"
        ),
        pk=pk,
    )
    permissions.can_tell_adoption(request.user, registration)
    adoption = getattr(registration, "adoption", None)
    initial = {name: getattr(adoption, name) for name in ("changes", "starts_on", "adviser")} if adoption else None
    return ask(
        request, forms.ToldForm(posted(request), initial=initial),
        partial(actions.tell_adoption, registration, by=request.user),
        page="replication/tell.html", context={"registration": registration, "adoption": adoption},
        back=reverse("exemplars:detail", args=[registration.pk]),
        said=_("Written down. The receiving office confirms the copy."),
    )  # fmt: skip


@require_safe
def adoptions(request):
    """The copies that wait to be confirmed by one's offices, and those that were answered."""
    reviews = answering_unit_ids(request.user, *REVIEWS_FOR_UNIT)
    waiting = Adoption.objects.waiting_for(reviews)
    related = ("registration__unit", "registration__round", "registration__exemplar__replicated_from__unit", "call")
    context = {"waiting": waiting.select_related(*related).order_by("at", "pk")[:200], "reviews": bool(reviews)}
    return render(request, "replication/adoptions.html", context)


@require_POST
def confirm_adoption(request, pk):
    adoption = visible_adoption(request, pk)
    actions.confirm_adoption(adoption, by=request.user)
    title = adoption.registration.title
    messages.success(request, _("The copy “%(title)s” is confirmed and counts from today.") % {"title": title})
    return redirect("exemplars:detail", adoption.registration_id)


@form_page
def refuse_adoption(request, pk):
    """Asks for the reason, which the unit reads."""
    adoption = visible_adoption(request, pk)
    permissions.can_refuse_adoption(request.user, adoption)
    return ask(
        request, forms.RefuseForm(posted(request)), partial(actions.refuse_adoption, adoption, by=request.user),
        page="replication/refuse.html", context={"adoption": adoption},
        back=reverse("exemplars:detail", args=[adoption.registration_id]),
        said=_("Not confirmed. The unit reads why."),
    )  # fmt: skip


@form_page
def advise(request, pk):
    """The unit whose exemplar is copied reads what the copy changes, and says what it has learnt."""
    adoption = visible_adoption(request, pk)
    permissions.can_advise(request.user, adoption)
    return ask(
        request, forms.AdviseForm(posted(request)), partial(actions.advise, adoption, by=request.user),
        page="replication/advise.html", context={"adoption": adoption}, back=reverse("desk:home"),
        said=_("Thank you. %(unit)s reads your advice.") % {"unit": adoption.registration.unit.name},
    )  # fmt: skip
