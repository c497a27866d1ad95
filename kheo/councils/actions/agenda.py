"""What can be changed about an item before the council takes it up."""

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.councils import permissions, policies
from kheo.councils.actions.locking import item_now
from kheo.councils.models import Item, VotingRule
from kheo.kernel import journal
from kheo.kernel.errors import BadInput
from kheo.people.models import Person


@transaction.atomic
def set_item_rule(item: Item, rule: VotingRule, *, by: Person) -> Item:
    """Have the item voted on by another rule of the council, as long as nothing has happened to it."""
    item = item_now(item)
    permissions.can_prepare(by, item.session)
    policies.is_waiting(item)
    if rule.council_id != item.session.council_id:
        raise BadInput(_("The rule of an item is one of its own council."))
    item.rule = rule
    item.save(update_fields=["rule"])
    journal.record("item.rule_set", item, by=by, unit_id=item.session.council.unit_id)
    return item
