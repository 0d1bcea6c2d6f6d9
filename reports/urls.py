"""报表的地址. One path a line."""

from django.urls import path

from .views import dashboard, progress, workbench

app_name = "reports"
urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/export/", dashboard.dashboard_export, name="dashboard_export"),
    path("progress/", progress.progress, name="progress"),
    path("progress/export/", progress.progress_export, name="progress_export"),
    path("workbench/", workbench.workbench, name="workbench"),
    path("workbench/in-transit/", workbench.workbench_way, name="workbench_way"),
]
