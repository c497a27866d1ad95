"""What the units' papers are printed with: letterheads, and Word templates of their own."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kheo.documents import actions, permissions
from kheo.documents.enums import PaperKind
from kheo.documents.forms.furnishing import StationeryForm, TemplateForm
from kheo.documents.heads import stationery_of, symbol_of
from kheo.documents.models import Stationery, UnitTemplate
from kheo.documents.unit_templates.names import LISTS, WORDS
from kheo.kernel import clock, files
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.units.models import Unit


@require_safe
def stationery(request):
    """What the papers of one's units are printed with today, whether somebody said so or their kind lets one guess."""
    permissions.can_furnish_any(request.user)
    units = permissions.units_furnished_by(request.user)
    kept = {row.unit_id: row for row in Stationery.objects.filter(unit__in=units, during__contains=clock.today())}
    rows = [_printed_with(unit, kept.get(unit.pk)) for unit in units]
    return render(request, "documents/stationery.html", {"rows": rows})


@form_page
def set_stationery(request, unit_pk):
    """Letterhead, layout and signature of a unit from a day on."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=unit_pk)
    permissions.can_furnish(request.user, unit)
    form = StationeryForm(posted(request), today=stationery_of(unit))
    if form.is_valid():
        with refusals_in(form):
            actions.set_stationery(unit, by=request.user, **form.cleaned_data)
            messages.success(request, _("The letterhead of %(unit)s is set.") % {"unit": unit.name})
            return redirect("documents:stationery")
    page = {"form": form, "unit": unit}
    return render(request, "documents/set_stationery.html", page, status=status_of(form))


@form_page
def templates(request):
    """The units' own Word templates, and the names that one may hold."""
    permissions.can_furnish_any(request.user)
    units = permissions.units_furnished_by(request.user)
    form = TemplateForm(posted(request), request.FILES or None, units=units)
    if form.is_valid():
        with refusals_in(form):
            told = form.cleaned_data
            actions.accept_template(told["unit"], told["kind"], told["file"], on=told["on"], by=request.user)
            messages.success(request, _("The template is taken."))
            return redirect("documents:templates")
    rows = UnitTemplate.objects.filter(unit__in=units).select_related("unit", "file").order_by("kind", "-during")
    names = [(kind.label, sorted(words), sorted(LISTS[kind].items())) for kind, words in WORDS.items()]
    page = {"form": form, "templates": rows, "names": names}
    return render(request, "documents/templates.html", page, status=status_of(form))


@require_POST
def end_template(request, pk):
    template = _template(request, pk)
    actions.end_template(template, by=request.user)
    messages.success(request, _("The template is out of use."))
    return redirect("documents:templates")


@require_safe
def template_file(request, pk):
    return files.response(_template(request, pk).file)


def _printed_with(unit, kept):
    furnished = stationery_of(unit)
    symbol = symbol_of(PaperKind.DECISION, furnished)
    return {"unit": unit, "kept": kept, "furnished": furnished, "layout": furnished.layout.label, "symbol": symbol}


def _template(request, pk):
    rows = UnitTemplate.objects.filter(unit__in=permissions.units_furnished_by(request.user))
    return get_object_or_404(rows.select_related("unit", "file"), pk=pk)
