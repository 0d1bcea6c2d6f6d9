from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "tasks"
    verbose_name = "方案与任务量"
    default_auto_field = "django.db.models.BigAutoField"
