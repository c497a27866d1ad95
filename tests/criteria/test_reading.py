"""What a file says, read: a sheet, or every fault of its form as one sentence with its place."""

import re
import unicodedata
from decimal import Decimal

import pytest
from django.utils import translation

from kheo.criteria.reading import Unreadable, read
from kheo.criteria.sheet import Sheet
from kheo.criteria.spellings import as_yaml
from kheo.kernel.errors import BadInput
from tests.criteria.builders import group, leaf, sheet

HEAD = {"code": "X", "name": "X", "source": "", "standing": "proposal", "scale": 10}
PYDANTIC = re.compile(r"Input should|Field required|validation error|pydantic|Extra inputs", re.IGNORECASE)


def refused(**words):
    with pytest.raises(Unreadable) as refusal:
        read({**HEAD, "criteria": [leaf("A", 10)], **words})
    return [str(fault) for fault in refusal.value.faults]


def of_the_leaf(**words):
    return refused(criteria=[group("I", leaf("A", 10)) | {"parts": [{**leaf("A", 10), **words}]}])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"maximum": "12,5"}, "maximum: “12,5” is not a number. Write it with a point, like 12.5."),
        ({"maximum": True}, "maximum: “True” is not a number. Write it with a point, like 12.5."),
        ({"maximum": float("nan")}, "maximum: “nan” is not a number. Write it with a point, like 12.5."),
        ({"maximum": -1}, "maximum: -1 is negative."),
        ({"maximum": "1e13"}, "maximum: the number is too large."),
        ({"maximum": "0.1234567"}, "maximum: 0.1234567 has more than six decimals."),
        ({"text": ""}, "text: a text is wanted and nothing stands there."),
        ({"text": ["x"]}, "text: a text is wanted."),
        ({"weight": 2}, "weight: this word is not known here."),
        ({"role": "extra"}, "role: “extra” is none of the words that can stand here: scale, bonus, penalty."),
        (
            {"method": {"by": "magic"}},
            "method: “magic” is none of the words that can stand after “by”: hand, yes_no, share, bands, count, "
            "deduction, relative, imported.",
        ),
        ({"method": {"each": 1}}, "method: the word “by” says how it is scored, and is missing."),
        ({"method": {"by": "count"}}, "method › each is missing."),
        ({"method": {"by": "imported", "source": "S", "then": {"by": "count"}}}, "method › then › each is missing."),
        ({"method": {"by": "yes_no", "scored": "maybe"}}, "method › scored: “maybe” is neither true nor false."),
        ({"evidence": {"at_least": 100}}, "evidence › at_least: 100 is more than 99."),
        ({"evidence": {"at_least": 1.5}}, "evidence › at_least: “1.5” is not a whole number."),
        ({"anchors": {"points": 1}}, "anchors: a list is wanted."),
        ({"anchors": ["xuất sắc"]}, "anchors › #1: several words with their values are wanted."),
    ],
)
def test_a_fault_is_a_sentence_with_its_place(words, expected):
    assert of_the_leaf(**words) == [f"criteria › I › parts › A › {expected}"]


def test_the_code_of_a_row_names_it():
    assert refused(criteria=[leaf("A B", 10)]) == [
        "criteria › A B › code: “A B” is no code: one word of at most 40 letters, without spaces."
    ]


def test_a_group_is_not_scored_itself():
    assert refused(criteria=[group("I", leaf("A", 10)) | {"method": {"by": "hand"}}]) == [
        "criteria › I: what has parts is not scored itself; take away the parts or the method."
    ]


def test_every_fault_is_told_at_once():
    assert refused(name="", standing="perhaps", classes=[{"code": "T"}]) == [
        "standing: “perhaps” is none of the words that can stand here: evidenced, proposal.",
        "name: a text is wanted and nothing stands there.",
        "classes › T › name is missing.",
    ]


def test_of_very_many_the_first_are_told():
    with pytest.raises(Unreadable, match=r"There are 40 more faults\.$") as refusal:
        read({**HEAD, "criteria": [{"code": f"T{n}"} for n in range(50)]})
    assert len(refusal.value.faults) == 50


def test_nothing_of_the_library_that_reads_is_heard():
    for words in (
        {"scale": None},
        {"criteria": 5},
        {"criteria": [5]},
        {"stages": ["x"]},
        {"rounding": 3},
        {"aggregate": []},
    ):
        assert not any(PYDANTIC.search(sentence) for sentence in refused(**words)), refused(**words)


def test_the_sentences_are_translated():
    with translation.override("vi"):
        assert refused(name="")[0] != "name: a text is wanted and nothing stands there."


# ── Exactness ──


@pytest.mark.parametrize("written", ["0.1", "2.50", "1E+1", 10, 0.3, Decimal("7.000")])
def test_numbers_stay_exact_through_json(written):
    value = sheet(leaf("A", written))
    assert value.by_code["A"].maximum == Decimal(str(written))
    assert Sheet.model_validate(value.document()) == value


def test_a_number_has_one_spelling():
    documents = {str(sheet(leaf("A", written)).document()) for written in ("10", "10.0", "1E+1", 10, 10.0)}
    assert len(documents) == 1


def test_text_is_nfc():
    named = sheet({**leaf("A", 10), "text": unicodedata.normalize("NFD", "Tiêu chí")})
    assert named.by_code["A"].text == unicodedata.normalize("NFC", "Tiêu chí")


def test_a_sheet_never_changes():
    value = sheet()
    with pytest.raises(ValueError):
        value.name = "Khác"


# ── YAML ──


def yaml_refusal(text):
    with pytest.raises(BadInput) as refusal:
        as_yaml.read(text)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("code: A\ncode: B", "Line 2: the word “code” stands here for the second time."),
        ("a: &x 1\nb: *x", "Line 2: references (*) are not taken here: write it out."),
        ("a: [", "Line 1: this is not YAML; look at the spaces at the beginning of the line, and at the colons."),
        ("? [1]\n: 2", "Line 1: a word is wanted before the colon."),
        ("- 1", "The file does not hold a framework: it begins with words like “code:” and “name:”."),
        ("", "The file does not hold a framework: it begins with words like “code:” and “name:”."),
        ("a: " + "[" * 5000, "The file is not written as YAML."),
        ("x" * 1_100_000, "The file is too large for a framework: at most 1024 KB."),
        ("!!python/object/apply:os.system [x]", "Line 1: this is not YAML; look at the spaces at the beginning of the "
         "line, and at the colons."),
    ],
)  # fmt: skip
def test_what_is_no_yaml_is_refused_with_its_line(text, expected):
    assert yaml_refusal(text) == expected


def test_numbers_codes_and_words_are_what_they_seem():
    value = as_yaml.read(
        "code: 1.10\nname: no\nsource: 12:30\nstanding: proposal\nscale: 0.30\n"
        "criteria:\n  - code: 010\n    text: 2024-05-19\n    maximum: 0.30\n"
    )
    assert (value.code, value.name, value.source) == ("1.10", "no", "12:30")
    assert (value.criteria[0].code, value.criteria[0].text, value.scale) == ("010", "2024-05-19", Decimal("0.3"))


def test_a_file_says_where_the_format_is_explained():
    assert "docs/reference/frameworks.md" in as_yaml.write(sheet()).splitlines()[1]


def test_what_is_as_usual_is_left_out():
    assert as_yaml.write(sheet()).splitlines()[3:] == [
        "code: THU", "name: Bảng điểm thử", "source: ''", "standing: proposal", "scale: 100", "criteria:",
        "  - code: A", "    text: Tiêu chí A", "    maximum: 100",
    ]  # fmt: skip


def test_the_word_by_always_stands():
    text = as_yaml.write(sheet(leaf("A", 10, "relative"), aggregate={"trim": 1, "by": "trimmed_mean"}))
    assert "by: relative" in text
    assert as_yaml.read(text).aggregate.trim == 1
