from django.urls import path

from kheo.kernel import views

app_name = "kernel"
urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("components/", views.components, name="components"),
]
