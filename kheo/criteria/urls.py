from django.urls import path, register_converter

from kheo.criteria.editing import Shelf
from kheo.criteria.views import acting, bringing, changing, concretising, listing, reading, rows, trying


class ShelfConverter:
    """A part of a sheet that is a list, in an address."""

    regex = "|".join(Shelf.values)

    def to_python(self, value):
        return Shelf(value)

    def to_url(self, value):
        return str(value)


class SpellingConverter(ShelfConverter):
    """The two kinds of files, as they end."""

    regex = "yaml|xlsx"

    def to_python(self, value):
        return value


register_converter(ShelfConverter, "shelf")
register_converter(SpellingConverter, "spelling")

app_name = "criteria"
urlpatterns = [
    path("", listing.list_, name="list"),
    path("found/", listing.found, name="found"),
    path("bring/", bringing.bring, name="bring"),
    path("library/<str:code>/", listing.shipped, name="shipped"),
    path("library/<str:code>/take-over/", listing.take_over, name="take_over"),
    path("<int:pk>/", reading.detail, name="detail"),
    path("<int:pk>/begin-version/", acting.begin_version, name="begin_version"),
    path("versions/<int:pk>/", reading.version, name="version"),
    path("versions/<int:pk>/print/", reading.print_, name="print"),
    path("versions/<int:pk>/file.<spelling:spelling>", reading.as_file, name="file"),
    path("versions/<int:pk>/compare/", reading.compare, name="compare"),
    path("versions/<int:pk>/try/", trying.try_, name="try"),
    path("versions/<int:pk>/publish/", acting.publish, name="publish"),
    path("versions/<int:pk>/retire/", acting.retire, name="retire"),
    path("versions/<int:pk>/change/", changing.change, name="change"),
    path("versions/<int:pk>/change/total/", changing.total, name="total"),
    path("versions/<int:pk>/change/rules/", changing.rules, name="rules"),
    path("versions/<int:pk>/change/about/", changing.about, name="about"),
    path("versions/<int:pk>/change/counting/", changing.counting, name="counting"),
    path("versions/<int:pk>/change/file/", bringing.replace, name="replace"),
    path("versions/<int:pk>/change/<shelf:shelf>/add/", rows.add, name="add"),
    path("versions/<int:pk>/change/<shelf:shelf>/<int:number>/", rows.row, name="row"),
    path("versions/<int:pk>/change/<shelf:shelf>/<int:number>/remove/", rows.remove, name="remove"),
    path("versions/<int:pk>/units/<int:unit_pk>/", concretising.own_words, name="own_words"),
    path("versions/<int:pk>/units/<int:unit_pk>/<int:number>/", concretising.concretise, name="concretise"),
]
