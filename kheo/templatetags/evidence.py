"""The evidence of a dossier on pages of chapters below: {% load evidence %}."""

from django import template

from kheo.evidence import gallery, permissions

register = template.Library()


@register.inclusion_tag("evidence/_gallery.html", takes_context=True)
def evidence_of(context, registration, found=None) -> dict:
    """The photographs and files of a registration for the reader of the page, and the way to add more for whoever may.

    `found` are its files as `exemplars.reading` gives them to this reader, where the page has asked for them already.
    """
    person = context["request"].user
    shown = gallery.exhibits(registration, person, found)
    return {"registration": registration, "shown": shown, "adds": permissions.can_attach.allows(person, registration)}


@register.filter
def position(latitude, longitude) -> str:
    """20,93521; 106,80012, as positions are written here in every language."""
    return "; ".join(f"{degrees:.5f}".replace(".", ",") for degrees in (latitude, longitude))
