"""A running commitment: recorded, stated each round, ended."""

from decimal import Decimal
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.kernel import measures
from kheo.kernel.asking import ask
from kheo.kernel.errors import NotNow
from kheo.kernel.formwork import form_page, posted
from kheo.results import actions, permissions
from kheo.results.forms import CommitForm, EndForm, StateForm
from kheo.results.models import Statement
from kheo.results.views.finding import commitment_of, read_instead, visible


@form_page
def commit(request, pk):
    """A work takes on something that runs over years."""
    registration = visible(request, pk)
    words = {
        "title": _("Record a running commitment"),
        "lead": _("For what goes on over years, like children who are sponsored until they are grown."),
        "button": _("Record it"),
    }
    form = CommitForm(posted(request), initial={"measure": measures.label("child")})

    act = partial(actions.commit, registration, by=request.user)
    return _ask(request, registration, permissions.can_commit, (request.user, registration), form, act, words)


@form_page
def state_commitment(request, pk, commitment_pk):
    """How it stands in this round."""
    registration = visible(request, pk)
    commitment = commitment_of(registration, commitment_pk)
    words = {
        "title": _("State how the commitment stands"),
        "lead": _("What stood before, and the new, less those who left, should be what there is at the end."),
        "button": _("Save the statement"),
    }
    form = StateForm(posted(request), initial=_stated(commitment, registration))

    act, who = partial(actions.state_commitment, commitment, registration, by=request.user), (request.user, commitment)
    return _ask(request, registration, permissions.can_state, (*who, registration), form, act, words)


@form_page
def end_commitment(request, pk, commitment_pk):
    """It runs no longer."""
    registration = visible(request, pk)
    commitment = commitment_of(registration, commitment_pk)
    words = {"title": _("End the commitment"), "lead": commitment.name, "button": _("End it")}
    form = EndForm(posted(request))

    act, who = partial(actions.end_commitment, commitment, registration, by=request.user), (request.user, commitment)
    return _ask(request, registration, permissions.can_end_commitment, (*who, registration), form, act, words)


def _ask(request, registration, rule, who, form, act, words):
    """Where the state does not allow it, the dossier is read instead, with the sentence that says why."""
    try:
        rule(*who)
    except NotNow as why:
        if request.method != "POST":
            return read_instead(request, registration, str(why))
    back = reverse("exemplars:detail", args=[registration.pk])
    context = {"asked": {"about": registration.title} | words, "back_url": back}
    return ask(request, form, act, page="results/form.html", context=context, back=back)


def _stated(commitment, registration):
    """What was stated of this round already; nothing of an earlier one, whose numbers are others."""
    stated = Statement.objects.filter(commitment=commitment, registration=registration).first()
    if stated is None:
        return {}
    millions = None if stated.budget is None else measures.from_base(Decimal(stated.budget), "million_dong")
    return {"newly": stated.newly, "left": stated.left, "now": stated.now, "budget": millions, "source": stated.source}
