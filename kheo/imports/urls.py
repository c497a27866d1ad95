from django.urls import path, register_converter

from kheo.imports import views
from kheo.imports.enums import ImportKind


class KindConverter:
    """A kind of list in an address."""

    regex = "|".join(ImportKind.values)

    def to_python(self, value):
        return ImportKind(value)

    def to_url(self, value):
        return str(value)


register_converter(KindConverter, "list_kind")

app_name = "imports"
urlpatterns = [
    path("", views.list_, name="list"),
    path("batches/<int:pk>/", views.preview, name="preview"),
    path("batches/<int:pk>/mend/", views.mend, name="mend"),
    path("batches/<int:pk>/write/", views.write, name="write"),
    path("batches/<int:pk>/undo/", views.undo, name="undo"),
    path("batches/<int:pk>/returned.xlsx", views.returned_file, name="returned_file"),
    path("<list_kind:kind>/", views.start, name="start"),
    path("<list_kind:kind>/template.xlsx", views.template, name="template"),
]
