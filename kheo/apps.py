from django.apps import AppConfig


class KheoConfig(AppConfig):
    name = "kheo"
    verbose_name = "Khéo"
    default_auto_field = "django.db.models.BigAutoField"
