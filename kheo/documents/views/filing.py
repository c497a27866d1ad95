"""Papers on file: those of one's units and those sent to them, the signed copy, what corrects a paper."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.documents import actions, permissions
from kheo.documents.forms.filing import CorrectionForm, SignedForm
from kheo.documents.models import CertificateSheet, Draft, Paper
from kheo.documents.signatures import Finding
from kheo.documents.views.finding import address_of, as_printed, paper_of
from kheo.kernel import files
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.kernel.text import clean_line

PAPERS_A_PAGE = 50


@require_safe
def list_(request):
    """What one's units are writing, and what they have on file."""
    words = clean_line(request.GET.get("q", ""))[:200]
    papers = Paper.objects.visible_to(request.user).matching(words)
    papers = papers.select_related("issuer", "corrects").newest_first()
    return render(
        request,
        "documents/list.html",
        {
            "words": words,
            "drafts": Draft.objects.visible_to(request.user).open().select_related("unit").newest_first(),
            "page_obj": Paginator(papers.prefetch_related("corrections"), PAPERS_A_PAGE).get_page(
                request.GET.get("page")
            ),
            "may_furnish": permissions.can_furnish_any.allows(request.user),
        },
    )


@require_safe
def detail(request, pk):
    """A paper on file: its number, what it says, its signed copy, and what corrects it."""
    paper = paper_of(request, pk)
    draft = Draft.objects.filter(paper=paper).select_related("paper", "unit").first()
    writes = Draft.objects.visible_to(request.user).filter(paper=paper).exists()
    copy = paper.signed_copies.select_related("by").first()
    page = {
        "paper": paper,
        "draft": draft,
        "writes": writes,
        "origin": address_of(draft) if writes else "",
        "printed": as_printed(draft) if draft else None,
        "copy": copy,
        "findings": [Finding(**found).sentence for found in copy.signatures] if copy else [],
        "corrections": Paper.objects.visible_to(request.user).filter(corrects=paper).order_by("date", "pk"),
        "correcting": Draft.objects.visible_to(request.user).open().filter(corrects=paper),
        "sent_to": paper.deliveries.select_related("unit").order_by("unit__sort_key", "pk") if writes else [],
        "sheets": CertificateSheet.objects.visible_to(request.user).filter(paper=paper),
        "why_not_lock": permissions.can_lock.why_not(request.user, paper),
        "why_not_correct": permissions.can_correct.why_not(request.user, paper),
    }
    return render(request, "documents/detail.html", page)


@form_page
def attach_signed(request, pk):
    """The copy that came back from signing: checked, then kept, and the paper is locked."""
    paper = paper_of(request, pk)
    permissions.can_lock(request.user, paper)
    form = SignedForm(posted(request), request.FILES or None)
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
    paper = paper_of(request, pk)
    if paper.file is None:
        raise Http404
    return files.response(paper.file)


@form_page
def correct(request, pk):
    """Begin the paper that corrects an issued one."""
    paper = paper_of(request, pk)
    permissions.can_correct(request.user, paper)
    form = CorrectionForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            told = form.cleaned_data
            begun = actions.correct(paper, told["amendments"], mistake=told["mistake"], by=request.user)
            return redirect("documents:draft", begun.pk)
    return render(request, "documents/correct.html", {"form": form, "paper": paper}, status=status_of(form))
