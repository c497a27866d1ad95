"""Two lists brought at the same moment: one is written, the other hears of it."""

import pytest

from kheo.exemplars.models import Registration
from kheo.imports import actions
from kheo.imports.enums import ImportKind
from kheo.kernel.errors import NotNow
from kheo.movements.actions import close_round
from kheo.units.actions import found
from kheo.units.models import Unit
from tests.at_once import at_once
from tests.imports.conftest import ROW, header, write_csv


@pytest.fixture
def path(tmp_path):
    rows = ([(ROW | {"title": f"Mô hình {n}"}).get(name, "") for name in header("registrations")] for n in range(200))
    return write_csv(tmp_path / "list.csv", [header("registrations"), *rows])


@pytest.mark.django_db(transaction=True)
def test_the_same_list_twice_at_once_is_brought_in_once(story, path):
    def bring():
        return actions.bring_in(ImportKind.REGISTRATIONS, path)

    answers = at_once(bring, bring)
    assert Registration.objects.count() == 200
    refused = [str(answer) for answer in answers if isinstance(answer, NotNow)]
    again = [answer for answer in answers if not isinstance(answer, NotNow) and answer.counts["duplicate"] == 200]
    assert refused == ["Another list is being imported at the moment. Try again in a minute."] or len(again) == 1


@pytest.mark.django_db(transaction=True)
def test_a_round_that_is_closed_meanwhile_has_all_of_it_or_nothing(story, path):
    answers = at_once(
        lambda: actions.bring_in(ImportKind.REGISTRATIONS, path), lambda: close_round(story.round, by=None)
    )
    refused = isinstance(answers[0], NotNow) or answers[0].counts["to_mend"] == 200
    assert Registration.objects.count() == (0 if refused else 200)


@pytest.mark.django_db(transaction=True)
def test_a_code_that_is_taken_meanwhile_is_a_sentence(story, tmp_path, monkeypatch):
    names = header("units")
    row = {"code": "NEW", "name": "Khu 9", "level": "grassroots", "parent_code": "YG", "valid_from": "01/01/2020"}
    path = write_csv(tmp_path / "units.csv", [names, [row.get(name, "") for name in names]])
    write = actions.units.write

    def taken_meanwhile(examination, *, by):
        found(
            code="NEW",
            name="Khu khác",
            kind="residential",
            level="grassroots",
            on=story.today,
            parent=story.ward,
            by=None,
        )
        return write(examination, by=by)

    monkeypatch.setattr(actions.units, "write", taken_meanwhile)
    with pytest.raises(NotNow, match="While the list was being read, somebody changed records that it refers to"):
        actions.bring_in(ImportKind.UNITS, path)
    assert not Unit.objects.filter(code="NEW").exists()
