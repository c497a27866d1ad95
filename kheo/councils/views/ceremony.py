"""The key ceremony, step by step: three tellers, each at their own device, with their own file and passphrase."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from kheo.councils import actions, permissions, policies
from kheo.councils.enums import CeremonyState
from kheo.councils.forms.sealed import KeyFileForm, NewKeyForm, TellersForm
from kheo.councils.sealed import limits
from kheo.councils.views.asking import Asked, ask, done
from kheo.councils.views.finding import session_of
from kheo.kernel.errors import NotPermitted
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of

ORDER = [CeremonyState.KEYS, CeremonyState.SHARING, CeremonyState.CONFIRMING, CeremonyState.READY]
STEPS = {  # what a teller leaves behind in each, and where it is done
    CeremonyState.KEYS: ("certificate", "councils:make_key"),
    CeremonyState.SHARING: ("polynomial", "councils:share_key"),
    CeremonyState.CONFIRMING: ("confirmation", "councils:confirm_key"),
}


@require_safe
def ceremony(request, pk):
    """How far the three are, and what is one's own next step."""
    it = session_of(request, pk)
    held = getattr(it, "ceremony", None)
    tellers = list(held.tellers.select_related("seat__person")) if held else []
    mine = next((teller for teller in tellers if teller.seat.person_id == request.user.pk), None)
    page = {
        "session": it,
        "ceremony": held,
        "tellers": [{"teller": teller, "done": _done(held, teller)} for teller in tellers],
        "track": _track(held),
        "mine": mine,
        "next": _next(held, mine),
        "may_name": permissions.can_name_tellers.allows(request.user, it) and not it.elections.exists(),
        "why_not_offered": policies.sealed_ballots_are_offered.why_not(),
        "why_not_destroy": policies.key_is_no_longer_needed.why_not(mine) if mine else "",
        "limits": limits.SENTENCES,
    }
    return render(request, "councils/ceremony.html", page)


@form_page
def name_tellers(request, pk):
    """Three members, none of whom keeps the system."""
    it = session_of(request, pk)
    permissions.can_name_tellers(request.user, it)
    policies.sealed_ballots_are_offered()
    begun = hasattr(it, "ceremony")
    asked = Asked(
        _("Name the tellers"), _("Name the tellers"), _url(it), about=it.title,
        lead=_("Any two of them open the sum of the votes; none of them alone opens anything."),
        consequence=_("The keys made so far are thrown away; all three begin anew.") if begun else "",
    )  # fmt: skip
    form = TellersForm(posted(request), seats=it.seats.in_order().select_related("person"))
    return ask(request, form, lambda told: actions.name_tellers(it, told["tellers"], by=request.user), asked)


@sensitive_variables()
@sensitive_post_parameters()
@form_page
def make_key(request, pk):
    """First step: the key file is answered to the teller, and kept nowhere here."""
    it, teller = _of_a_teller(request, pk)
    policies.is_at(teller.ceremony, CeremonyState.KEYS)
    form = NewKeyForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            file = actions.make_key(teller, form.cleaned_data["first"], by=request.user)
            response = HttpResponse(file, content_type="application/json")
            response["Content-Disposition"] = f'attachment; filename="khoa-{it.pk}-{teller.number}.json"'
            return response
    page = {"session": it, "teller": teller, "form": form}
    return render(request, "councils/make_key.html", page, status=status_of(form))


@sensitive_variables()
@sensitive_post_parameters()
@form_page
def share_key(request, pk):
    """Second step: each gives each of the others a part."""
    it, teller = _of_a_teller(request, pk)
    policies.is_at(teller.ceremony, CeremonyState.SHARING)
    asked = Asked(_("Share your key with the others"), _("Share my key"), _url(it), about=it.title)
    return _with_key(request, teller, actions.share_key, asked)


@sensitive_variables()
@sensitive_post_parameters()
@form_page
def confirm_key(request, pk):
    """Third step: each confirms what the others gave."""
    it, teller = _of_a_teller(request, pk)
    policies.is_at(teller.ceremony, CeremonyState.CONFIRMING)
    asked = Asked(_("Confirm what the others gave you"), _("Confirm"), _url(it), about=it.title)
    return _with_key(request, teller, actions.confirm_key, asked)


@form_page
def declare_key_destroyed(request, pk):
    """At the end: the file and every copy of it are gone."""
    it, teller = _of_a_teller(request, pk)
    policies.key_is_no_longer_needed(teller)
    if request.method == "POST":
        actions.declare_key_destroyed(teller, by=request.user)
        return done(request, _("It is on record that your key is destroyed."), _url(it))
    return render(request, "councils/key_destroyed.html", {"session": it, "back_url": _url(it)})


def _with_key(request, teller, verb, asked):
    form = KeyFileForm(posted(request), request.FILES if request.method == "POST" else None)

    def act(told):
        return verb(teller, told["file"], told["passphrase"], by=request.user)

    return ask(request, form, act, asked, "councils/with_key.html")


def _of_a_teller(request, pk):
    """The session, and the reader's own part in its keys."""
    it = session_of(request, pk)
    held = getattr(it, "ceremony", None)
    teller = held.tellers.select_related("seat__person").filter(seat__person=request.user).first() if held else None
    if teller is None:
        raise NotPermitted(_("Only the three tellers do this."))
    return it, teller


def _done(held, teller):
    """Whether a teller has done the present step."""
    return held.state == CeremonyState.READY or bool(getattr(teller, STEPS[CeremonyState(held.state)][0]))


def _next(held, mine):
    """The name of the address of one's own next step; nothing while one waits for the others."""
    return STEPS[CeremonyState(held.state)][1] if mine and not _done(held, mine) else ""


def _track(held):
    """The steps with the one at hand."""
    here = ORDER.index(CeremonyState(held.state)) if held else 0
    if held and held.state == CeremonyState.READY:
        here = len(ORDER)
    return [
        {"text": state.label, "state": "done" if place < here else "now" if place == here else "next"}
        for place, state in enumerate(ORDER)
    ]


def _url(it):
    return reverse("councils:ceremony", args=[it.pk])
