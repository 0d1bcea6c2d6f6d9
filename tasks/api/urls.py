"""接口 /api/v1/: 方案, 任务量, 报送包, 督办奖惩, 工作任务. One path a line."""

from django.urls import path

from . import packages, plans, supervision, work_tasks

urlpatterns = [
    path("plans/", plans.PlanList.as_view(), name="plans"),
    path("plans/<int:pk>/", plans.PlanDetail.as_view(), name="plan"),
    path("plans/<int:pk>/quotas/", plans.PlanQuotas.as_view(), name="quotas"),
    path("packages/", packages.Packages.as_view(), name="packages"),
    path("package-editions/", packages.PackageEditions.as_view(), name="package_editions"),
    path("package-remarks/", packages.PackageRemarks.as_view(), name="package_remarks"),
    path("supervision/", supervision.CaseList.as_view(), name="cases"),
    path("supervision/<int:pk>/", supervision.CaseDetail.as_view(), name="case"),
    path("supervision/<int:pk>/decide/", supervision.CaseDecide.as_view(), name="case_decide"),
    path("supervision/<int:pk>/steps/", supervision.CaseSteps.as_view(), name="case_steps"),
    path("supervision/<int:pk>/close/", supervision.CaseClose.as_view(), name="case_close"),
    path("tasks/", work_tasks.TaskList.as_view(), name="work_tasks"),
    path("tasks/<int:pk>/", work_tasks.TaskDetail.as_view(), name="work_task"),
    path("tasks/<int:pk>/progress/", work_tasks.TaskReport.as_view(), name="work_task_report"),
    path("tasks/<int:pk>/closings/", work_tasks.TaskClose.as_view(), name="work_task_close"),
    path("task-closings/<int:pk>/decide/", work_tasks.ClosingDecide.as_view(), name="closing_decide"),
]
