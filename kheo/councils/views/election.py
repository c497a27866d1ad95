"""One sealed ballot after it was opened: its count with two tellers' shares, its verification, its end."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from kheo.councils import actions, permissions, policies
from kheo.councils.enums import ElectionState, TallyStep
from kheo.councils.forms.sealed import KeyFileForm
from kheo.councils.sealed import box, limits, tallying
from kheo.councils.views.asking import Asked, ask, done
from kheo.councils.views.finding import election_of
from kheo.councils.views.live import answer, tag_of
from kheo.kernel import files
from kheo.kernel.errors import NotPermitted
from kheo.kernel.formwork import form_page, posted


@require_safe
def election(request, pk):
    """One sealed ballot: how far it is, its result once verified, trackers and archive for the council."""
    it = election_of(request, pk)
    polls = list(it.polls.select_related("item").order_by("position"))
    counts = getattr(getattr(it, "tally", None), "counts", None) or []
    return render(request, "councils/election.html", _context(request, it) | {
        "polls": polls,
        "results": [(poll, told if poll.announced_at else None) for poll, told in zip(polls, counts, strict=False)],
        "told": policies.is_told.allows(it),
        "why_not_trackers": permissions.can_read_trackers.why_not(request.user, it),
        "leads": permissions.can_lead.allows(request.user, it.session),
        "why_not_archive": permissions.can_take_archive.why_not(request.user, it),
        "why_not_destroy": permissions.can_destroy.why_not(request.user, it),
        "limits": limits.SENTENCES,
        "deletion": limits.DELETION,
    })  # fmt: skip


@require_safe
def election_now(request, pk):
    """How far the count is."""
    it = election_of(request, pk)
    return answer(request, "councils/election.html#now", _context(request, it))


@sensitive_variables()
@sensitive_post_parameters()
@form_page
def give_share(request, pk):
    """A teller's part in opening the sum."""
    it = election_of(request, pk)
    teller = _teller(request, it)
    if teller is None:
        raise NotPermitted(_("Only the three tellers do this."))
    policies.takes_shares(it, teller)
    asked = Asked(
        _("Give your share of the count"), _("Give my share"), reverse("councils:election", args=[it.pk]),
        about=it.session.title,
        lead=_("The program checks every sealed ballot first: this takes up to half a minute. Keep the page open."),
    )  # fmt: skip
    form = KeyFileForm(posted(request), request.FILES if request.method == "POST" else None)

    def act(told):
        return actions.give_share(it, told["file"], told["passphrase"], by=request.user)

    return ask(request, form, act, asked, "councils/with_key.html")


@require_safe
def archive(request, pk):
    """The whole sealed ballot as a file that anybody verifies with a program that is not ours."""
    it = election_of(request, pk)
    permissions.can_take_archive(request.user, it)
    if it.tally.archive is None:
        raise Http404
    return files.response(it.tally.archive)


@form_page
def destroy_ballots(request, pk):
    """After the days of appeal."""
    it = election_of(request, pk)
    permissions.can_destroy(request.user, it)
    back = reverse("councils:election", args=[it.pk])
    if request.method == "POST":
        actions.destroy_ballots(it, by=request.user)
        return done(request, _("The sealed ballots are destroyed."), back)
    page = {"election": it, "deletion": limits.DELETION, "back_url": back}
    return render(request, "councils/destroy.html", page)


def _context(request, it):
    tally = getattr(it, "tally", None)
    teller = _teller(request, it)
    shares = list(it.shares.select_related("teller__seat__person").order_by("teller__number"))
    cast, voters = box.how_many(it), it.voters.count()
    percent = tallying.percent(tally) if tally else 0
    return {
        "election": it,
        "session": it.session,
        "tally": tally,
        "cast": len(tally.trackers) if tally and tally.trackers else cast,
        "voters": voters,
        "percent": percent,
        "shares": shares,
        "wanted": policies.SHARES,
        "is_running": bool(tally and it.state == ElectionState.CLOSED and tally.step != TallyStep.SHARES),
        "asks_me": bool(tally and teller and policies.takes_shares.allows(it, teller)),
        "tag": tag_of(it.state, cast, tally and (tally.step, tally.trouble), percent, len(shares)),
    }


def _teller(request, it):
    held = getattr(it.session, "ceremony", None)
    return held.tellers.select_related("seat__person").filter(seat__person=request.user).first() if held else None
