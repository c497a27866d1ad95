"""Certificates of a decision: a code each, checked by anybody, withdrawn for a reason, printed in one file."""

import pytest

from kheo.documents import actions
from kheo.documents.certificates import printed
from kheo.documents.layouts.files import pdf
from kheo.documents.models import Certificate, CertificateSheet
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow
from tests.documents import papers
from tests.documents.reading import page_count, pdf_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(story, paper):
    return actions.certify(paper, papers.certificates("party", 3), by=story.minh)


def address_of(code):
    return f"https://kheo.example/x/{code}"


def test_each_gets_a_code_of_its_own_that_is_printed_with_its_address(story, sheet):
    codes = set(Certificate.objects.values_list("code", flat=True))
    assert len(codes) == 3
    assert all(len(code) == 10 and not set(code) & set("01ILOU") for code in codes)
    value = printed(sheet, address_of=address_of)
    assert {item.code for item in value.items} == codes
    assert all(item.check == address_of(item.code) for item in value.items)
    made = pdf(value)
    assert page_count(made) == 3
    assert all(code in pdf_text(made) for code in codes)
    entry = journal.history(sheet).last()
    assert (entry.verb, entry.details) == ("certificates.made", {"count": 3})


def test_a_withdrawn_certificate_is_not_printed_again(story, sheet):
    first = sheet.certificates.in_order().first()
    withdrawn = actions.withdraw(first, reason="Sai họ tên", by=story.minh)
    assert (withdrawn.reason, withdrawn.withdrawn_by) == ("Sai họ tên", story.minh)
    assert len(printed(sheet, address_of=address_of).items) == 2
    assert journal.history(first).last().verb == "certificate.withdrawn"
    with pytest.raises(NotNow, match="already withdrawn"):
        actions.withdraw(first, reason="Lại", by=story.minh)


def test_withdrawing_needs_a_reason(story, sheet):
    with pytest.raises(BadInput, match="why"):
        actions.withdraw(sheet.certificates.in_order().first(), reason=" ", by=story.minh)


def test_only_the_unit_sees_its_sheets(story, sheet):
    assert list(CertificateSheet.objects.visible_to(story.minh)) == [sheet]
    assert not CertificateSheet.objects.visible_to(story.stranger).exists()
