"""The words people write for keys: each means one thing only, and every label of the interface is understood."""

# ruff: noqa: E501 - rows and sentences stand as they are read

import pytest
from django.conf import settings
from django.utils import translation

from kheo.exemplars.enums import Kind, Origin, Subject
from kheo.imports import words
from kheo.imports.enums import ListedStatus
from kheo.insights.enums import Measure
from kheo.kernel.errors import BadInput
from kheo.kernel.text import fold
from kheo.movements.enums import FieldKey
from kheo.people.enums import Language
from kheo.units.enums import Kind as UnitKind
from kheo.units.enums import Level, Role

VOCABULARIES = {
    "levels": (Level, words.LEVELS), "fields": (FieldKey, words.FIELDS), "kinds": (Kind, words.KINDS),
    "subjects": (Subject, words.SUBJECTS), "origins": (Origin, words.ORIGINS), "statuses": (ListedStatus, words.STATUSES),
    "unit kinds": (UnitKind, words.UNIT_KINDS), "roles": (Role, words.ROLES), "measures": (Measure, words.MEASURES),
    "languages": (Language, words.LANGUAGES),
}  # fmt: skip


@pytest.mark.parametrize(("keys", "others"), VOCABULARIES.values(), ids=list(VOCABULARIES))
def test_no_word_means_two_things(keys, others):
    meanings = {}
    for key in keys:
        for word in apart_with_labels(key, others):
            meanings.setdefault(fold(word), {}).setdefault(key, set()).add(word)
    twofold = {word: several for word, several in meanings.items() if len(several) > 1}
    told_apart_by_accents = {"ban": {UnitKind.AGENCY: {"ban"}, UnitKind.RESIDENTIAL: {"bản"}}}
    assert twofold == (told_apart_by_accents if keys is UnitKind else {})


@pytest.mark.parametrize("text", ["bản", "Bản", "BẢN", "Ba\u0309n"])
def test_a_village_is_told_from_a_board_by_its_accent(text):
    assert words.reader(UnitKind, words.UNIT_KINDS)(text) == "residential"


@pytest.mark.parametrize("text", ["ban", "BAN", "bàn"])
def test_without_that_accent_nobody_guesses(text):
    with pytest.raises(BadInput) as refused:
        words.reader(UnitKind, words.UNIT_KINDS)(text)
    assert str(refused.value) == f"“{text}” can mean several things: agency; residential area. Write which one."


@pytest.mark.parametrize(("keys", "others"), VOCABULARIES.values(), ids=list(VOCABULARIES))
def test_every_key_and_every_label_is_understood(keys, others):
    read = words.reader(keys, others)
    for key in keys:
        assert read(key.value) == key.value
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                assert read(str(key.label).upper()) == key.value


@pytest.mark.parametrize(
    "text", ["VH-XH", "vhxh", "Văn hoá - Xã hội", "VĂN HÓA, XÃ HỘI", "culture_society", "संस्कृति, समाज"]
)
def test_officials_write_it_in_many_ways(text):
    assert words.reader(FieldKey, words.FIELDS)(text) == "culture_society"


def test_a_word_nobody_knows_is_refused_with_those_that_are_known():
    with pytest.raises(BadInput) as refused:
        words.reader(Kind, words.KINDS)("kiểu mẫu")
    assert str(refused.value) == "“kiểu mẫu” is not a known word here. Use one of: Model; Typical example."


def apart_with_labels(key, others):
    labels = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            labels.append(str(key.label))
    return [key.value, *labels, *words.apart(others[key])]
