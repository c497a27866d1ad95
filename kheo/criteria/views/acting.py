"""The verbs on versions: begin the next one, publish, retire."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.criteria import actions, faults, permissions, policies
from kheo.criteria.cautions import cautions
from kheo.criteria.forms.acts import PublishForm, RetireForm, paper_of
from kheo.criteria.models import FrameworkVersion
from kheo.criteria.views import places
from kheo.criteria.views.finding import framework_of, version_of
from kheo.documents.actions import file_paper
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.kernel.periods import format_date


@require_POST
def begin_version(request, pk):
    """The next version begins as a copy, of the newest or of the one that is named."""
    framework = framework_of(request, pk)
    origin = None
    if said := request.POST.get("copied_from", ""):
        versions = FrameworkVersion.objects.visible_to(request.user).filter(framework=framework)
        origin = get_object_or_404(versions, pk=said if said.isdecimal() else 0)
    version = actions.begin_version(framework, by=request.user, copied_from=origin)
    messages.success(request, _("Version %(number)s has begun as a draft.") % {"number": version.number})
    return redirect("criteria:change", version.pk)


@form_page
def publish(request, pk):
    """Publishing freezes the version. While something does not add up the page says what, and where it is mended."""
    version = version_of(request, pk)
    permissions.can_keep_frameworks(request.user, version.framework.owner)
    policies.is_draft(version)
    form = PublishForm(posted(request))
    if form.is_valid():
        with refusals_in(form), transaction.atomic():
            _publish(request, version, form.cleaned_data)
            return redirect("criteria:version", version.pk)
    found = places.told(version, faults.faults(version.sheet))
    page = {
        "version": version,
        "form": form,
        "faults": found,
        "cautions": places.told(version, cautions(version.sheet)),
        "in_force": _in_force(version),
    }
    return render(request, "criteria/publish.html", page, status=status_of(form))


@form_page
def retire(request, pk):
    version = version_of(request, pk)
    permissions.can_retire(request.user, version)
    form = RetireForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            retired = actions.retire(version, by=request.user, last_day=form.cleaned_data["last_day"])
            messages.success(
                request, _("Version %(number)s is retired; its last day is %(day)s.")
                % {"number": retired.number, "day": format_date(retired.last_day)},
            )  # fmt: skip
            return redirect("criteria:version", version.pk)
    return render(request, "criteria/retire.html", {"version": version, "form": form}, status=status_of(form))


def _publish(request, version, told):
    paper = paper_of(told)
    basis = file_paper(**paper, issuer=version.framework.owner, by=request.user) if paper else None
    published = actions.publish(
        version, starts=told["starts"], last_day=told["last_day"], by=request.user, legal_basis=basis
    )
    messages.success(
        request, _("Version %(number)s is published. It is in force from %(day)s and never changes.")
        % {"number": published.number, "day": format_date(published.starts)},
    )  # fmt: skip


def _in_force(version):
    """The published version that ends when this one begins."""
    return version.framework.versions.published().order_by("-during").defer("document").first()
