"""The words of {% load kheo %}."""

from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.test import RequestFactory, override_settings
from django.utils import translation

from kheo.exemplars.enums import SectionState


def render(source, **context):
    return Template("{% load kheo %}" + source).render(Context(context))


def test_each_form_key_is_new():
    first, second = render("{% form_key %}"), render("{% form_key %}")
    assert first.startswith('<input type="hidden" name="idempotency_key" value="')
    assert first != second


def test_an_icon_is_decoration():
    assert 'aria-hidden="true"' in render('{% icon "search" %}')


def test_a_state_is_word_colour_and_shape():
    html = render("{% tag_for state label %}", state="recognised", label="Đã công nhận")
    assert "Đã công nhận" in html
    assert "tone-g" in html
    assert "#award" in html


def test_a_member_of_an_enum_knows_its_own_word():
    with translation.override("en"):
        assert "To mend" in render("{% tag_for state %}", state=SectionState.TO_MEND)


@pytest.mark.parametrize("language", ["vi", "en", "hi"])
def test_numbers_and_days_follow_the_country_not_the_language(language):
    with translation.override(language):
        assert render("{{ n|number }} {{ d|day }}", n=1250, d=date(2024, 11, 5)) == "1.250 05/11/2024"
        assert render("{{ part|share_of:whole }}", part=155, whole=746) == "20.78"  # SVG reads a dot


def test_zero_is_not_unknown():
    assert render("{{ a|number }} {{ b|number }}", a=0, b=None) == "0 –"


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (-2, "2 days overdue", "r"),
        (0, "Due today · 20/11/2024", "y"),
        (3, "3 days left · 23/11/2024", "y"),
        (8, "8 days left", "b"),
    ],
)
@override_settings(KHEO_TODAY=date(2024, 11, 20))
def test_a_deadline_is_said_as_people_say_it(days, words, tone):
    with translation.override("en"):
        html = render(
            '{% include "components/deadline.html" with due=due only %}', due=date(2024, 11, 20) + timedelta(days=days)
        )
    assert words in html
    assert f"tone-{tone}" in html


def test_a_verb_that_is_refused_says_why_and_sends_nothing():
    html = render('{% verb "/accept/" "Accept" why_not="Only the receiving office may accept." %}')
    assert "Only the receiving office may accept." in html
    assert "<form" not in html
    assert 'aria-disabled="true"' in html


def test_a_verb_is_a_form_with_its_token_and_key():
    html = render('{% verb "/accept/" "Accept" %}', csrf_token="the-token")
    assert 'value="the-token"' in html
    assert "idempotency_key" in html


def test_an_address_with_some_of_its_query_changed():
    request = RequestFactory().get("/exemplars/", {"q": "rác", "page": "2"})
    assert render("{% with_query page=3 %}", request=request) == "?q=r%C3%A1c&amp;page=3"
    assert render("{% with_query q=None %}", request=request) == "?page=2"


def test_a_phone_shows_five_places_or_four_and_more():
    bar = "{% with b=places|places_in_bar %}{{ b.first|length }} {{ b.rest|length }}{% endwith %}"
    assert render(bar, places=range(5)) == "5 0"
    assert render(bar, places=range(7)) == "4 3"


def test_a_table_refuses_a_row_that_does_not_match_its_head():
    with pytest.raises(ValueError, match="shorter"):
        render("{{ head|beside:cells }}", head=["a", "b"], cells=["1"])
