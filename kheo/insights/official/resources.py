"""T4: resources mobilised by source, and people served (movement.md §4.3). “More than” survives; stock is not added."""

from django.utils.translation import gettext as _

from kheo.insights.addresses import page_address
from kheo.insights.amounts import rows_address
from kheo.insights.official.gathered import Gathered
from kheo.insights.official.sheet import Band, Head, Sheet, line_head, lines_of, named


def of_resources(gathered: Gathered) -> Sheet:
    """One band for each round, with the columns in which anybody has anything in any of them. Rounds are not added:
    what is there in all would be counted twice (§4.5 rule 1)."""
    shown = {column.key for table in gathered.resources for column in table.page_columns} - {"unit", "name"}
    first = gathered.resources[0]
    columns = [column for column in first.columns if column.key in shown]
    keys = ["name", *(column.key for column in columns)]
    bands = []
    for scope, table in zip(gathered.scopes, gathered.resources, strict=True):
        urls = [rows_address(scope, line, "") for line in scope.lines]
        bands.append(
            Band(named(gathered.scopes, scope), tuple(lines_of(table, keys, urls, rows_address(scope, None, ""))))
        )
    money = _("Money (million đồng)")
    heads = [
        Head(f"{money}: {column.label}" if column.group == money else f"{column.label} {column.under}".strip(), 1.4)
        for column in columns
    ]
    notes = [note for table in gathered.resources for note in table.notes[1:]]
    if len(gathered.scopes) > 1:
        notes.append(_("Each period by itself: what is there in all is not added over periods."))
    return Sheet(
        4, _("Resources mobilised, by source"), (line_head(), Head(_("Unit"), 3.4, "left"), *heads), tuple(bands),
        tuple(dict.fromkeys(notes)), page_address("mobilised", gathered.scopes[-1]),
    )  # fmt: skip
