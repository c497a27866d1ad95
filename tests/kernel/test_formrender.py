"""A form is rendered as the gallery shows it: labelled, explained, with its errors where they belong."""

from datetime import date

import pytest
from django import forms
from django.utils import translation

from kheo.kernel.formrender import KheoFormRenderer


class Answers(forms.Form):
    default_renderer = KheoFormRenderer()

    title = forms.CharField(label="Name", help_text="As it is called locally", max_length=200)
    method = forms.CharField(label="Way", widget=forms.Textarea, max_length=400, required=False)
    started = forms.DateField(label="Start", required=False)
    money = forms.IntegerField(label="Money", localize=True)
    kind = forms.ChoiceField(
        label="Kind", widget=forms.RadioSelect, choices=[("model", "Model"), ("example", "Example")]
    )
    photo = forms.FileField(label="Photo", required=False)
    true = forms.BooleanField(label="It is true")


def group(form, name):
    return form[name].as_field_group()


def test_the_hint_is_announced_with_the_field():
    html = group(Answers(), "title")
    assert '<label class="govuk-label" for="id_title">Name</label>' in html
    assert '<div class="govuk-hint" id="id_title_helptext">As it is called locally</div>' in html
    assert 'aria-describedby="id_title_helptext"' in html


def test_an_error_is_announced_after_the_hint_and_marks_the_field():
    html = group(Answers({}), "title")
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title_error"' in html
    assert "govuk-form-group--error" in html


def test_only_what_may_stay_empty_is_marked():
    assert "k-optional" not in group(Answers(), "title")
    assert "k-optional" in group(Answers(), "method")
    needed = Answers()
    needed.fields["method"].needed_to_send = True
    assert "k-optional" not in group(needed, "method")


def test_a_text_box_counts_but_never_blocks_typing():
    html = group(Answers(), "method")
    assert 'data-maxlength="400"' in html
    assert " maxlength=" not in html
    assert 'aria-describedby="id_method_count"' in html
    assert 'rows="4"' in html


@pytest.mark.parametrize("language", ["vi", "en", "hi"])
def test_dates_and_numbers_are_text_written_our_way(language):
    with translation.override(language):
        form = Answers(initial={"started": date(2024, 11, 5), "money": 1250})
        assert 'type="text"' in group(form, "started")
        assert 'inputmode="numeric"' in group(form, "started")
        assert 'value="05/11/2024"' in group(form, "started")
        assert 'type="text"' in group(form, "money")
        assert 'value="1.250"' in group(form, "money")


def test_choices_stand_under_a_legend_and_each_has_its_label():
    html = group(Answers(), "kind")
    assert '<legend class="govuk-fieldset__legend">Kind</legend>' in html
    assert '<label class="govuk-label govuk-radios__label" for="id_kind_1">Example</label>' in html


def test_a_lone_tick_carries_its_label_beside_it():
    html = group(Answers(), "true")
    assert html.count("It is true") == 1
    assert '<label class="govuk-label govuk-checkboxes__label" for="id_true">It is true</label>' in html


def test_a_file_has_a_label_and_no_tick_to_clear_it():
    html = group(Answers(), "photo")
    assert '<label class="govuk-label" for="id_photo">' in html
    assert "fieldset" not in html
    assert "clear" not in html


def test_links_from_the_summary_land_on_the_field_or_its_first_choice():
    form = Answers({})
    assert [form[name].first_id for name in ("title", "kind", "true")] == ["id_title", "id_kind_0", "id_true"]


def test_what_people_typed_is_escaped():
    html = group(Answers({"title": '"><script>alert(1)</script>'}), "title")
    assert "<script>" not in html
