"""Evidence of Lan's ward: a plan as a PDF, photographs of a yard, the same one again."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kheo.evidence import actions
from tests.kernel.photographs import photo

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def paper(name="Kế hoạch.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def snapshot(seed=1, name="IMG_0915.jpg", **more):
    return SimpleUploadedFile(name, photo(seed, **more))


def sent_by_zalo(seed=1):
    """The same photograph as messengers pass it on: half the size, and saved worse."""
    made = BytesIO()
    Image.open(BytesIO(photo(seed))).resize((320, 240)).save(made, "JPEG", quality=45)
    return SimpleUploadedFile("zalo.jpg", made.getvalue())


@pytest.fixture
def attached(story, draft):
    return actions.attach(draft, paper(), caption="Kế hoạch  vận động", by=story.lan)
