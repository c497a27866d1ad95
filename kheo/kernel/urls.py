from django.urls import path

from kheo.kernel import views

app_name = "kernel"
urlpatterns = [path("components/", views.components, name="components")]
