"""接口 /api/v1/: 方案与任务量. One path a line."""

from django.urls import path

from . import plans

urlpatterns = [
    path("plans/", plans.PlanList.as_view(), name="plans"),
    path("plans/<int:pk>/", plans.PlanDetail.as_view(), name="plan"),
    path("plans/<int:pk>/quotas/", plans.PlanQuotas.as_view(), name="quotas"),
]
