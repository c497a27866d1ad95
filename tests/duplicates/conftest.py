"""The ward's fence: Lan has registered it; the women's union of the ward does the same work."""

import pytest

from kheo.exemplars import actions as exemplars
from tests.factories import MembershipFactory, PersonFactory, RegistrationFactory, UnitFactory
from tests.story import filled_draft

FENCE = "Dân vận khéo vận động nhân dân vẽ bích họa trên tường rào"


@pytest.fixture
def union(story):
    """The women's union of the ward."""
    return UnitFactory(
        code="YG-HPN", name="Hội Liên hiệp Phụ nữ phường Yên Giang", level="grassroots", kind="front", parent=story.ward
    )


@pytest.fixture
def mai(union):
    """Its clerk."""
    return MembershipFactory(person=PersonFactory(username="mai", full_name="Hoàng Thị Mai"), unit=union).person


@pytest.fixture
def work(story):
    """The ward's registration, received by the town."""
    return exemplars.submit(filled_draft(story, title=FENCE), by=story.lan)


@pytest.fixture
def theirs(story, union):
    """The union's own registration of the same fence, received by the town too."""
    return RegistrationFactory(
        title="Vận động nhân dân vẽ bích họa trên tường rào khu 3", unit=union, round=story.round,
        receiver=story.district, status="submitted", code="MH-2024-0901",
    )  # fmt: skip


@pytest.fixture
def unfinished(story, union, mai):
    """The union's draft of the same fence."""
    return exemplars.begin(union, story.round, by=mai, title="Vẽ bích họa tường rào", level="commune")
