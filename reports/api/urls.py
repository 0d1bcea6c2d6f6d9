"""接口 /api/v1/: 进度, 周报. One path a line."""

from django.urls import path

from . import progress, weekly

urlpatterns = [
    path("plans/<int:pk>/progress/", progress.PlanProgress.as_view(), name="plan_progress"),
    path("reports/weekly/", weekly.WeekList.as_view(), name="weekly"),
    path("reports/weekly/<int:pk>/", weekly.WeekDetail.as_view(), name="week"),
    path("reports/weekly/<int:pk>/freeze/", weekly.WeekFreeze.as_view(), name="week_freeze"),
    path("reports/weekly/<int:pk>/file/", weekly.WeekFile.as_view(), name="week_file"),
]
