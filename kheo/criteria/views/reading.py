"""Reading: a framework with its versions, one version whole, on paper, as a file, beside another version."""

import io

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kheo.criteria import difference, faults, permissions, policies, telling
from kheo.criteria.enums import VersionStatus
from kheo.criteria.models import FrameworkVersion
from kheo.criteria.spellings import as_workbook, as_yaml
from kheo.criteria.views.finding import framework_of, said_by, version_of
from kheo.kernel import journal
from kheo.kernel.models import Entry
from kheo.kernel.sheets import XLSX
from kheo.units.history import tell
from kheo.units.models import offices

YAML = "application/yaml; charset=utf-8"


@require_safe
def detail(request, pk):
    """A framework: its versions with their days, and what was done to it."""
    framework = framework_of(request, pk)
    versions = list(_visible(request, framework).select_related("legal_basis", "copied_from"))
    page = {
        "framework": framework,
        "versions": versions,
        "history": tell(_entries(framework, versions))[::-1],
        "may_begin": permissions.can_begin_version.allows(request.user, framework),
        "may_keep": permissions.can_keep_frameworks.allows(request.user, framework.owner),
    }
    return render(request, "criteria/detail.html", page)


@require_safe
def version(request, pk):
    """One version whole: the table, the rules, how it is counted; what may be done with it."""
    version = version_of(request, pk)
    page = _told(version, said_by([office.unit_id for office in offices(request.user)], version)) | {
        "may_change": permissions.can_change.allows(request.user, version),
        "may_retire": permissions.can_retire.allows(request.user, version),
        "may_begin": permissions.can_begin_version.allows(request.user, version.framework),
        "faults": len(faults.faults(version.sheet)) if version.is_draft else 0,
        "units": _units_below(request, version),
        "before": _before(request, version),
    }
    return render(request, "criteria/version.html", page)


@require_safe
def print_(request, pk):
    """The table as officials fill it in, with empty columns for points and notes, and the rules in words."""
    return render(request, "criteria/print.html", _told(version_of(request, pk)))


@require_safe
def as_file(request, pk, spelling):
    """The version as YAML (whole) or as the officials' workbook."""
    version = version_of(request, pk)
    if spelling == "yaml":
        answer = HttpResponse(as_yaml.write(version.sheet), content_type=YAML)
    else:
        out = io.BytesIO()
        as_workbook.write(out, version.sheet)
        answer = HttpResponse(out.getvalue(), content_type=XLSX)
    name = f"{version.framework.code}-{version.number}.{spelling}".replace("/", "-")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
def compare(request, pk):
    """What differs from another version of the same framework, the one before unless another is asked for."""
    version = version_of(request, pk)
    others = _visible(request, version.framework).exclude(pk=version.pk)
    asked = request.GET.get("with", "")
    other = get_object_or_404(others, pk=asked) if asked.isdecimal() else _before(request, version)
    page = {
        "version": version,
        "other": other,
        "others": others.defer("document"),
        "changes": difference.compare(other.sheet, version.sheet) if other else [],
    }
    return render(request, "criteria/compare.html", page)


def _told(version, ours=None):
    sheet = version.sheet
    return {
        "version": version,
        "sheet": sheet,
        "about": telling.about(sheet),
        "table": telling.table(sheet, ours),
        "sections": telling.sections(sheet),
        "counting": telling.counting(sheet),
    }


def _visible(request, framework):
    return FrameworkVersion.objects.visible_to(request.user).filter(framework=framework).newest_first()


def _entries(framework, versions):
    """What was done to the framework and to the versions that this person sees, oldest first."""
    of_versions = Entry.objects.filter(
        subject_kind=journal.kind_of(FrameworkVersion), subject_id__in=[version.pk for version in versions]
    )
    return (journal.history(framework) | of_versions).exclude(verb="version.changed").order_by("at", "pk")


def _before(request, version):
    """The version that this one was copied from, or the one before it."""
    earlier = _visible(request, version.framework).filter(number__lt=version.number)
    return earlier.filter(pk=version.copied_from_id).first() or earlier.first()


def _units_below(request, version):
    """The reader's units that may put it in their own words."""
    if version.status != VersionStatus.PUBLISHED:
        return []
    leaf = next(version.sheet.leaves(), None)
    units = {office.unit_id: office.unit for office in offices(request.user)}
    return [unit for unit in units.values() if leaf and policies.can_be_concretised.allows(version, unit, leaf.code)]
