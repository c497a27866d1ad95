"""The agenda of a session: which matters, in which order, by which rules, within which quotas."""

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kheo.councils import actions, conflicts, permissions, policies, roll, screen
from kheo.councils.forms.session import AgendaForm, QuotaForm
from kheo.councils.views.asking import Asked, ask, done
from kheo.councils.views.finding import item_of, session_of
from kheo.evaluations.models import Evaluation, Subject
from kheo.evaluations.policies import procedure_for
from kheo.kernel.errors import BadInput
from kheo.kernel.formwork import form_page, posted
from kheo.units import tree


@require_safe
def prepare(request, pk):
    """The agenda, item by item: order, rule, who is too near; then quotas, officers, rehearsal."""
    it = session_of(request, pk)
    permissions.can_prepare(request.user, it)
    items = list(it.items.select_related("rule", "quota", "subject__unit").prefetch_related("recusals__seat__person"))
    near = conflicts.of(it)
    facts = screen.facts(items, it.council.unit)
    return render(
        request,
        "councils/prepare.html",
        {
            "session": it,
            "quorum": roll.quorum(it),
            "rows": [_prepared(item, facts, near.get(item.pk, {})) for item in items],
            "rules": list(it.council.rules.order_by("pk")),
            "quotas": it.quotas.prefetch_related("items"),
            "near": any(_unrecorded(item, near.get(item.pk, {})) for item in items),
            "secret": any(item.rule.secret for item in items),
            "why_not_sealed": policies.sealed_ballots_are_offered.why_not(),
        },
    )


@form_page
def add_items(request, pk):
    """Put subjects of the round, or a matter of the council's own, on the agenda."""
    it = session_of(request, pk)
    permissions.can_prepare(request.user, it)
    form = AgendaForm(posted(request), subjects=_shortlist(it), rules=it.council.rules.order_by("pk"))

    def act(told):
        with transaction.atomic():
            for subject in told.get("subjects", ()):
                actions.add_item(it, rule=told["rule"], subject=subject, by=request.user)
            if told["title"]:
                actions.add_item(it, rule=told["rule"], title=told["title"], by=request.user)

    asked = Asked(_("Put on the agenda"), _("Put on the agenda"), _prepare(it), about=it.title)
    return ask(request, form, act, asked)


@require_POST
def move_item(request, pk):
    """One place up or down."""
    item = item_of(request, pk)
    items = list(item.session.items.all())
    here = items.index(item)
    there = here + (-1 if request.POST.get("direction") == "up" else 1)
    if 0 <= there < len(items):
        items[here], items[there] = items[there], items[here]
        actions.order_items(item.session, items, by=request.user)
    else:
        permissions.can_prepare(request.user, item.session)
    return redirect(_prepare(item.session) + f"#item-{item.pk}")


@require_POST
def set_item_rule(request, pk):
    """Another rule for an item that waits."""
    item = item_of(request, pk)
    permissions.can_prepare(request.user, item.session)
    chosen = request.POST.get("rule", "")
    rule = item.session.council.rules.filter(pk=chosen if chosen.isdecimal() else 0).first()
    if rule is None:
        raise BadInput(_("Choose one of the council's rules."))
    actions.set_item_rule(item, rule, by=request.user)
    return redirect(_prepare(item.session) + f"#item-{item.pk}")


@require_POST
def drop_item(request, pk):
    """Off the agenda."""
    item = item_of(request, pk)
    actions.drop_item(item, by=request.user)
    return done(request, _("“%(item)s” is off the agenda.") % {"item": item.title}, _prepare(item.session))


@form_page
def set_quota(request, pk):
    """At most so many of some items."""
    it = session_of(request, pk)
    permissions.can_prepare(request.user, it)
    asked = Asked(
        _("Set a quota"), _("Set the quota"), _prepare(it) + "#quotas", about=it.title,
        lead=_("A quota of the same name is replaced."),
    )  # fmt: skip
    form = QuotaForm(posted(request), items=it.items.all())
    return ask(request, form, lambda told: actions.set_quota(it, **told, by=request.user), asked)


def _shortlist(it):
    """The subjects of the round in the council's unit and below it that are not on the agenda yet; where the round
    demands an evaluation, those that may be recognised by what it came to, the best first. A rehearsal may use any."""
    there = it.items.filter(subject__isnull=False).values("subject")
    below = Subject.objects.standing().filter(
        round=it.round_id, unit__in=tree.ids_under([it.council.unit_id], on=it.on)
    )
    left = below.exclude(pk__in=there).select_related("unit")
    if it.round is None or it.rehearsal or procedure_for(it.council.unit, it.round) is None:
        return left.order_by("title", "pk")
    fit = Evaluation.objects.fit().filter(subject=OuterRef("pk"), unit=it.council.unit_id)
    return left.annotate(points=Subquery(fit.values("points"))).exclude(points=None).order_by("-points", "title", "pk")


def _prepared(item, facts, near):
    recorded = list(item.recusals.all())
    return {
        "item": item, "facts": facts.get(item.pk, []), "threshold": screen.threshold_in_words(item.rule),
        "near": [sentence for why in near.values() for sentence in why], "recusals": recorded,
        "left": _unrecorded(item, near), "waits": policies.is_waiting.allows(item),
    }  # fmt: skip


def _unrecorded(item, near):
    """How many are near to the item with nothing recorded about them."""
    return len(set(near) - {recusal.seat_id for recusal in item.recusals.all()})


def _prepare(it):
    return reverse("councils:prepare", args=[it.pk])
