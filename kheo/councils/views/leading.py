"""What the chair and the secretary do in the session: every button of the chair's view."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.councils import actions, outcomes, permissions
from kheo.councils.enums import Means
from kheo.councils.forms.live import CorrectionForm, MeansForm, ReasonForm
from kheo.councils.views.asking import Asked, ask, chair_of, done
from kheo.councils.views.finding import item_of, session_of
from kheo.kernel.errors import BadInput
from kheo.kernel.formwork import form_page, posted


@require_POST
def open_session(request, pk):
    it = session_of(request, pk)
    actions.open_session(it, by=request.user)
    return done(request, _("The session is open."), chair_of(it))


@form_page
def conclude_session(request, pk):
    """Concluding asks first, and says what is still missing."""
    it = session_of(request, pk)
    permissions.can_conclude(request.user, it)
    if request.method == "POST":
        actions.conclude_session(it, by=request.user)
        return done(
            request, _("The session is concluded. Its minutes can be signed."),
            reverse("councils:minutes", args=[it.pk]),
        )  # fmt: skip
    decided = outcomes.decided(it)
    outside = outcomes.outside_quotas(it, decided)
    page = {
        "session": it,
        "adopted": sum(one.adopted and one.item.pk not in outside for one in decided),
        "items": len(decided),
        "outside": [one.item for one in decided if one.item.pk in outside],
        "back_url": chair_of(it),
    }
    return render(request, "councils/conclude.html", page)


@require_POST
def present(request, pk):
    item = item_of(request, pk)
    return _pressed(actions.present(item, by=request.user))


@require_POST
def discuss(request, pk):
    item = item_of(request, pk)
    return _pressed(actions.discuss(item, by=request.user))


@require_POST
def take_up(request, pk):
    item = item_of(request, pk)
    return _pressed(actions.take_up(item, by=request.user))


@require_POST
def open_vote(request, pk):
    """How the ballot is held is asked beside the button."""
    item = item_of(request, pk)
    permissions.can_open_vote(request.user, item)
    form = MeansForm(request.POST, rule=item.rule)
    if not form.is_valid():
        raise BadInput(_("Choose how the vote is held."))
    actions.open_vote(item, means=Means(form.cleaned_data["means"]), by=request.user)
    return _pressed(item)


@require_POST
def close_vote(request, pk):
    item = item_of(request, pk)
    actions.close_vote(item, by=request.user)
    return _pressed(item)


@require_POST
def announce(request, pk):
    item = item_of(request, pk)
    actions.announce(item, by=request.user)
    return _pressed(item)


@form_page
def set_aside(request, pk):
    """Not voted on today, and why."""
    item = item_of(request, pk)
    permissions.can_set_aside(request.user, item)
    asked = Asked(_("Set the item aside"), _("Set it aside"), chair_of(item.session, item), about=item.title)
    return ask(
        request, ReasonForm(posted(request)), lambda told: actions.set_aside(item, **told, by=request.user), asked
    )


@form_page
def correct(request, pk):
    """An announced result is taken back, with the reason; the trace of it stays."""
    item = item_of(request, pk)
    permissions.can_correct(request.user, item)
    asked = Asked(
        _("Correct an announced result"), _("Take the result back"), chair_of(item.session, item), about=item.title,
        consequence=_(
            "The result is taken back and announced again. Votes are never changed; a count by two people is made"
            " again. What had been announced stays in the minutes with your reason."
        ),
        kind="warning",
    )  # fmt: skip
    return ask(
        request, CorrectionForm(posted(request)), lambda told: actions.correct(item, **told, by=request.user), asked
    )


def _pressed(item):
    """Back to the chair's view, at the same item."""
    return redirect(chair_of(item.session, item))
