"""Putting an edit into a draft under its optimistic lock: one clear outcome, and nothing typed is lost."""

from kheo.criteria import actions, difference
from kheo.kernel.errors import Stale


def save(request, version, edit):
    """Change the draft. `Stale` tells both sides as they differ from the draft as it is now.

    An edit that changes nothing writes nothing, whatever somebody else did meanwhile.
    """
    sheet = edit(version.sheet)
    if sheet.document() == version.sheet.document():
        return
    said = request.POST.get("revision", "")[:9]
    try:
        actions.change(version, sheet, by=request.user, revision=int(said) if said.isdecimal() else -1)
    except Stale as stale:
        version.refresh_from_db()
        theirs, mine = difference.side_by_side(version.sheet, edit(version.sheet))
        raise Stale(str(stale), theirs=theirs, mine=mine) from stale


def typed_again(response):
    """A page that was only laid out anew, or looked at before the act: nothing was done, and its key can be used."""
    response.refused = True
    return response
