"""Somebody who signs PDFs, with a certificate that nobody but themselves stands behind."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers


class Signer:
    """One person with a key and a self-made certificate."""

    def __init__(self, name, organisation="Tỉnh ủy Bình Thuận"):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, name),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            ]
        )
        now = datetime(2023, 1, 1, tzinfo=UTC)
        usage = x509.KeyUsage(True, True, False, False, False, True, False, False, False)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now)
            .not_valid_after(now + timedelta(days=3650))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .sign(key, hashes.SHA256())
        )
        self.certificate = certificate.public_bytes(serialization.Encoding.PEM)
        bundle = serialization.pkcs12.serialize_key_and_certificates(
            b"key", key, certificate, None, serialization.NoEncryption()
        )
        self._signer = signers.SimpleSigner.load_pkcs12_data(bundle, other_certs=[], passphrase=None)

    def sign(self, content, field="Signature1"):
        """The PDF with this person's signature appended."""
        writer = IncrementalPdfFileWriter(BytesIO(content))
        made = signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name=field), signer=self._signer)
        return made.getvalue()
