"""A unit's Word template with a paper's words in it. Only templates that were examined come here."""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docxtpl import DocxTemplate
from jinja2 import UndefinedError

from kheo.documents.unit_templates.examination import environment
from kheo.documents.unit_templates.names import context
from kheo.kernel.errors import BadInput


def fill(content: bytes, document: Any) -> bytes:
    """The filled template as a Word file. Values are text wherever they stand: none is read as a template again."""
    template = DocxTemplate(BytesIO(content))
    try:
        template.render(context(document), environment(), autoescape=True)
    except UndefinedError as missing:
        raise BadInput(
            _("The unit's template no longer fits this kind of paper: %(why)s. Give it a new one, or end its use.")
            % {"why": missing}
        ) from None
    made = BytesIO()
    template.save(made)
    return made.getvalue()
