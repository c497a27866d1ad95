"""The page of the manual about lists, written from the columns and words themselves (docs/reference/imports.md)."""

from kheo.criteria.enums import Stage
from kheo.exemplars.enums import Kind, Origin, Subject
from kheo.imports import words
from kheo.imports.columns import COLUMNS, Column
from kheo.imports.enums import Answer, ImportKind, ListedStatus
from kheo.imports.headers import HEADERS
from kheo.imports.listing import LOOKED_THROUGH
from kheo.insights.enums import Measure
from kheo.kernel import tables
from kheo.movements.enums import FieldKey
from kheo.people.enums import Language
from kheo.units.enums import Kind as UnitKind
from kheo.units.enums import Level, Role

VOCABULARIES = {
    "Levels": (Level, words.LEVELS),
    "Fields": (FieldKey, words.FIELDS),
    "Kinds of registration": (Kind, words.KINDS),
    "Subjects": (Subject, words.SUBJECTS),
    "Origins": (Origin, words.ORIGINS),
    "Status": (ListedStatus, words.STATUSES),
    "Kinds of unit": (UnitKind, words.UNIT_KINDS),
    "Roles": (Role, words.ROLES),
    "Measures": (Measure, words.MEASURES),
    "Stages": (Stage, words.STAGES),
    "Yes and no": (Answer, words.ANSWERS),
    "Languages": (Language, words.LANGUAGES),
}
RULES = f"""
`kheo import {"|".join(ImportKind.values)} FILE` and the page *Imports* read the same lists by the same rules.

## The file

- xlsx, xls, ods or csv (commas, semicolons, tabs or bars; UTF-8, UTF-16 or Windows Vietnamese); at most
  {tables.LARGEST // 2**20} MB for the command and 20 MB in the browser.
- The first visible sheet that holds something is read; others are named and not read. Hidden rows and columns are
  read.
- The header may stand in any of the first {LOOKED_THROUGH} rows, in one row or two, with merged cells; a row of
  column numbers under it is passed over. A merged cell has its value everywhere it reaches.
- Headings are known by the stable name or by the other words below; neither case nor accents matter. A heading that
  is nearly one of them is refused as misspelt; other columns are not read, and are named.
- Dates: `31/12/2024`, `31.12.2024`, `31-12-2024`, `2024-12-31`, date cells. Numbers: `1250`, `1.250`, number cells.
- A formula counts by its saved result; one that was never calculated is refused. A text that begins like a formula
  stays text and is never calculated; what we hand out marks it so. A dash alone is an empty cell.

## The result

- All or nothing: while one row has to be corrected, nothing is written. Each fault names its row and column.
- What is already there is skipped and named, so that importing a list twice changes nothing.
- The command ends with 0, or with 2 and the sentences on standard error; `--dry-run` changes nothing, `--format
  json` tells the result to programs. In the browser rows are corrected on the page or in a returned file with remarks,
  and a list that nobody has worked on since can be undone whole.
- In the browser, units and people are imported by the system keeper of the superior or unit, movements by those
  who run them, registrations, printed totals and scores by the system keeper, steering committee or council
  secretary of the units that registered, received, recognised and judge; results, resources and people served by the
  clerk or head of the unit whose works they tell of.

## What a row means

**Units.** Rows may come in any order. The same code in two times that do not touch is two units. A unit stands
under its superior while both exist; on the first day the superior must exist. Already there: the same code and name
from the same day.

**People.** One row an office. The person is known by user name, e-mail address or phone number; without any of them
by full name within the unit. Accounts have no password until their owners are invited.

**Movements.** One row a round. A new movement is launched with its four fields and a rung for every level, from the
first day of its first round to the last day of its last one.

**Registrations.** The unit is the one that had the code during the round; when two did, add a day:
`CODE@30/06/2025`.
- The day of the registration is the first of the round, or of a unit founded later, or the decision's when that is
  earlier. The office that receives it is the nearest unit at or above that stands on the level, or on the next
  higher one.
- `registered` is an accepted registration. `recognised` and `not_recognised` add a concluded consideration of the
  office that received it; `declined` and `withdrawn` are what they say. Reasons that the list does not give are not
  invented.
- `recognised_level` above `level`: the receiving office recognised it too (without a decision; only when the round
  demands recognition below) and proposed it to the unit that recognised it, which the decision belongs to.
- `proposed_to_level`: a proposal from the unit that recognised it to the unit above that stands on that level;
  equal to a `recognised_level` above `level` it is the same step. Ranks follow the order of the list.
- Number and date of a decision may be missing; without a date the recognition counts at the round's end, or today.
- What is `maintained` or `upgraded` under the same name in the same unit continues the same exemplar.
- Already there: the same unit, round, kind, name and person.

**Printed totals.** A total as a report prints it, shown beside the sum of our rows.

**Scores.** What was given on one criterion of one subject at one stage: points, or a result with its target, or yes
or no.
- The subject is a registration that was accepted, or a unit of the movement. Where two offices gave the same code to
  registrations of the round, the unit that registered or received it follows: `MH-2023-0001@BT-HT`.
- The judging unit stands on the level at which the round demands an evaluation; where it demands it at several, the
  one that received the registration, or the column `level` says it.
- A round that demands nothing yet: the list is read by the published framework that has its criteria, and the round
  then demands it at the level of the office that received the registrations, for units at that of the movement's
  owner.
- `criterion_code` may also be a condition (gate; `passed`, and the number of the document in `note`) or a figure (its
  value in `value` or `points`).
- With a `scorer` each has a card of their own, and they become one by the rule of the framework; nobody near to the
  judged unit scores it. Without one the points are what the scorers gave together.
- A card from a list is a sent one, gaps and all: what is missing makes the total provisional. The evaluation stands
  behind the last stage that the list has, to be concluded when that was the last of all.
- Points as we write them, `22,5`, or as programs do, `22.5`; a point before exactly three digits is for thousands.
- What people have written or sent here is never changed. Already there: the same content on the same criterion of
  the same card; other content is a fault.

**Results, resources, people served.** One row a figure of a work that is registered already, under its code; the tables
that are taken away from the pages can be brought in again.
- A number with its qualifier, `hơn 180`, or the qualifier in a column of its own; the unit of measure behind the number
  or in its column. A row without a number is a result too.
- `part_of` names the row that holds the whole, `result` the result that something was given for: by its words.
- Rows are put behind those that stand. Already there: the same words, number, unit, qualifier and place in the same
  work.
"""


def page() -> str:
    """The whole page, in Markdown."""
    text = "# Lists that can be imported\n" + RULES
    for kind in ImportKind:
        text += f"\n## Columns: {kind.value}\n\n"
        text += "| column | needed | what it holds | also headed | example |\n|---|---|---|---|---|\n"
        text += "".join(_row(kind, column) for column in COLUMNS[kind])
    text += "\n## Words\n\nThe key, its labels in the three interface languages, and these:\n"
    for title, (keys, others) in VOCABULARIES.items():
        text += f"\n### {title}\n\n| key | also |\n|---|---|\n"
        text += "".join(f"| `{key.value}` | {', '.join(words.apart(others[key]))} |\n" for key in keys)
    return text + f"\nNo field: an empty cell, or {', '.join(words.apart(words.NO_FIELD))}.\n"


def _row(kind: ImportKind, column: Column) -> str:
    needed = "yes" if column.required else ""
    also = ", ".join(words.apart(HEADERS[kind][column.name]))
    return f"| `{column.name}` | {needed} | {column.about} | {also} | {column.example} |\n"
