"""Text at the edge: one Unicode form inside, and a folded form for search."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kheo.kernel.text import clean, clean_line, fold, person_sort_key, sort_key


@pytest.mark.parametrize(
    "written",
    [
        "môi trường",
        unicodedata.normalize("NFD", "môi trường"),
        "moi truong",
        "MÔI TRƯỜNG",
        "“Môi  trường”",
    ],
)
def test_accents_case_form_and_quotes_do_not_matter_in_search(written):
    assert fold(written) == "moi truong"


@pytest.mark.parametrize(("one", "other"), [("hòa", "hoà"), ("thủy", "thuỷ"), ("Quảng Yên", "quảng yên")])
def test_both_tone_placements_are_the_same_word(one, other):
    assert fold(one) == fold(other)


def test_d_with_stroke_is_found_by_d():
    assert fold("Đường hoa Đức Linh") == "duong hoa duc linh"


def test_hindi_keeps_its_vowel_signs():
    assert fold("कुशल जन-आंदोलन") == "कुशल जन आंदोलन"


def test_clean_makes_nfc_and_drops_what_cannot_be_seen():
    decomposed = unicodedata.normalize("NFD", "Tổ dân phố\u202e số 3\u0000")
    assert clean(decomposed) == "Tổ dân phố số 3"


def test_clean_keeps_line_breaks_and_clean_line_does_not():
    assert clean("một\r\n  hai ") == "một\nhai"
    assert clean_line("một\r\n  hai ") == "một hai"


def test_vietnamese_alphabet_order_under_any_collation():
    names = ["Đức Linh", "Dầu Tiếng", "Ân Thi", "An Khê", "Ăn Xuân", "Yên Mô", "Ứng Hòa", "Uông Bí", "Ơn", "Ông"]
    ordered = ["An Khê", "Ăn Xuân", "Ân Thi", "Dầu Tiếng", "Đức Linh", "Ông", "Ơn", "Uông Bí", "Ứng Hòa", "Yên Mô"]
    assert sorted(names, key=sort_key) == ordered


def test_tones_only_break_ties():
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_people_are_ordered_by_given_name():
    people = ["Trần Văn Minh", "Lê Thị Hoa", "Nguyễn Thị Lan", "Bùi Văn Hoa"]
    assert sorted(people, key=person_sort_key) == ["Bùi Văn Hoa", "Lê Thị Hoa", "Nguyễn Thị Lan", "Trần Văn Minh"]


@given(st.text(max_size=60))
def test_clean_twice_is_clean_once(text):
    assert clean(clean(text)) == clean(text)
    assert unicodedata.is_normalized("NFC", clean(text))


@given(st.text(max_size=60))
def test_fold_does_not_care_for_the_unicode_form(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
