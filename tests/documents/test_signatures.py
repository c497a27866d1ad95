"""Who signed a PDF, and whether it is still what was signed."""

import pytest

from kheo.documents import signatures
from kheo.kernel.errors import BadInput
from tests.documents.signing import Signer


def test_a_whole_signature_names_its_signer_and_claims_no_more(printed, chair):
    (found,) = signatures.check(chair.sign(printed))
    assert (found.signer, found.organisation, found.whole) == ("Dương Văn An", "Tỉnh ủy Bình Thuận", True)
    assert found.chain == signatures.UNVERIFIED
    assert found.sentence == "Signature of Dương Văn An whole; certificate chain not verified against a root."


def test_one_changed_byte_is_found(printed, chair):
    signed = chair.sign(printed)
    at = signed.index(b"stream") + 20
    tampered = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    (found,) = signatures.check(tampered)
    assert not found.whole
    assert "is not the one that was signed" in found.sentence


def test_a_page_put_in_after_signing_is_found(printed, chair):
    from io import BytesIO

    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(chair.sign(printed)))
    page = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Page"),
            generic.pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, [0, 0, 100, 100])),
        }
    )
    writer.insert_page(page)
    changed = BytesIO()
    writer.write(changed)
    (found,) = signatures.check(changed.getvalue())
    assert not found.whole


def test_two_may_sign_after_each_other(printed, chair):
    signed = Signer("Nguyễn Hoài Anh").sign(chair.sign(printed), field="Signature2")
    assert [(found.signer, found.whole) for found in signatures.check(signed)] == [
        ("Dương Văn An", True),
        ("Nguyễn Hoài Anh", True),
    ]


def test_a_root_that_the_keeper_gave_stands_behind_a_certificate(settings, tmp_path, printed, chair):
    (tmp_path / "roots").mkdir()
    (tmp_path / "roots" / "an.pem").write_bytes(chair.certificate)
    (found,) = signatures.check(chair.sign(printed))
    assert found.chain == signatures.VERIFIED
    (other,) = signatures.check(Signer("Kẻ Lạ").sign(printed))
    assert other.chain == signatures.NOT_TRUSTED
    assert other.whole


def test_a_pdf_without_signatures_has_no_findings(printed):
    assert signatures.check(printed) == []


def test_what_is_no_pdf_is_refused():
    with pytest.raises(BadInput, match="cannot be read"):
        signatures.check(b"%PDF-1.7\nnonsense\n%%EOF")
