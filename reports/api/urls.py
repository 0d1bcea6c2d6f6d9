"""接口 /api/v1/: 进度, 周报, 定期报告, 信息公布. One path a line."""

from django.urls import path

from . import periods, progress, publishing, weekly

urlpatterns = [
    path("plans/<int:pk>/progress/", progress.PlanProgress.as_view(), name="plan_progress"),
    path("reports/weekly/", weekly.WeekList.as_view(), name="weekly"),
    path("reports/weekly/<int:pk>/", weekly.WeekDetail.as_view(), name="week"),
    path("reports/weekly/<int:pk>/freeze/", weekly.WeekFreeze.as_view(), name="week_freeze"),
    path("reports/weekly/<int:pk>/file/", weekly.WeekFile.as_view(), name="week_file"),
    path("reports/periods/", periods.PeriodList.as_view(), name="periods"),
    path("reports/periods/<str:kind>/<str:key>/", periods.PeriodDetail.as_view(), name="period"),
    path("reports/periods/<str:kind>/<str:key>/open/", periods.PeriodOpen.as_view(), name="period_open"),
    path("reports/periods/<str:kind>/<str:key>/check/", periods.PeriodCheck.as_view(), name="period_check"),
    path("reports/periods/<str:kind>/<str:key>/uncheck/", periods.PeriodUncheck.as_view(), name="period_uncheck"),
    path("reports/periods/<str:kind>/<str:key>/freeze/", periods.PeriodFreeze.as_view(), name="period_freeze"),
    path("reports/periods/<str:kind>/<str:key>/edition/", periods.PeriodEdition.as_view(), name="period_edition"),
    path("reports/periods/<str:kind>/<str:key>/publish/", periods.PeriodPublish.as_view(), name="period_publish"),
    path("reports/periods/<str:kind>/<str:key>/excel/", periods.PeriodExcel.as_view(), name="period_excel"),
    path("reports/periods/<str:kind>/<str:key>/notice/", periods.PeriodNoticeFile.as_view(), name="period_notice"),
    path("publications/", publishing.PublicationList.as_view(), name="publications"),
    path("publications/<int:pk>/", publishing.PublicationDetail.as_view(), name="publication"),
    path("publications/<int:pk>/approve/", publishing.PublicationApprove.as_view(), name="publication_approve"),
    path("publications/<int:pk>/remove/", publishing.PublicationRemove.as_view(), name="publication_remove"),
]
