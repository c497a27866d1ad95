"""Minh prepares the papers of Quảng Yên (see tests/story.py)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kheo.documents import actions
from kheo.documents.layouts.files import pdf
from tests.documents import papers
from tests.documents.signing import Signer


@pytest.fixture(scope="session")
def chair():
    """Who signs."""
    return Signer("Dương Văn An")


@pytest.fixture(autouse=True)
def _files_lie_in_a_folder_of_the_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.KHEO_DATA = tmp_path


@pytest.fixture
def draft(story):
    """A drafted decision of the district."""
    return actions.draft(story.district, papers.decision("party"), by=story.minh)


@pytest.fixture
def paper(story, draft):
    """The same, issued."""
    return actions.issue(draft, number="15-QĐ/TU", on=story.today, by=story.minh)


@pytest.fixture(scope="session")
def printed():
    """The decision as a PDF, not signed."""
    return pdf(papers.decision("party"))


@pytest.fixture
def uploaded():
    """A file as a form hands it over."""

    def upload(content, name="quyet-dinh.pdf"):
        return SimpleUploadedFile(name, content)

    return upload
