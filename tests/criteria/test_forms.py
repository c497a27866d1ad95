"""Forms of parts: opened and saved they change nothing; what is typed wrongly is told at its field."""

import pytest
from django.http import QueryDict
from django.utils import translation

from kheo.criteria import library
from kheo.criteria.editing import Shelf, rebuilt, rows
from kheo.criteria.forms.maxima import MaximaForm, read_maxima
from kheo.criteria.forms.rules import FORMS
from kheo.criteria.forms.whole import AboutForm, CountingForm
from tests.criteria.builders import CLASSES_90_70_50, group, leaf, sheet
from tests.criteria.test_editing import NAMED

EVERY_WAY = sheet(
    leaf("A", 10, "hand", step="0.5", least=1),
    leaf("B", 10, "yes_no", scored=True),
    leaf("C", 0, "yes_no", scored=False),
    leaf("D", 10, "share"),
    leaf("E", 10, "share", target="12.5"),
    leaf("F", 10, "bands", measure="days_late", otherwise=2, bands=[
        {"is": "<=", "bound": 0, "points": 10}, {"is": "<", "bound": "5.5", "points": 7},
    ]),
    leaf("G", 10, "count", each="2.5"),
    leaf("H", 10, "deduction", each=1),
    leaf("I", 10, "relative"),
    leaf("J", 10, "imported", source="Báo cáo tháng", then={"by": "count", "each": 1}),
    leaf("K", 10, of={
        "evidence": {"kinds": ["file", "document"], "at_least": 2}, "reserved_to": "superior", "condition": "a\nb",
        "anchors": [{"points": 10, "words": "Đủ"}, {"points": 5, "words": "Thiếu"}], "standing": "proposal",
        "note": "Nguồn: …",
    }),
    {**leaf("L", 5), "role": "bonus"},
    {**leaf("M", 5), "role": "penalty"},
    stages=["self", "scoring", "superior"], classes=CLASSES_90_70_50,
)  # fmt: skip
SHEETS = [*library.shipped(), NAMED, EVERY_WAY]


def answers(form):
    """What the browser sends when nothing is touched."""
    data = QueryDict(mutable=True)
    for name, field in form.fields.items():
        value = form[name].value()
        if isinstance(value, list | tuple):
            data.setlist(name, [str(one) for one in value])
        elif value is True:
            data[name] = "on"
        elif value not in (None, False):
            data[name] = str(field.prepare_value(value))
    return data


@pytest.mark.parametrize("of", SHEETS, ids=lambda of: of.code)
@pytest.mark.parametrize("language", ["vi", "en", "hi"])
def test_a_row_that_is_opened_and_saved_is_the_same(of, language):
    with translation.override(language):
        for shelf in Shelf:
            for row in rows(of, shelf):
                shown = FORMS[shelf](sheet=of, old=row)
                sent = FORMS[shelf](answers(shown), sheet=of, old=row)
                assert sent.is_valid(), (shelf, row.code, sent.errors)
                assert sent.made == row, (shelf, row.code)


@pytest.mark.parametrize("of", SHEETS, ids=lambda of: of.code)
@pytest.mark.parametrize("form", [AboutForm, CountingForm])
def test_what_holds_for_the_whole_is_the_same_too(of, form):
    sent = form(answers(form(sheet=of)), sheet=of)
    assert sent.is_valid(), sent.errors
    assert rebuilt(of, **sent.made).document() == of.document()


@pytest.mark.parametrize("of", SHEETS, ids=lambda of: of.code)
def test_maxima_that_are_not_touched_are_not_written(of):
    shown = MaximaForm(sheet=of)
    sent = MaximaForm(with_hidden(shown, answers(shown)), sheet=of)
    assert sent.is_valid(), sent.errors
    assert sent.edit(of).document() == of.document()


def with_hidden(form, data):
    for line in form.lines:
        data[f"code-{line.number}"], data[f"was-{line.number}"] = line.criterion.code, line.was
    return data


def refusals(shelf, old=None, of=EVERY_WAY, **typed):
    data = answers(FORMS[shelf](sheet=of, old=old))
    for name, value in typed.items():
        data[name.replace("__", "-")] = value
    form = FORMS[shelf](data, sheet=of, old=old)
    form.is_valid()
    return {name: " ".join(errors) for name, errors in form.errors.items()}


def test_a_point_as_comma_is_refused_and_never_guessed():
    old = EVERY_WAY.by_code["A"]
    assert (
        "use a dot for thousands and a comma for decimals" in refusals(Shelf.CRITERIA, old, maximum="85.5")["maximum"]
    )
    assert refusals(Shelf.CRITERIA, old, maximum="85,5") == {}
    assert refusals(Shelf.CRITERIA, old, maximum="-3") == {"maximum": "This number is never negative."}
    assert "At most twelve digits" in refusals(Shelf.CRITERIA, old, maximum="0,1234567")["maximum"]


@pytest.mark.parametrize("code", ["I 1", "x" * 41, ""])
def test_a_code_is_one_word(code):
    assert "code" in refusals(Shelf.CRITERIA, EVERY_WAY.by_code["A"], code=code)


def test_decomposed_text_is_composed():
    old = EVERY_WAY.by_code["A"]
    data = answers(FORMS[Shelf.CRITERIA](sheet=EVERY_WAY, old=old))
    data["text"] = "Ti\u00eau chi\u0301 nga\u0300nh"
    form = FORMS[Shelf.CRITERIA](data, sheet=EVERY_WAY, old=old)
    assert form.is_valid()
    assert form.made.text == "Tiêu chí ngành"


def test_a_row_that_is_begun_wants_all_of_it():
    old = EVERY_WAY.by_code["F"]
    said = refusals(Shelf.CRITERIA, old, bands__2__bound="10")
    assert said == {"bands-2-points": "Fill this in, or leave the whole row empty."}


def test_a_band_that_is_emptied_is_taken_out():
    old = EVERY_WAY.by_code["F"]
    data = answers(FORMS[Shelf.CRITERIA](sheet=EVERY_WAY, old=old))
    data["bands-0-bound"] = data["bands-0-points"] = ""
    form = FORMS[Shelf.CRITERIA](data, sheet=EVERY_WAY, old=old)
    assert form.is_valid()
    assert [band.points for band in form.made.method.bands] == [7]


def test_another_method_asks_its_own_questions_and_keeps_what_was_typed():
    typed = QueryDict("code=A&text=M%E1%BB%9Bi&maximum=12,5&by=bands&again=by")
    form = FORMS[Shelf.CRITERIA](sheet=EVERY_WAY, old=EVERY_WAY.by_code["A"], typed=typed)
    assert [field.name for field in form.asked] == ["measure", "otherwise"]
    assert [group["name"] for group in form.bands] == ["bands"]
    assert form["text"].value() == "Mới"
    assert "step" not in form.fields


def test_one_more_row_is_laid_out_and_nothing_is_lost():
    typed = QueryDict("code=A&by=hand&anchors-0-points=10&anchors-0-words=Tốt&again=anchors")
    form = FORMS[Shelf.CRITERIA](sheet=EVERY_WAY, old=EVERY_WAY.by_code["A"], typed=typed)
    assert len(form.anchors[0]["rows"]) == 2
    assert form["anchors-0-words"].value() == "Tốt"


def test_the_year_is_not_taken_away_over_its_classes():
    data = answers(CountingForm(sheet=NAMED))
    data["over"] = ""
    form = CountingForm(data, sheet=NAMED)
    assert "Take those out first" in str(form.errors["over"])


def test_a_group_whose_maximum_is_left_empty_takes_the_sum():
    of = sheet(group("I", leaf("I.1", 25), leaf("I.2", 15)), leaf("II", 60))
    old = of.by_code["I"].model_copy(update={"maximum": 30})
    of = rebuilt(of, criteria=(old, of.criteria[1]))
    data = answers(FORMS[Shelf.CRITERIA](sheet=of, old=old))
    data["maximum"] = ""
    form = FORMS[Shelf.CRITERIA](data, sheet=of, old=old)
    assert form.is_valid()
    assert form.made.maximum == 40


def test_what_is_being_typed_is_weighed_and_what_cannot_be_read_is_told():
    edit, unread = read_maxima(QueryDict("maximum-1=20&maximum-2=12,5&scale=130"), EVERY_WAY)
    assert unread == []
    weighed = edit(EVERY_WAY)
    assert (weighed.by_code["A"].maximum, weighed.by_code["B"].maximum, weighed.scale) == (20, 12.5, 130)
    _edit, unread = read_maxima(QueryDict("maximum-1=85.5"), EVERY_WAY)
    assert "85.5" in unread[0]
