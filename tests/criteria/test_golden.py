"""A published version never moves an old result: a document as it was stored, with results as they were then.

The file was written once and is never written again. When this test fails, the engine reads or counts an old version
differently: the engine is wrong, or the release has to keep the old way for old documents (decision 9).
"""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kheo.criteria import actions, sentences
from kheo.criteria.caps import Judged, allowed
from kheo.criteria.classes import classify
from kheo.criteria.scoring import Entry
from kheo.criteria.sheet import Sheet
from kheo.criteria.standing import rank, tallies

GOLDEN = json.loads(Path(__file__).with_name("golden.json").read_text(encoding="utf-8"))


def plain(value):
    """Numbers as text, as in the file."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, tuple | list) else value


def entries(of):
    return {
        code: Entry(**{word: Decimal(said) if isinstance(said, str) else said for word, said in given.items()})
        for code, given in of.items()
    }


def results(document):
    """Everything that is computed from the entries of the file, by a document."""
    sheet, subjects = Sheet.model_validate(document), GOLDEN["subjects"]
    profiles = {name: sheet.profile(said.get("profile")) for name, said in subjects.items()}
    found = tallies(sheet, {name: entries(said["entries"]) for name, said in subjects.items()}, profiles=profiles)
    verdicts = {
        name: classify(
            sheet, tally, {code: Decimal(said) for code, said in subjects[name]["figures"].items()},
            subjects[name]["answers"], profile=profiles[name],
        )
        for name, tally in found.items()
    }  # fmt: skip
    judged = [Judged(name, verdicts[name], found[name], subjects[name]["kind"], profiles[name]) for name in subjects]
    return plain(
        {
            "tallies": {name: {**vars(tally)} for name, tally in found.items()},
            "verdicts": {
                name: {**vars(verdict), "held_back": [sentences.hindrance(sheet, one) for one in verdict.held_back]}
                for name, verdict in verdicts.items()
            },
            "ranks": [{**vars(place)} for place in rank(sheet, found, profiles=profiles)],
            "caps": {cap.code: [{**vars(one)} for one in allowed(sheet, cap, judged)] for cap in sheet.caps},
        }
    )


def test_an_old_document_gives_the_results_of_its_day():
    assert results(GOLDEN["document"]) == GOLDEN["results"]


def test_it_uses_every_method_and_rule():
    """A golden file that leaves a rule out guards nothing there."""
    text = json.dumps(GOLDEN["document"])
    methods = "hand yes_no share bands count deduction relative imported"
    rules = "bonus penalty superior figure best_class not_eligible no_title percent_of_applicable good_or_better"
    for word in f"{methods} {rules}".split():
        assert f'"{word}"' in text, word


@pytest.mark.django_db
def test_changing_the_framework_after_publication_moves_nothing(published, son, other_sheet):
    before = published.document
    draft = actions.begin_version(published.framework, by=son)
    actions.change(draft, other_sheet, by=son, revision=0)
    actions.publish(draft, starts=date(2025, 1, 1), by=son)
    published.refresh_from_db()
    assert published.document == before
