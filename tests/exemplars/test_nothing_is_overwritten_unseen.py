"""Two people write one section in any order: whatever was saved was seen before it was replaced (trust.md T8)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kheo.exemplars import actions
from kheo.exemplars.enums import Section
from kheo.kernel.errors import Stale

# Each step: who, and whether they open the page again or save a new text from what they have open.
STEPS = st.lists(st.tuples(st.sampled_from(["lan", "dung"]), st.sampled_from(["open", "save"])), max_size=12)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_saved_text_is_replaced_by_somebody_who_has_not_seen_it(story, steps):
    draft = actions.begin(story.ward, story.round, by=story.lan, title="Hoa")
    seen = {"lan": (0, ""), "dung": (0, "")}
    current, n = (0, ""), 0
    for who, act in steps:
        if act == "open":
            seen[who] = current
            continue
        n += 1
        text = f"Bản {n} của {who}"
        conflict = None
        try:
            saved = actions.save_section(
                draft, Section.GOALS, {"goals": text}, by=getattr(story, who), version=seen[who][0]
            )
        except Stale as stale:
            conflict = stale
        assert (conflict is None) == (seen[who] == current)
        if conflict:
            assert (conflict.theirs[0][1], conflict.mine[0][1]) == (current[1], text)
        else:
            current = seen[who] = (saved.version, text)
        draft.dossier.refresh_from_db()
        assert draft.dossier.goals == current[1]
