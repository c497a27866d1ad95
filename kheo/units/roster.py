"""The people of a unit as a file: what the page shows, one row a role."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.units.models import Membership

HEADER = (
    gettext_lazy("Name"), gettext_lazy("User name"), gettext_lazy("Role"), gettext_lazy("First day"),
    gettext_lazy("Last day"), gettext_lazy("Last signed in"), gettext_lazy("Account"),
)  # fmt: skip


def lines(roles: QuerySet[Membership]) -> Iterator[list[Any]]:
    """Who has the roles, by name, in one query; days as days, so that a spreadsheet can sort them."""
    for role in roles.select_related("person").order_by("person__sort_key", "person_id", "during", "role"):
        person = role.person
        yield [
            person.full_name, person.username, capfirst(role.get_role_display()), role.since, role.until,
            person.last_login, "" if person.is_active else _("account closed"),
        ]  # fmt: skip
