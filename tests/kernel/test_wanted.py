"""What is typed to find something: terms, their forms, codes in any spelling (movement.md §1)."""

import unicodedata

import pytest
from django.db import connection

from kheo.kernel import wanted
from kheo.kernel.text import fold

SAME = {
    "Dân vận khéo": [
        "DVK", "dan van kheo", "कुशल जन-आंदोलन", "कुशल जन जुटाव", "कुशल जन लामबंदी", "कुशल जन-संचालन", "कुशल जन जुटान",
        "skilful mass mobilisation",
    ],
    "quốc phòng – an ninh": ["QP-AN", "qpan", "ANQP", "Quốc phòng, an ninh"],
    "văn hóa – xã hội": ["VH-XH", "vhxh", "văn hoá xã hội"],
    "nông thôn mới": ["NTM", "nong thon moi"],
    "Mặt trận Tổ quốc": ["MTTQ", "mttq", "फादरलैंड फ्रंट"],
    "hệ thống chính trị": ["HTCT"],
    "Ban Chỉ đạo": ["BCĐ", "bcd", "संचालन समिति"],
    "thi đua – khen thưởng": ["TĐKT"],
    "quy chế dân chủ": ["QCDC", "क्यूसीडीसी"],
}  # fmt: skip
EACH_WAY = [
    (typed, written)
    for term, forms in SAME.items()
    for form in forms
    for typed, written in ((form, term), (term, form))
]


def found(typed, written):
    """Whether PostgreSQL finds a text by what is typed, as the lists do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_tsvector('simple', %s) @@ to_tsquery('simple', %s)",
            [fold(written), wanted.tsquery(wanted.terms(typed))],
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "written"), EACH_WAY)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_each_form_of_a_term_finds_the_others(typed, written, form):
    assert found(unicodedata.normalize(form, typed), f"Mô hình “{written}” ở khu 5")


@pytest.mark.django_db
def test_every_hindi_form_finds_every_other_in_a_sentence():
    forms = [form for form in SAME["Dân vận khéo"] if not form.isascii()]
    assert all(found(f"{one} गाँव", f"2024 में {other} का मॉडल, गाँव 5") for one in forms for other in forms)
    assert len(forms) == 5


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["MH-2024-0412", "mh 2024 412", "MH-2024-412", "mh2024412", "mh20240412", "2024 412"])
def test_a_code_is_known_in_any_spelling(typed):
    assert found(typed, "MH-2024-0412 Tuyến đường hoa")
    assert not found(typed, "MH-2023-0412 Tuyến đường hoa")
    assert not found(typed, "MH-2024-1412 Tuyến đường hoa")


def test_a_term_is_taken_whole_where_it_is_whole():
    one, two = wanted.terms("mttq phường")
    assert ("mat", "tran", "to", "quoc") in one.forms
    assert two == wanted.Term((("phuong",),), beginning=True)


@pytest.mark.django_db
def test_words_of_a_term_apart_are_words():
    assert not found("DVK", "Vận động dân khéo léo")
    assert found("khéo dân", "Vận động dân khéo léo")


def test_signs_alone_are_no_terms():
    assert wanted.terms("' | & ! ( ) : * \\ \0") == []


def test_what_is_pasted_is_cut_to_twelve_terms():
    assert len(wanted.terms("x y " * 50)) == 12
