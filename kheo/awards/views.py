"""The list of awards of a unit, one award, recording a decision, withdrawing what was recorded in error."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.awards import actions, permissions
from kheo.awards.forms import RecordForm, WithdrawForm
from kheo.awards.models import Award
from kheo.exemplars.enums import Subject
from kheo.exemplars.models import Registration
from kheo.kernel.formwork import form_page, id_in, posted, refusals_in, status_of
from kheo.movements.models import Round
from kheo.units import tree
from kheo.units.enums import REVIEWS_FOR_UNIT
from kheo.units.models import Unit, offices

ROWS_A_PAGE = 50
COLLECTIVES = Count("awarded", filter=Q(awarded__registration__subject=Subject.COLLECTIVE))
INDIVIDUALS = Count("awarded", filter=Q(awarded__registration__subject=Subject.INDIVIDUAL))


@require_safe
def list_(request):
    """Every award that the person may see, of one round or of all; where to record one."""
    rounds = Round.objects.visible_to(request.user).select_related("movement").newest_first()
    round_ = next((one for one in rounds if one.pk == id_in(request.GET.get("round", ""))), None)
    found = Award.objects.visible_to(request.user).standing().select_related("unit", "round")
    if round_:
        found = found.filter(round=round_)
    found = found.annotate(collectives=COLLECTIVES, individuals=INDIVIDUALS).newest_first()
    reviewed = {office.unit_id: office.unit for office in offices(request.user) if office.role in REVIEWS_FOR_UNIT}
    page = {
        "page_obj": Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "rounds": [(one, one == round_) for one in rounds],
        "round": round_,
        "reviewed": list(reviewed.values()) if round_ else [],
    }
    return render(request, "awards/list.html", page)


@form_page
def record(request, round_pk, unit_pk):
    """One decision: its form, who decided, number, day, and whom it names."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=unit_pk)
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=round_pk)
    if not permissions.can_record.allows(request.user, unit):
        raise Http404
    form = RecordForm(posted(request), round_=round_, registrations=_to_choose(request, unit, round_))
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("form", "issuer", "number", "on")}
        with refusals_in(form):
            award = actions.record(unit, round_, form.named, by=request.user, **told)
            messages.success(request, _("The award is recorded. It stands with each model that it names."))
            return redirect("awards:detail", award.pk)
    return render(request, "awards/record.html", {"form": form, "unit": unit, "round": round_}, status=status_of(form))


@require_safe
def detail(request, pk):
    """The decision and whom it names; of those only what the person may open."""
    award = _award(request, pk)
    rows = Registration.objects.visible_to(request.user).filter(awarded__award=award).with_unit_name()
    page = {
        "award": award,
        "withdrawal": getattr(award, "withdrawal", None),
        "rows": rows.order_by("unit__sort_key", "pk"),
        "named": award.awarded.count(),
        "may_withdraw": permissions.can_withdraw.allows(request.user, award),
    }
    return render(request, "awards/detail.html", page)


@form_page
def withdraw(request, pk):
    """Asked once more, with the reason."""
    award = _award(request, pk)
    permissions.can_withdraw(request.user, award)
    form = WithdrawForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            actions.withdraw(award, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("The award is withdrawn from the list. It no longer counts."))
            return redirect("awards:detail", award.pk)
    return render(request, "awards/withdraw.html", {"form": form, "award": award}, status=status_of(form))


def _award(request, pk):
    rows = Award.objects.visible_to(request.user).select_related("unit", "round__movement", "by", "withdrawal__by")
    return get_object_or_404(rows, pk=pk)


def _to_choose(request, unit, round_):
    below = tree.list_under([unit.pk], on=round_.date, since=round_.starts)
    counted = Registration.objects.counted().filter(round=round_, unit__among=below)
    return counted.visible_to(request.user).with_unit_name()
