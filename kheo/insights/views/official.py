"""Official reports: those that were closed, a new one as a preview and as files, and closing its figures."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.documents.exporting import file_name
from kheo.insights import actions, permissions, policies
from kheo.insights.addresses import page_address
from kheo.insights.enums import PeriodKind, ReportFile
from kheo.insights.forms import CloseReportForm
from kheo.insights.models import OfficialReport
from kheo.insights.official.asking import report_asked
from kheo.insights.official.differences import differences
from kheo.insights.official.told import tell
from kheo.insights.official.workbook import workbook
from kheo.insights.official.written import pdf, word
from kheo.kernel import files
from kheo.kernel.downloads import download
from kheo.kernel.filekinds import KINDS
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.units.enums import Level
from kheo.units.lagging import may_lag

WRITERS = {ReportFile.WORD: (word, "docx"), ReportFile.PDF: (pdf, "pdf"), ReportFile.WORKBOOK: (workbook, "xlsx")}
SHOWN = 30  # lines of a list in a preview; the files have all
KEPT = ("unit", "round", "since", "kind", "language", "level")


@require_safe
def reports(request):
    """The closed reports of a unit, or of all units whose figures one reads."""
    if not (ask := report_asked(request.GET, request.user)):
        return render(request, "insights/nothing.html")
    visible = _visible(request)
    if request.GET.get("unit"):
        visible = visible.filter(unit=ask.reported.unit)
    page_obj = Paginator(visible.newest_first(), 50).get_page(request.GET.get("page"))
    scope = ask.figures.scope
    return render(
        request,
        "insights/official/list.html",
        {
            "page_obj": page_obj,
            "scope": scope,
            "new_url": page_address("new_report", scope),
            "figures_url": page_address("funnel", scope),
            "one_unit": bool(request.GET.get("unit")),
        },
    )


@may_lag
@require_safe
def new_report(request):
    """A report as it would be today: on the page, and as files; nothing is kept."""
    if not (ask := report_asked(request.GET, request.user)):
        return render(request, "insights/nothing.html")
    reported = ask.reported
    refusal = policies.can_be_reported.why_not(reported.rounds, reported.kind)
    if request.GET.get("file") and not refusal:
        return _made(request, tell(reported), request.GET["file"])
    return render(
        request,
        "insights/official/new.html",
        {
            "reported": reported,
            "refusal": refusal,
            "said": None if refusal else tell(reported).as_data(),
            "scope": ask.figures.scope,
            "shown": SHOWN,
            "rounds": [(one, one == ask.figures.scope.round) for one in ask.figures.rounds],
            "since": [(one, one == reported.rounds[0]) for one in ask.since],
            "kinds": [(key, label, key == reported.kind) for key, label in PeriodKind.choices],
            "languages": [(key, label, key == reported.language) for key, label in settings.LANGUAGES],
            "levels": [(key, label, key == reported.level) for key, label in Level.choices],
            "files": [(label, f"{request.path}?{_query(request, file=key)}") for key, label in ReportFile.choices],
            "close_url": f"{reverse('insights:close_report')}?{_query(request)}",
            "why_not_close": permissions.can_close_report.why_not(
                request.user, reported.unit, reported.rounds, reported.kind
            ),
            "list_url": page_address("reports", ask.figures.scope),
        },
    )


@form_page
def close_report(request):
    """Closing the figures asks first, and says what it means."""
    ask = report_asked(request.GET, request.user)
    if not ask:
        raise Http404
    reported = ask.reported
    permissions.can_close_report(request.user, reported.unit, reported.rounds, reported.kind)
    form = CloseReportForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            report_ = actions.close_report(
                reported.unit, reported.rounds, reported.kind, language=reported.language, level=reported.level,
                by=request.user, address_of=request.build_absolute_uri,
            )  # fmt: skip
            messages.success(request, _("The figures are closed. The files stay as they are from now on."))
            return redirect("insights:report", report_.pk)
    page = {
        "form": form,
        "reported": reported,
        "back_url": f"{reverse('insights:new_report')}?{_query(request)}",
    }
    return render(request, "insights/official/close.html", page, status=status_of(form))


@require_safe
def report(request, pk):
    """A closed report as it stands, its files, and where today's figures differ."""
    found = get_object_or_404(_visible(request).prefetch_related("rounds"), pk=pk)
    return render(
        request,
        "insights/official/detail.html",
        {
            "report": found,
            "shown": SHOWN,
            "differences": differences(found),
            "files": [
                (label, reverse("insights:report_file", args=[found.pk, key]), getattr(found, key))
                for key, label in ReportFile.choices
            ],
            "crumbs": [
                {"url": f"{reverse('insights:reports')}?unit={found.unit_id}", "text": _("Official reports")},
            ],
        },
    )


@require_safe
def report_file(request, pk, kind):
    """A file of a closed report, byte for byte as it was on the day."""
    if kind not in ReportFile.values:
        raise Http404
    return files.response(getattr(get_object_or_404(_visible(request), pk=pk), kind))


def _visible(request):
    return OfficialReport.objects.visible_to(request.user).select_related(
        "unit", "movement", "by", "word", "pdf", "workbook"
    )


def _made(request, told, wanted):
    """The report of today as a file."""
    if wanted not in WRITERS:
        raise Http404
    write, extension = WRITERS[ReportFile(wanted)]
    content = write(told, request.build_absolute_uri)
    name = file_name(f"bao cao {told.reported.unit.code} {told.reported.rounds[-1].code}", extension)
    return download(name, KINDS[extension].content_type, lambda stream: stream.write(content))


def _query(request, **more):
    """The same choices, said in full, with some more."""
    query = request.GET.copy()
    for name in list(query):
        if name not in KEPT:
            del query[name]
    for name, value in more.items():
        query[name] = value
    return query.urlencode()
