"""Where today's figures differ from those of a closed report."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from kheo.insights.models import OfficialReport
from kheo.insights.official.decisions import of_decisions
from kheo.insights.official.fields import of_fields
from kheo.insights.official.funnels import of_funnels
from kheo.insights.official.gathered import Gathered
from kheo.insights.official.replication import of_replication
from kheo.insights.official.reported import Reported
from kheo.insights.official.resources import of_resources
from kheo.insights.official.sheet import as_data

type Data = dict[str, Any]
# The list of models is not read again: how many there are stands in the funnel.
COMPARED = (of_fields, of_funnels, of_resources, of_replication, of_decisions)
LISTS = (5,)  # tables that list rows: of these only the number of lines is compared
AT_MOST = 50  # differences shown


@dataclass(frozen=True)
class Difference:
    """A cell that says something else today; `then` or `now` is empty where the line is not there."""

    table: int
    line: str
    head: str
    then: str
    now: str


def differences(report: OfficialReport) -> list[Difference]:
    """What the report would say today, beside what it says: the first of what differs."""
    rounds = report.rounds.all()
    reported = Reported.of(report.unit, rounds, report.kind, language=report.language, level=report.level)
    then = {sheet["number"]: sheet for sheet in report.said["sheets"]}
    with translation.override(report.language):
        gathered = Gathered(reported)
        now = [as_data(make(gathered)) for make in COMPARED]
    found = [difference for sheet in now for difference in _of_sheet(then[sheet["number"]], sheet)]
    return found[:AT_MOST]


def _of_sheet(then: Data, now: Data) -> Iterator[Difference]:
    number = then["number"]
    if number in LISTS:
        counts = [sum(len(band["lines"]) for band in data["bands"]) for data in (then, now)]
        if counts[0] != counts[1]:
            yield Difference(number, then["title"], "", str(counts[0]), str(counts[1]))
        return
    before, today = _lines(then), _lines(now)
    for key in dict.fromkeys([*before, *today]):
        old, new = before.get(key, {}), today.get(key, {})
        for head in dict.fromkeys([*old, *new]):
            if old.get(head, "") != new.get(head, ""):
                yield Difference(number, " – ".join(filter(None, key[:2])), head, old.get(head, ""), new.get(head, ""))


def _lines(data: Data) -> dict[tuple[str, str, int], dict[str, str]]:
    """The cells of each line by the words of their heads; lines of one name are told apart by their order."""
    found: dict[tuple[str, str, int], dict[str, str]] = {}
    heads = data["heads"][1:]
    for band in data["bands"]:
        for line in band["lines"]:
            texts = [cell["text"] for cell in line["cells"]]
            key, place = (band["name"], texts[0]), 0
            while (*key, place) in found:
                place += 1
            found[*key, place] = dict(zip(heads, texts, strict=True))
    return found
