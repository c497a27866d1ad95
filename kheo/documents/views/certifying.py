"""The certificates of a decision, and the page that checks one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.documents import actions, exporting, permissions
from kheo.documents.certificates import printed
from kheo.documents.forms.certifying import WithdrawForm
from kheo.documents.layouts.files import pdf
from kheo.documents.models import Certificate, CertificateSheet
from kheo.documents.views.finding import handed_out
from kheo.kernel.filekinds import KINDS
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of

CERTIFICATES_A_PAGE = 50


@require_safe
def sheet(request, pk):
    """The certificates of a decision: to whom, by which code, which no longer hold."""
    sheet = _sheet(request, pk)
    rows = sheet.certificates.select_related("withdrawn_by").in_order()
    page = {
        "sheet": sheet,
        "page_obj": Paginator(rows, CERTIFICATES_A_PAGE).get_page(request.GET.get("page")),
        "valid": sheet.certificates.valid().count(),
        "may_withdraw": permissions.can_prepare.allows(request.user, sheet.unit),
    }
    return render(request, "documents/sheet.html", page)


@require_safe
def certificates(request, pk):
    """All certificates of a decision in one file, a page each."""
    return _as_pdf(request, _sheet(request, pk))


@require_safe
def certificate(request, pk):
    """One certificate by itself, for printing it again."""
    one = _certificate(request, pk)
    if one.withdrawn_at:
        raise Http404
    return _as_pdf(request, one.sheet, one)


@form_page
def withdraw(request, pk):
    """Say of a certificate that it no longer holds, and why."""
    one = _certificate(request, pk)
    permissions.can_withdraw(request.user, one)
    form = WithdrawForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            actions.withdraw(one, by=request.user, **form.cleaned_data)
            messages.success(request, _("Certificate %(code)s no longer holds.") % {"code": one.code})
            return redirect("documents:sheet", one.sheet_id)
    return render(request, "documents/withdraw.html", {"form": form, "certificate": one}, status=status_of(form))


@login_not_required
@require_safe
def check(request, code):
    """Whether a certificate holds, for whoever has it in hand and reads its code; nothing that is not printed on it."""
    rows = Certificate.objects.select_related("sheet__paper")
    return render(request, "documents/check.html", {"certificate": get_object_or_404(rows, code=code)})


def _sheet(request, pk):
    rows = CertificateSheet.objects.visible_to(request.user).select_related("paper", "unit")
    return get_object_or_404(rows, pk=pk)


def _certificate(request, pk):
    rows = Certificate.objects.filter(sheet__in=CertificateSheet.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("sheet__paper", "sheet__unit"), pk=pk)


def _as_pdf(request, sheet, only=None):
    """The valid certificates of a sheet, or only one of them, as they are printed."""

    def address_of(code):
        return request.build_absolute_uri(reverse("check", args=[code]))

    content = pdf(printed(sheet, address_of=address_of, only=only))
    words = [sheet.paper.number, *([only.code] if only else [])]
    name = exporting.file_name(f"giay chung nhan {' '.join(words)}", "pdf")
    return handed_out(exporting.Exported(name, KINDS["pdf"].content_type, content))
