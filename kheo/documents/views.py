"""The pages of papers: those of one's units, the words of a draft, number, signed copy, correction, templates."""

from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kheo.documents import actions, exporting, forms, permissions
from kheo.documents.certificates import printed
from kheo.documents.layouts import composition
from kheo.documents.layouts.composing import compose
from kheo.documents.layouts.files import pdf
from kheo.documents.legal_bases import doubts
from kheo.documents.models import Certificate, CertificateSheet, Draft, Paper, UnitTemplate
from kheo.documents.origins import origin_of
from kheo.documents.signatures import Finding
from kheo.documents.unit_templates.names import LISTS, WORDS
from kheo.kernel import clock, files
from kheo.kernel.errors import Stale
from kheo.kernel.filekinds import KINDS
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of

PAPERS_A_PAGE = 50


@require_safe
def list_(request):
    """What one's units are writing, and what they have on file."""
    papers = Paper.objects.visible_to(request.user).select_related("issuer", "corrects").newest_first()
    return render(
        request,
        "documents/list.html",
        {
            "drafts": Draft.objects.visible_to(request.user).open().select_related("unit").newest_first(),
            "page_obj": Paginator(papers.prefetch_related("corrections"), PAPERS_A_PAGE).get_page(
                request.GET.get("page")
            ),
            "may_furnish": permissions.can_furnish_any.allows(request.user),
        },
    )


@require_safe
def draft(request, pk):
    """A paper being written, as it will print; once it is issued, the page of the paper."""
    draft = _draft(request, pk)
    if draft.paper_id:
        return redirect("documents:detail", draft.paper_id)
    page = {
        "draft": draft,
        "origin": _origin(draft),
        "printed": _as_printed(draft),
        "why_not_write": permissions.can_write.why_not(request.user, draft),
        "doubts": doubts(draft.kind, draft.layout, clock.today()),
        "template": exporting.template_for(draft),
    }
    return render(request, "documents/draft.html", page)


@form_page
def change(request, pk):
    """The words of a draft, block by block."""
    draft = _draft(request, pk)
    permissions.can_write(request.user, draft)
    form = forms.DraftForm(posted(request), document=draft.document, revision=draft.revision)
    if form.is_valid():
        with refusals_in(form):
            try:
                actions.change(draft, form.document(), by=request.user, revision=form.cleaned_data["revision"])
            except Stale as stale:
                form.show_again(str(stale), draft.revision)
            else:
                messages.success(request, _("The draft is saved."))
                return redirect("documents:draft", draft.pk)
    page = {"form": form, "draft": draft, "doubts": doubts(draft.kind, draft.layout, clock.today())}
    return render(request, "documents/change.html", page, status=status_of(form))


@form_page
def issue(request, pk):
    """The number and the day that the registry gave."""
    draft = _draft(request, pk)
    permissions.can_write(request.user, draft)
    form = forms.IssueForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            paper = actions.issue(draft, by=request.user, **form.cleaned_data)
            messages.success(request, _("Number %(number)s is entered.") % {"number": paper.number})
            return redirect("documents:detail", paper.pk)
    return render(request, "documents/issue.html", {"form": form, "draft": draft}, status=status_of(form))


@require_POST
def discard(request, pk):
    draft = _draft(request, pk)
    permissions.can_write(request.user, draft)
    actions.discard(draft, by=request.user)
    messages.success(request, _("The draft is discarded."))
    return redirect("documents:list")


@require_safe
def as_pdf(request, pk):
    return _handed_out(exporting.as_pdf(_draft(request, pk)))


@require_safe
def as_word(request, pk):
    return _handed_out(exporting.as_word(_draft(request, pk)))


@require_safe
def detail(request, pk):
    """A paper on file: its number, what it says, its signed copy, and what corrects it."""
    paper = _paper(request, pk)
    draft = Draft.objects.filter(paper=paper).select_related("paper", "unit").first()
    copy = paper.signed_copies.select_related("by").first()
    page = {
        "paper": paper,
        "draft": draft,
        "origin": _origin(draft) if draft else "",
        "printed": _as_printed(draft) if draft else None,
        "copy": copy,
        "findings": [Finding(**found).sentence for found in copy.signatures] if copy else [],
        "corrections": paper.corrections.order_by("date", "pk"),
        "correcting": Draft.objects.open().filter(corrects=paper),
        "sheets": CertificateSheet.objects.visible_to(request.user).filter(paper=paper),
        "why_not_lock": permissions.can_lock.why_not(request.user, paper),
        "why_not_correct": permissions.can_correct.why_not(request.user, paper),
    }
    return render(request, "documents/detail.html", page)


@form_page
def attach_signed(request, pk):
    """The copy that came back from signing: checked, then kept, and the paper is locked."""
    paper = _paper(request, pk)
    permissions.can_lock(request.user, paper)
    form = forms.SignedForm(posted(request), request.FILES or None)
    if form.is_valid():
        with refusals_in(form):
            told = form.cleaned_data
            actions.attach_signed(paper, told["file"], by=request.user, scanned=told["scanned"])
            messages.success(request, _("The signed copy is on file and the paper is locked."))
            return redirect("documents:detail", paper.pk)
    return render(request, "documents/sign.html", {"form": form, "paper": paper}, status=status_of(form))


@require_safe
def signed(request, pk):
    """Hand out the signed copy."""
    paper = _paper(request, pk)
    if paper.file is None:
        raise Http404
    return files.response(paper.file)


@form_page
def correct(request, pk):
    """Begin the paper that corrects an issued one."""
    paper = _paper(request, pk)
    permissions.can_correct(request.user, paper)
    form = forms.CorrectionForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            told = form.cleaned_data
            begun = actions.correct(paper, told["amendments"], mistake=told["mistake"], by=request.user)
            return redirect("documents:draft", begun.pk)
    return render(request, "documents/correct.html", {"form": form, "paper": paper}, status=status_of(form))


@require_safe
def certificates(request, pk):
    """All certificates of a decision in one file, a page each."""
    sheet = get_object_or_404(CertificateSheet.objects.visible_to(request.user).select_related("paper"), pk=pk)
    content = pdf(printed(sheet, address_of=lambda code: request.build_absolute_uri(reverse("check", args=[code]))))
    name = exporting.file_name(f"giay chung nhan {sheet.paper.number}", "pdf")
    return _handed_out(exporting.Exported(name, KINDS["pdf"].content_type, content))


@login_not_required
@require_safe
def check(request, code):
    """Whether a certificate holds, for whoever has it in hand and reads its code; nothing that is not printed on it."""
    rows = Certificate.objects.select_related("sheet__paper")
    return render(request, "documents/check.html", {"certificate": get_object_or_404(rows, code=code)})


@form_page
def templates(request):
    """The units' own Word templates, and the names that one may hold."""
    permissions.can_furnish_any(request.user)
    units = permissions.units_furnished_by(request.user)
    form = forms.TemplateForm(posted(request), request.FILES or None, units=units)
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


def _draft(request, pk):
    drafts = Draft.objects.visible_to(request.user).filter(discarded_at=None)
    return get_object_or_404(drafts.select_related("unit", "paper", "corrects"), pk=pk)


def _paper(request, pk):
    papers = Paper.objects.visible_to(request.user).select_related("issuer", "file", "corrects")
    return get_object_or_404(papers, pk=pk)


def _template(request, pk):
    rows = UnitTemplate.objects.filter(unit__in=permissions.units_furnished_by(request.user))
    return get_object_or_404(rows.select_related("unit", "file"), pk=pk)


def _origin(draft):
    """The address of the page on which the draft was begun."""
    origin = origin_of(draft)
    return origin.address(draft) if origin else ""


def _as_printed(draft):
    """The paper's words in the order of print."""
    return composition.data(compose(draft.document))


def _handed_out(made):
    """A file that was made just now, as an attachment and nothing else."""
    answer = FileResponse(BytesIO(made.content), as_attachment=True, filename=made.name, content_type=made.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
