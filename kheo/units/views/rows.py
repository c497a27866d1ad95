"""A branch of the tree as markup: the rows that the tree page, a unit's page and script ask for."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from kheo.units.branches import AT_MOST, Moment, Node


def rows(request, nodes: list[Node], moment: Moment) -> SafeString:
    """The rows of a branch with the branches opened in it, innermost first."""
    context = {"nodes": [_told(request, node, moment) for node in nodes], "cut_off": len(nodes) >= AT_MOST}
    return render_to_string("units/tree.html#rows", context, request)


def _told(request, node, moment):
    return {
        "key": str(node.unit.pk),
        "name": node.unit.name_then,
        "url": reverse("units:detail", args=[node.unit.pk]),
        "aside": node.aside,
        "has_children": bool(node.unit.below),
        "expand_url": reverse("units:children", args=[node.unit.pk]) + moment.query,
        "opened": node.opened,
        "branch": rows(request, node.branch, moment) if node.opened else "",
    }
