from django.apps import AppConfig


class ParcelsConfig(AppConfig):
    name = "parcels"
    verbose_name = "宗地与处置"
    default_auto_field = "django.db.models.BigAutoField"
