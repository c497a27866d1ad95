"""How Django's forms become our markup: `{{ form }}` and `{% field form.name %}` give a field as the gallery shows it.

Named in settings.FORM_RENDERER. A form says what a field means by ordinary Django means (label, help_text, required,
max_length, widget); four attributes of the *field* say what Django has no word for:

    field.needed_to_send = True     optional in a draft, yet not marked "(optional)"
    field.suffix = _("million đồng")   the unit of measure, inside the field
    field.bare = True               choices without frames (long lists, narrow panels)
    field.page_heading = True       the label is the h1 of a page with this one question

Numbers and dates are text boxes with the right keyboard; what is typed is read by the field, never by the browser,
which would read 1.250 as 1.25.
"""

from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import CheckboxInput, DateInput, FileInput, Textarea
from django.template.loader import select_template
from django.utils.functional import cached_property
from django.utils.translation import gettext as _


class KheoBoundField(BoundField):
    """A field that knows how it is announced: hint, counter and error, in this order."""

    def __init__(self, form, field, name):
        super().__init__(form, field, name)
        if not self.help_text and isinstance(field.widget, DateInput):
            self.help_text = _("Day, month and year, like 25/11/2024")

    @property
    def aria_describedby(self):
        """The ids of everything that explains this field, or None when the widget names its own."""
        said = super().aria_describedby
        if said is None or not self.limit:
            return said
        return f"{said} {self.auto_id}_count".strip()

    @property
    def use_fieldset(self):
        """Whether a legend stands over several boxes; a file is one box, since we never show Django's "clear" tick."""
        return super().use_fieldset and not isinstance(self.field.widget, FileInput)

    @cached_property
    def limit(self):
        """How many characters a text box takes, for the counter; None where nobody counts."""
        return self.field.max_length if isinstance(self.field.widget, Textarea) else None

    @property
    def is_optional(self):
        """Whether to write "(optional)": most fields are needed, so the few others are marked."""
        ticked = isinstance(self.field.widget, CheckboxInput)
        return not (self.field.required or ticked or getattr(self.field, "needed_to_send", False))

    @property
    def is_single_checkbox(self):
        """A lone tick carries its label beside the box, not above it."""
        return isinstance(self.field.widget, CheckboxInput)

    @property
    def first_id(self):
        """The id that a link from the error summary goes to: the first choice, or the box itself."""
        return self.id_for_label or f"{self.auto_id}_0"


class KheoFormRenderer(TemplatesSetting):
    """Looks into templates/kheo/forms first and takes Django's own template for what we leave as it is."""

    form_template_name = "kheo/forms/form.html"
    field_template_name = "kheo/forms/field.html"
    bound_field_class = KheoBoundField

    def get_template(self, template_name):
        return select_template([template_name.replace("django/forms/", "kheo/forms/", 1), template_name])
