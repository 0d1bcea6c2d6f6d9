"""方案与任务量的地址. One path a line."""

from django.urls import path

from .views import library, plans, quotas, records, revise, scope, settings

app_name = "tasks"
urlpatterns = [
    path("plans/", plans.plans, name="plans"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/settings/edit/", settings.settings_edit, name="settings_edit"),
    path("plans/<int:pk>/scope/", scope.scope_check, name="scope_check"),
    path("plans/<int:pk>/quotas/<slug:key>/revise/", revise.quota_revise, name="quota_revise"),
    path("plans/<int:pk>/<slug:part>/", plans.plan_part, name="plan_part"),
    path("quotas/", quotas.quotas, name="quotas"),
    path("quotas/export/", quotas.quota_export, name="quota_export"),
    path("print-check/", quotas.print_check, name="print_check"),
    path("backfills/", records.backfills, name="backfills"),
    path("arrears/", records.arrears, name="arrears"),
    path("arrears/export/", records.arrears_export, name="arrears_export"),
    path("unit-library/", library.unit_library, name="unit_library"),
]
