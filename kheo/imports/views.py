"""The pages of lists: bring a file, look at what was found, mend it, bring it in, undo it."""

import io

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import truncatechars
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kheo.imports import actions, forms, permissions, policies, workbooks
from kheo.imports.columns import COLUMNS, heading
from kheo.imports.enums import ImportKind, RowState
from kheo.imports.models import Batch
from kheo.kernel.formwork import form_page, refusals_in, status_of
from kheo.kernel.quantities import format_number
from kheo.kernel.sheets import XLSX
from kheo.kernel.tables import unreadable

ROWS_A_PAGE = 25  # rows to mend have a field for every cell


@require_safe
def list_(request):
    permissions.can_bring_in_any(request.user)
    batches = Batch.objects.visible_to(request.user).select_related("file").defer("rows", "made").newest_first()
    return render(
        request,
        "imports/list.html",
        {
            "page_obj": Paginator(batches, 50).get_page(request.GET.get("page")),
            "kinds": [kind for kind in ImportKind if permissions.can_bring_in.allows(request.user, kind)],
        },
    )


@form_page
def start(request, kind):
    """What the list has to look like, and the file."""
    permissions.can_bring_in(request.user, kind)
    form = forms.UploadForm(*([request.POST, request.FILES] if request.method == "POST" else []))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            batch = actions.upload(kind, form.cleaned_data["file"], by=request.user)
            return redirect("imports:preview", batch.pk)
    columns = [(column, heading(kind, column.name)) for column in COLUMNS[kind]]
    page = {"kind": kind, "form": form, "columns": columns}
    return render(request, "imports/start.html", page, status=status_of(form))


@require_safe
def preview(request, pk):
    """What was found: rows that are right, to mend, already there. Written lists show what became of them."""
    batch = _batch(request, pk)
    if batch.written_at:
        return render(request, "imports/written.html", {"batch": batch, "why_not_undo": _why_not_undo(request, batch)})
    examination = actions.examine(batch)
    counts = examination.counts
    asked = request.GET.get("show")
    shown = RowState(asked) if asked in RowState.values else _first_of_interest(counts)
    page_obj = Paginator(examination.of(shown), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "imports/preview.html",
        {
            "batch": batch,
            "listing": examination.listing,
            "counts": counts,
            "shown": shown,
            "tabs": [
                {"url": f"?show={state}", "text": state.label, "count": counts[state], "current": state == shown}
                for state in RowState
            ],
            "page_obj": page_obj,
            "rows": [_row(examination, examined) for examined in page_obj],
            "why_not_write": policies.has_nothing_to_mend.why_not(counts[RowState.TO_MEND], counts[RowState.RIGHT])
            or permissions.can_write.why_not(request.user, batch),
        },
    )


@require_POST
def mend(request, pk):
    batch = _batch(request, pk)
    cells, left_out = forms.mended(request.POST)
    actions.mend(batch, cells, left_out=left_out, by=request.user)
    return redirect("imports:preview", batch.pk)


@require_POST
def write(request, pk):
    batch = actions.write(_batch(request, pk), by=request.user)
    sentence = ngettext("%(rows)s row was imported.", "%(rows)s rows were imported.", batch.count)
    messages.success(request, sentence % {"rows": format_number(batch.count)})
    return redirect("imports:preview", batch.pk)


@require_POST
def undo(request, pk):
    batch = actions.undo(_batch(request, pk), by=request.user)
    messages.success(request, _("The list was undone: only its history is left."))
    return redirect("imports:preview", batch.pk)


@require_safe
def returned_file(request, pk):
    """The list with a remark on every row, to be mended in Excel and brought again."""
    batch = _batch(request, pk)
    permissions.can_mend(request.user, batch)
    return _workbook(f"{batch.kind}-{batch.pk}.xlsx", lambda out: workbooks.write_returned(out, actions.examine(batch)))


@require_safe
def template(request, kind):
    permissions.can_bring_in(request.user, kind)
    return _workbook(f"{kind}.xlsx", lambda out: workbooks.write_template(out, kind))


def _batch(request, pk):
    return get_object_or_404(Batch.objects.visible_to(request.user).select_related("file", "by"), pk=pk)


def _why_not_undo(request, batch):
    return permissions.can_undo.why_not(request.user, batch)


def _first_of_interest(counts):
    """What needs somebody's hand is shown first."""
    return next((state for state in (RowState.TO_MEND, RowState.RIGHT) if counts[state]), RowState.DUPLICATE)


def _row(examination, examined):
    """A row for the page: its faults, and its cells, those to mend first."""
    faults = {fault.column: fault.sentence for fault in reversed(examined.faults)}
    cells = [
        {
            "name": f"cell-{examined.row.number}-{column.name}",
            "label": examination.listing.heading(column.name),
            "text": "" if unreadable(text) else text,
            "fault": faults.get(column.name, ""),
            "choices": column.keys.choices if column.keys else (),
            "long": column.long,
        }
        for column, text in zip(COLUMNS[examination.listing.kind], examined.row.cells, strict=True)
    ]
    return {
        "number": str(examined.row.number),  # as the spreadsheet shows it, without a dot
        "twin": examined.twin,
        "faults": examined.faults,
        "whole": faults.get("", ""),
        "content": [truncatechars(cell["text"], 120) for cell in cells if cell["text"]],
        "to_mend": [cell for cell in cells if cell["fault"]],
        "others": [cell for cell in cells if not cell["fault"]],
    }


def _workbook(name, write_to):
    out = io.BytesIO()
    write_to(out)
    response = HttpResponse(out.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
