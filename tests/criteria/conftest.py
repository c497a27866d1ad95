"""The province of the story keeps a framework; its steering committee is Vũ Quang Sơn."""

from datetime import date

import pytest

from kheo.criteria import actions
from kheo.kernel import periods
from tests.criteria.builders import leaf, sheet
from tests.factories import FrameworkFactory, FrameworkVersionFactory, MembershipFactory, PersonFactory


@pytest.fixture
def son(story):
    """On the steering committee of the province."""
    person = PersonFactory(full_name="Vũ Quang Sơn")
    MembershipFactory(person=person, unit=story.province, role="steering_committee")
    return person


@pytest.fixture
def framework(story):
    return FrameworkFactory(owner=story.province, code="DVK-QN")


@pytest.fixture
def published(framework):
    """Version 1, published, valid from 2024."""
    return FrameworkVersionFactory(framework=framework, number=1, during=periods.period(date(2024, 1, 1)))


@pytest.fixture
def draft(published):
    """Version 2, a draft copied from version 1."""
    return actions.begin_version(published.framework, by=None)


@pytest.fixture
def other_sheet():
    """Another sheet that adds up."""
    return sheet(leaf("A", 60), leaf("B", 40), name="Bảng điểm năm 2025")
