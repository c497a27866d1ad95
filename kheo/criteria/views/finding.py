"""Fetching what a person may see: to everybody else there is no such page."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from kheo.criteria import library, permissions
from kheo.criteria.amounts import plain
from kheo.criteria.models import Concretisation, Framework, FrameworkVersion


def framework_of(request, pk):
    return get_object_or_404(Framework.objects.visible_to(request.user).select_related("owner"), pk=pk)


def version_of(request, pk):
    """A version with everything its page names."""
    versions = FrameworkVersion.objects.visible_to(request.user)
    return get_object_or_404(versions.select_related("framework__owner", "legal_basis", "copied_from"), pk=pk)


def draft_of(request, pk):
    """A draft that this person may change; a published version is told to be frozen."""
    version = version_of(request, pk)
    permissions.can_change(request.user, version)
    return version


def said_by(units, version):
    """What units have made of the criteria of a version, by code."""
    found = {}
    rows = Concretisation.objects.filter(version=version, unit__in=units).select_related("unit")
    for row in rows.order_by("unit__sort_key", "pk"):
        if row.local_target is not None:
            row.local_target = plain(row.local_target)
        found.setdefault(row.code, []).append(row)
    return found


def shipped_of(code):
    try:
        return library.by_code(code)
    except KeyError:
        raise Http404 from None
