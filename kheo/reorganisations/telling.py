"""A plan as its page tells it: the steps in words, the trees, the totals, the roles that go on, its history."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kheo.kernel import journal
from kheo.kernel.quantities import format_number
from kheo.people.models import Person
from kheo.reorganisations.enums import ChangeKind, Fate
from kheo.reorganisations.models import Change, Reorganisation, Stay
from kheo.units import history
from kheo.units.enums import Level, Role, Share
from kheo.units.models import Unit, offices

KINDS = {
    "found": {"key": "found", "text": gettext_lazy("Found a new unit")},
    "merge": {"key": "merge", "text": gettext_lazy("Merge units")},
    "split": {"key": "split", "text": gettext_lazy("Split a unit by place")},
    "rename": {"key": "rename", "text": gettext_lazy("Rename a unit")},
    "move": {"key": "move", "text": gettext_lazy("Move units under another superior")},
    "regrade": {"key": "regrade", "text": gettext_lazy("Change the kind or level of a unit")},
    "dissolve": {"key": "dissolve", "text": gettext_lazy("Dissolve units")},
}
_WHAT = {
    "draft": gettext_lazy("drafts"),
    "sent": gettext_lazy("registrations that it sent"),
    "answer": gettext_lazy("registrations that it has to answer"),
    "model": gettext_lazy("recognised models that live"),
    "proposal": gettext_lazy("proposals that it has to decide on"),
    "movement": gettext_lazy("movements that it runs"),
    "framework": gettext_lazy("frameworks of criteria that it keeps"),
    "consideration": gettext_lazy("considerations not concluded"),
    "evaluation": gettext_lazy("judgements that it has under way"),
    "judged": gettext_lazy("judgements of its works under way"),
    "visit": gettext_lazy("field visits not written down"),
    "session": gettext_lazy("council sessions not concluded"),
    "seat": gettext_lazy("seats in its councils"),
    "paper": gettext_lazy("papers being drafted"),
    "call": gettext_lazy("calls to replicate"),
    "recheck": gettext_lazy("re-checks to decide on"),
    "joining": gettext_lazy("requests to take part in works of others"),
}
_COLUMNS = {  # as the template heads them, and what stands there
    "old_code": (gettext_lazy("Old code"), gettext_lazy("Code of the unit on the last day of the old order")),
    "old_name": (gettext_lazy("Old name"), gettext_lazy("Only compared with the code")),
    "new_code": (gettext_lazy("New code"), gettext_lazy("Empty when the unit ends without a successor")),
    "new_name": (gettext_lazy("New name"), gettext_lazy("Once for each new unit is enough")),
    "new_kind": (gettext_lazy("New kind"), gettext_lazy("xã, phường, đặc khu or tỉnh; a commune when empty")),
    "new_superior": (gettext_lazy("New superior"), gettext_lazy("Code, old or new; the owner of the plan when empty")),
    "share": (gettext_lazy("Whole or part"), gettext_lazy("Whole when empty")),
    "villages": (gettext_lazy("Villages"), gettext_lazy("Of a part: the villages that go there, with commas between")),
    "legal_basis": (gettext_lazy("Legal basis"), gettext_lazy("That of the plan when empty")),
}


def columns() -> list[tuple[str, str]]:
    """What heads each column of the table of a province, and what stands in it."""
    return [(str(head), str(why)) for head, why in _COLUMNS.values()]


def kept_units(person: Person) -> list[Unit]:
    """The units that the person keeps: for each, a re-organisation may be begun."""
    return [office.unit for office in offices(person) if office.role == Role.KEEPER]


def changes(plan: Reorganisation) -> list[tuple[Change, str]]:
    """Each step with its sentence: what is founded, then unit by unit what becomes of each."""
    rows = plan.changes.select_related("unit", "target", "made")
    return [(change, _sentence(change)) for change in sorted(rows, key=_place)]


def counted(changes: Iterable[tuple[Change, str]]) -> list[tuple[str, int]]:
    """How many steps there are of each kind, in the order of the kinds."""
    counts = Counter(change.kind for change, _sentence in changes)
    return [(str(kind.label), counts[kind]) for kind in ChangeKind if counts[kind]]


def rehearsal(plan: Reorganisation) -> dict[str, Any]:
    """What was seen when the plan was looked at or carried out, ready to be shown; empty before that."""
    told = plan.rehearsal
    if not told:
        return {}
    totals = [[row["round"], format_number(row["before"]), format_number(row["after"])] for row in told["totals"]]
    opens = [
        [row["unit"], _WHAT[row["what"]], row["to"] or "–", fate(row).label, format_number(row["count"])]
        for row in told["open"]
    ]
    roles = [[unit, format_number(count)] for unit, count in told["people"]["roles"]]
    gone = {row["id"] for row in told["before"]} - {row["id"] for row in told["after"]}
    new = {row["id"] for row in told["after"]} - {row["id"] for row in told["before"]}
    return {
        "totals": totals, "open": opens, "open_sum": _by_kind(told["open"]), "roles": roles,
        "before": [_unit(row, gone) for row in told["before"]], "after": [_unit(row, new) for row in told["after"]],
        "sum": _units(len(told["before"]), len(told["after"])),
        "waiting": sum(row["count"] for row in told["open"] if fate(row) == Fate.WAITS),
    }  # fmt: skip


def fate(row: dict[str, Any]) -> Fate:
    """What becomes of a row; one that was looked at before this was told has a place, or waits."""
    return Fate(row["fate"]) if "fate" in row else Fate.MOVES if row["to"] else Fate.WAITS


def _by_kind(rows: list[dict[str, Any]]) -> list[list[str]]:
    """The same over all units: what, what becomes of it, how many; in the order in which things are named here."""
    counts = Counter[tuple[str, Fate]]()
    for row in rows:
        counts[row["what"], fate(row)] += row["count"]
    return [
        [str(_WHAT[what]), str(end.label), format_number(counts[what, end])]
        for what in _WHAT for end in Fate if counts[what, end]
    ]  # fmt: skip


def without_office(plan: Reorganisation) -> list[int]:
    """The people whose accounts are left without any role."""
    return plan.rehearsal["people"]["without"] if plan.rehearsal else []


def stays(plan: Reorganisation) -> list[Stay]:
    """The roles that go on in a successor."""
    rows = plan.stays.select_related("person", "change__unit", "change__target", "change__made")
    return list(rows.order_by("change__unit__sort_key", "person__sort_key", "pk"))


def entries(plan: Reorganisation) -> list[history.Told]:
    """Who did what with the plan, the newest first."""
    return history.tell(journal.history(plan).reverse()[:50])


def _place(change: Change) -> tuple[bool, str, int, bool, int]:
    """Where it stands among the others: foundings as they were planned, the rest by unit, its end first."""
    unit = change.unit
    return (
        unit is not None,
        unit.sort_key if unit else "",
        change.unit_id or 0,
        change.kind != ChangeKind.CLOSE,
        change.pk,
    )


def _sentence(change: Change) -> str:
    words = {
        "unit": change.unit.name if change.unit else "", "aim": _aim(change), "name": change.name,
        "code": change.code, "level": Level(change.level).label.lower() if change.level else "",
    }  # fmt: skip
    if change.kind == ChangeKind.SUCCEED:
        if change.share == Share.WHOLE:
            return _("%(unit)s wholly goes on as %(aim)s.") % words
        note = f" ({change.note})" if change.note else ""
        return _("A part of %(unit)s%(note)s goes on as %(aim)s.") % {**words, "note": note}
    return {
        ChangeKind.FOUND: _("%(name)s (%(code)s, %(level)s) is founded below %(aim)s."),
        ChangeKind.CLOSE: _("%(unit)s ends."),
        ChangeKind.MOVE: _("%(unit)s moves below %(aim)s."),
        ChangeKind.RENAME: _("%(unit)s is called %(name)s."),
        ChangeKind.REGRADE: _("%(unit)s is of the level %(level)s."),
    }[ChangeKind(change.kind)] % words


def _aim(change: Change) -> str:
    """Where it leads to; said to be new where the old unit bears the same name (trap 1 of movement.md §9.2)."""
    namesake = change.made_id and change.unit and change.unit.name == change.aim_name
    return f"{change.aim_name} ({_('new')})" if namesake else change.aim_name


def _unit(row: dict[str, Any], marked: set[int]) -> dict[str, Any]:
    """A unit of a tree, with how deep it stands as the space before its name."""
    return {
        "name": row["name"], "code": row["code"], "indent": "\u2003" * min(row["depth"], 6),
        "marked": row["id"] in marked,
        "level": Level(row["level"]).label, "below": row["below"],
    }  # fmt: skip


def _units(before: int, after: int) -> str:
    one = ngettext("%(count)s unit before", "%(count)s units before", before) % {"count": format_number(before)}
    other = ngettext("%(count)s unit after", "%(count)s units after", after) % {"count": format_number(after)}
    return f"{one}, {other}"
