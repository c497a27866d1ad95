"""For those who arrange the scoring: how far it has come, the order, and who scores what."""

import tempfile

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kheo.criteria.enums import Stage
from kheo.evaluations import actions, assigning, progress, summary
from kheo.evaluations.forms.arranging import ShareForm
from kheo.evaluations.standings import Table
from kheo.evaluations.views.finding import arranged
from kheo.kernel import clock, sheets
from kheo.kernel.errors import NotNow
from kheo.kernel.formwork import form_page
from kheo.kernel.quantities import format_number
from kheo.people.models import Person

FORMATS = {"xlsx": sheets.XLSX, "csv": sheets.CSV}


@require_safe
def summarise(request, pk, unit_pk):
    """Bars of progress, the order with ties, classes and gates, spread; `?format=xlsx` or `csv` gives the order."""
    procedure, unit = arranged(request, pk, unit_pk)
    table = Table(procedure, unit, reader=request.user)
    rows = summary.ranked(table)
    if request.GET.get("format") in FORMATS:
        return _export(rows, request.GET["format"])
    done = progress.of(procedure, unit)
    context = {
        "procedure": procedure,
        "unit": unit,
        "table": table,
        "rows": rows,
        "bars": [_bar(line) for line in done.scorers],
        "most": max((line.given for line in done.scorers), default=0),
        "without": done.without,
        "shares": summary.stage_of_scorers(procedure) is not None,
    }
    return render(request, "evaluations/summary.html", context)


@form_page
def share_out(request, pk, unit_pk):
    """The proposal is shown with everybody's load before anything is saved, and saved exactly as it was shown."""
    procedure, unit = arranged(request, pk, unit_pk)
    stage = summary.stage_of_scorers(procedure)
    if stage is None:
        raise NotNow(_("At this stage nobody scores alone."))
    evaluations = summary.to_share_out(procedure, unit, stage)
    people = summary.who_can_score(unit, evaluations, stage)
    form = _asked(request, evaluations, people)
    plan = _plan(form, evaluations, stage)
    if request.method == "POST" and plan:
        if request.POST.get("mark") != plan.mark:
            raise NotNow(_("The assignments have changed since this plan was made. Look at the new one and save that."))
        count = actions.assign_all(plan, by=request.user)
        told = ngettext("%(count)s dossier was given out.", "%(count)s dossiers were given out.", count)
        messages.success(request, told % {"count": format_number(count)})
        return redirect("evaluations:summary", procedure.pk, unit.pk)
    context = {"procedure": procedure, "unit": unit, "form": form, "plan": plan, "loads": _loads(plan)}
    context |= {"stage": Stage(stage).label, "count": len(evaluations)}
    return render(request, "evaluations/share_out.html", context)


def _asked(request, evaluations, people):
    """The answers of the address; everybody and everything when nothing is asked yet."""
    said = request.GET.copy()
    if "scorers" not in said:
        said.setlist("scorers", [str(person.pk) for person in people])
    known = Person.objects.filter(pk__in=[person.pk for person in people]).order_by("sort_key", "pk")
    return ShareForm(said, people=known, subjects=[one.subject for one in evaluations])


def _plan(form, evaluations, stage):
    if not form.is_valid():
        return None
    said = form.cleaned_data
    chosen = [one for one in evaluations if not said["field"] or one.subject.field == said["field"]]
    return assigning.plan(chosen, said["scorers"], stage=stage, afresh=said["afresh"]) if chosen else None


def _loads(plan):
    return [(person, plan.load_of(person)) for person in plan.scorers] if plan else []


def _bar(line):
    note = _("of %(given)s given, %(begun)s begun, %(put_off)s put off") % {
        "given": format_number(line.given),
        "begun": format_number(line.begun),
        "put_off": format_number(line.put_off),
    }
    return {"text": line.scorer.full_name, "value": line.sent, "note": note, "tone": "b" if line.waiting else "g"}


def _export(rows, kind):
    header = [
        _("Rank"), _("Code"), _("Name"), _("Unit"), _("Points"), _("Class"), _("Gates that are not passed"),
        _("Lowest total"), _("Highest total"), _("Provisional"),
    ]  # fmt: skip
    file = tempfile.SpooledTemporaryFile(max_size=2**20)  # noqa: SIM115 - the response closes it
    if kind == "xlsx":
        sheets.write_xlsx(file, _("Order"), header, map(_cells, rows))
    else:
        sheets.write_csv(file, header, map(_cells, rows))
    file.seek(0)
    name = f"xep-thu-tu-{clock.today():%Y-%m-%d}.{kind}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=FORMATS[kind])


def _cells(row):
    standing = row.line.standing
    gates = "; ".join(f"{gate.code} {gate.sentence}" for gate in standing.failed_gates)
    return [
        row.line.rank, standing.subject.code, standing.subject.title, standing.subject.unit.name, standing.total,
        standing.class_name, gates, row.least, row.most, _("yes") if standing.provisional else _("no"),
    ]  # fmt: skip
