"""The chair's five buttons on a matter: done, to be pressed now, or later. What cannot be pressed yet says why."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kheo.councils import permissions, policies
from kheo.councils.enums import NEXT, ItemState
from kheo.councils.models import Item
from kheo.kernel.rules import Rule
from kheo.people.models import Person

BUTTONS: dict[ItemState, tuple[str, str | Promise, Rule]] = {
    ItemState.PRESENTED: ("present", _("Open the item"), permissions.can_present),
    ItemState.DISCUSSED: ("discuss", _("Open the discussion"), permissions.can_discuss),
    ItemState.VOTING: ("open_vote", _("Open the vote"), permissions.can_open_vote),
    ItemState.CLOSED: ("close_vote", _("Close the vote"), permissions.can_close_vote),
    ItemState.ANNOUNCED: ("announce", _("Announce the result"), permissions.can_announce),
}
ORDER = list(BUTTONS)


class When(StrEnum):
    """Where a step stands beside the others."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True)
class Step:
    """A button: its verb, its words, and the sentence why it is grey although it is next."""

    verb: str
    text: str
    when: When
    why_not: str = ""

    @property
    def url_name(self) -> str:
        """The name of the verb's address."""
        return f"councils:{self.verb}"


def of(person: Person, item: Item) -> list[Step]:
    """The steps of a matter as this person may take them. Only a legal one is `NOW`."""
    return [_step(person, item, state) for state in ORDER]


def _step(person: Person, item: Item, state: ItemState) -> Step:
    verb, text, rule = BUTTONS[state]
    again = _is_voted_on_again(item) and state == ItemState.VOTING
    told = str(_("Open the second ballot") if again else text)
    if _is_next(item, state):
        return Step(verb, told, When.NOW, rule.why_not(person, item))
    return Step(verb, told, When.DONE if _is_behind(item, state) else When.LATER)


def _is_next(item: Item, state: ItemState) -> bool:
    if item.state == ItemState.ANNOUNCED:
        return state == ItemState.VOTING and _is_voted_on_again(item)
    return state in NEXT[ItemState(item.state)]


def _is_behind(item: Item, state: ItemState) -> bool:
    return item.state in ORDER and ORDER.index(state) <= ORDER.index(ItemState(item.state))


def _is_voted_on_again(item: Item) -> bool:
    return item.state == ItemState.ANNOUNCED and policies.has_a_ballot_left.allows(item)
