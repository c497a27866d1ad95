"""The rows that verbs lock, read again: they may have changed since a page was made."""

from kheo.councils.models import CouncilSession, Item


def session_now(session: CouncilSession) -> CouncilSession:
    """The session as it is now, locked until the verb is done."""
    rows = CouncilSession.objects.select_for_update(of=("self",))
    return rows.select_related("council__unit", "led_by", "written_by", "ceremony", "minutes").get(pk=session.pk)


def item_now(item: Item) -> Item:
    """The item as it is now, with its session; both locked, the session first, as everywhere."""
    session = session_now(item.session)
    found: Item = (
        Item.objects.select_for_update(of=("self",)).select_related("rule", "subject", "quota").get(pk=item.pk)
    )
    found.session = session
    return found
