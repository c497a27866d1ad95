"""A session: called together, and as everybody who sees it reads it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.councils import actions, outcomes, permissions, roll, screen
from kheo.councils.enums import SessionState
from kheo.councils.forms.session import ConveneForm
from kheo.councils.models import Result
from kheo.councils.results import notes
from kheo.councils.views.asking import Asked, done
from kheo.councils.views.finding import council_of, session_of
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.movements.models import Round


@form_page
def convene(request, pk):
    """Call the council together."""
    council = council_of(request, pk)
    permissions.can_convene(request.user, council)
    rounds = Round.objects.visible_to(request.user).filter(closing=None).newest_first()
    form = ConveneForm(posted(request), seats=council.seats.current(), rounds=rounds)
    if form.is_valid():
        with refusals_in(form):
            session = actions.convene(council, **form.cleaned_data, by=request.user)
            return done(
                request,
                _("The session is convened: make its agenda now."),
                reverse("councils:prepare", args=[session.pk]),
            )
    asked = Asked(_("Convene a session"), _("Convene the session"), reverse("councils:council", args=[council.pk]))
    page = {"form": form, "asked": asked, "rules": council.rules.exists()}
    return render(request, "councils/convene.html", page, status=status_of(form))


@require_safe
def session(request, pk):
    """What everybody who sees the session reads; results once they are announced."""
    it = session_of(request, pk)
    items = list(it.items.select_related("rule", "quota", "subject__unit"))
    results = {result.item_id: result for result in Result.objects.filter(item__in=items).select_related("item__quota")}
    announced = {one.item.pk: one for one in outcomes.decided(it)}
    facts = screen.facts(items, it.council.unit)
    return render(
        request,
        "councils/session.html",
        {
            "session": it,
            "quorum": roll.quorum(it),
            "rows": [_row(item, facts, results, announced) for item in items],
            "elections": it.elections.select_related("tally"),
            "seat": it.seats.filter(person=request.user).first(),
            "may_prepare": permissions.can_prepare.allows(request.user, it),
            "may_lead": permissions.can_lead.allows(request.user, it),
            "may_wipe": permissions.can_wipe.allows(request.user, it),
            "sits": it.state in (SessionState.CONVENED, SessionState.OPEN),
        },
    )


def _row(item, facts, results, announced):
    result = results.get(item.pk)
    return {
        "item": item, "facts": facts.get(item.pk, []), "result": result, "announced": announced.get(item.pk),
        "notes": notes(result) if result else [], "threshold": screen.threshold_in_words(item.rule),
    }  # fmt: skip
