"""The sealed ballots of a session: what stands between the council and one; opened, closed, given up; their limits."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kheo.councils import actions, permissions, policies, roll
from kheo.councils.enums import ElectionState, ItemState
from kheo.councils.forms.live import ReasonForm
from kheo.councils.forms.sealed import SealedItemsForm
from kheo.councils.sealed import box, limits
from kheo.councils.views.asking import Asked, ask, done
from kheo.councils.views.finding import session_of
from kheo.kernel.errors import BadInput
from kheo.kernel.formwork import form_page, posted


@require_safe
def sealed(request, pk):
    """What stands between the council and a sealed ballot, and the ballots that there are."""
    it = session_of(request, pk)
    held = getattr(it, "ceremony", None)
    items = _ready(it)
    elections = it.elections.select_related("tally").order_by("-pk")
    return render(
        request,
        "councils/sealed.html",
        {
            "session": it,
            "ceremony": held,
            "why_not_offered": policies.sealed_ballots_are_offered.why_not(),
            "form": SealedItemsForm(items=items),
            "items": items,
            "why_not_open": permissions.can_open_sealed_ballot.why_not(request.user, it),
            "leads": permissions.can_lead.allows(request.user, it),
            "elections": [
                {"election": one, "cast": box.how_many(one), "voters": one.voters.count()}
                for one in elections.exclude(state__in=[ElectionState.DESTROYED, ElectionState.ABANDONED])
            ],
            "gone": elections.filter(state__in=[ElectionState.DESTROYED, ElectionState.ABANDONED]),
            "is_open": elections.filter(state=ElectionState.OPEN).exists(),
            "may_abandon": elections.filter(state__in=[ElectionState.OPEN, ElectionState.CLOSED]).exists(),
            "quorum": roll.quorum(it),
        },
    )


@require_POST
def open_sealed_ballot(request, pk):
    it = session_of(request, pk)
    permissions.can_lead(request.user, it)
    form = SealedItemsForm(request.POST, items=_ready(it))
    if not form.is_valid():
        raise BadInput(_("Choose the items of the sealed ballot."))
    actions.open_sealed_ballot(it, list(form.cleaned_data["items"]), by=request.user)
    return done(request, _("The sealed ballot is open."), _url(it))


@require_POST
def close_sealed_ballot(request, pk):
    it = session_of(request, pk)
    closed = actions.close_sealed_ballot(it, by=request.user)
    sentence = ngettext(
        "The sealed ballot is closed, and is being put together for the count.",
        "The sealed ballots are closed, and are being put together for the count.",
        len(closed),
    )
    return done(request, sentence, _url(it))


@form_page
def abandon_sealed_ballot(request, pk):
    """Keys are lost, or the verification fails: the ballots are destroyed unread, and the vote is held again."""
    it = session_of(request, pk)
    permissions.can_close_sealed_ballot(request.user, it)
    asked = Asked(
        _("Give up the sealed ballot"), _("Give it up"), _url(it), about=it.title, kind="warning",
        consequence=_("Ballots without a result are destroyed unread, and the items are voted on again."),
    )  # fmt: skip
    form = ReasonForm(posted(request))
    return ask(request, form, lambda told: actions.abandon_sealed_ballot(it, **told, by=request.user), asked)


@require_safe
def limits_(request):
    """What a sealed ballot cannot do, to be printed and read before the council chooses one."""
    return render(request, "councils/limits.html", {"sentences": limits.SENTENCES, "deletion": limits.DELETION})


def _ready(it):
    """The items that a sealed ballot may be opened on: discussed, or voted on once without adopting anything."""
    items = it.items.filter(state__in=[ItemState.DISCUSSED, ItemState.ANNOUNCED]).select_related("rule")
    return items.filter(pk__in=[item.pk for item in items if policies.has_a_ballot_left.allows(item)])


def _url(it):
    return reverse("councils:sealed", args=[it.pk])
