"""A count by two people: each types what they counted, without having seen the other's."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.councils import actions, outcomes, permissions, policies
from kheo.councils.enums import Counted
from kheo.councils.forms.live import CountForm
from kheo.councils.models import PaperCount
from kheo.councils.views.asking import chair_of
from kheo.councils.views.finding import item_of
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of


@form_page
def enter_count(request, pk):
    """One's own count of the last ballot on an item."""
    item = item_of(request, pk)
    poll = outcomes.last_poll(item)
    policies.takes_counts(poll)
    poll.item = item
    permissions.can_enter_count(request.user, poll)
    form = CountForm(posted(request), means=poll.means, voters=poll.present - poll.recused_present)
    if form.is_valid():
        with refusals_in(form):
            said = actions.enter_count(item, form.counts(), issued=form.cleaned_data["issued"], by=request.user)
            return _told(request, item, said)
    page = {
        "form": form, "item": item, "poll": poll, "back_url": _back(request, item),
        "differed": PaperCount.objects.filter(poll=poll, void=True).exists(),
    }  # fmt: skip
    return render(request, "councils/count.html", page, status=status_of(form))


def _told(request, item, said):
    if said == Counted.DIFFER:
        messages.error(request, _("The two counts differ: both count the ballots again, each alone, and enter again."))
        return redirect("councils:enter_count", item.pk)
    sentences = {
        Counted.ONE: _("Your count is entered. Now a second person counts."),
        Counted.AGREED: _("Your count is entered, and agrees with the first."),
    }
    messages.success(request, sentences[said])
    return redirect(_back(request, item))


def _back(request, item):
    leads = permissions.can_lead.allows(request.user, item.session)
    return chair_of(item.session, item) if leads else reverse("councils:session", args=[item.session_id])
