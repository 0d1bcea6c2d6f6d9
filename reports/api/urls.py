"""接口 /api/v1/: 进度, 周报. One path a line."""

from django.urls import path

from . import progress

urlpatterns = [
    path("plans/<int:pk>/progress/", progress.PlanProgress.as_view(), name="plan_progress"),
]
