"""方案与任务量的地址. One path a line."""

from django.urls import path

from .views import library, packages, plans, quotas, records, revise, scope, settings

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
    path("packages/", packages.packages, name="packages"),
    path("packages/export/", packages.packages_export, name="packages_export"),
    path("packages/<int:pk>/<int:region_id>/", packages.package, name="package"),
    path("packages/<int:pk>/<int:region_id>/papers/", packages.package_paper, name="package_paper"),
    path("packages/papers/<int:pk>/void/", packages.package_paper_void, name="package_paper_void"),
    path("packages/<int:pk>/decide/", packages.package_decide, name="package_decide"),
    path("packages/editions/<int:pk>/", packages.package_edition, name="package_edition"),
    path("packages/editions/<int:pk>/file/", packages.package_file, name="package_file"),
    path("unit-library/", library.unit_library, name="unit_library"),
]
