"""报表的地址. One path a line."""

from django.urls import path

from .views import baseline, corrections, dashboard, news, progress, week_steps, weekly, workbench

app_name = "reports"
urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/export/", dashboard.dashboard_export, name="dashboard_export"),
    path("progress/", progress.progress, name="progress"),
    path("progress/export/", progress.progress_export, name="progress_export"),
    path("weekly/", weekly.weekly, name="weekly"),
    path("weekly/<int:number>/", weekly.week, name="week"),
    path("weekly/<int:number>/file/", weekly.week_file, name="week_file"),
    path("weekly/<int:number>/trial/", weekly.week_trial, name="week_trial"),
    path("weekly/<int:number>/return/", week_steps.week_return, name="week_return"),
    path("weekly/<int:number>/freeze/", week_steps.week_freeze, name="week_freeze"),
    path("weekly/<int:number>/hold/", week_steps.week_hold, name="week_hold"),
    path("weekly/<int:number>/release/", week_steps.week_release, name="week_release"),
    path("weekly/<int:number>/edition/", week_steps.week_edition, name="week_edition"),
    path("weekly/<int:number>/send-back/<int:region_id>/", week_steps.week_send_back, name="week_send_back"),
    path("workbench/", workbench.workbench, name="workbench"),
    path("workbench/news/seen/", news.news_seen, name="news_seen"),
    path("workbench/news/<int:seq>/open/", news.news_open, name="news_open"),
    path("workbench/in-transit/", workbench.workbench_way, name="workbench_way"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/weeks/", corrections.corrections_weeks, name="corrections_weeks"),
    path("corrections/new/<int:disposal_id>/", corrections.correction_new, name="correction_new"),
    path("corrections/<int:pk>/", corrections.correction, name="correction"),
    path("corrections/<int:pk>/decide/", corrections.correction_decide, name="correction_decide"),
    path("baseline/", baseline.baseline, name="baseline"),
    path("baseline/freeze/", baseline.baseline_freeze, name="baseline_freeze"),
    path("baseline/parcels/", baseline.baseline_parcels, name="baseline_parcels"),
]
