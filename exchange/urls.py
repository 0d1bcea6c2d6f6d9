"""数据交换的地址. One path a line."""

from django.urls import path

from .views import background, exports, imports, reconcile, system_data

app_name = "exchange"
urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/upload/", imports.import_upload, name="import_upload"),
    path("imports/templates/<slug:section>/", imports.import_template, name="import_template"),
    path("imports/<int:pk>/", imports.import_one, name="import"),
    path("imports/<int:pk>/state/", imports.import_state, name="import_state"),
    path("imports/<int:pk>/map/", imports.import_map, name="import_map"),
    path("imports/<int:pk>/sheet/", imports.import_sheet, name="import_sheet"),
    path("imports/<int:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<int:pk>/withdraw/", imports.import_withdraw, name="import_withdraw"),
    path("imports/<int:pk>/file/", imports.import_file, name="import_file"),
    path("imports/<int:pk>/errors/", imports.import_errors, name="import_errors"),
    path("exports/", exports.exports, name="exports"),
    path("exports/new/", exports.export_new, name="export_new"),
    path("exports/rows/", exports.export_rows, name="export_rows"),
    path("exports/<int:pk>/file/", exports.export_file, name="export_file"),
    path("background/", background.background, name="background"),
    path("background/<slug:kind>/<int:pk>/again/", background.background_again, name="background_again"),
    path("reconcile/", reconcile.reconcile, name="reconcile"),
    path("reconcile/weeks/", reconcile.reconcile_weeks, name="reconcile_weeks"),
    path("reconcile/enter/", system_data.reconcile_enter, name="reconcile_enter"),
    path("reconcile/intakes/", system_data.reconcile_intakes, name="reconcile_intakes"),
    path("reconcile/intakes/<int:pk>/void/", system_data.reconcile_intake_void, name="reconcile_intake_void"),
    path("reconcile/template/<slug:what>/", system_data.reconcile_template, name="reconcile_template"),
    path("reconcile/platform/", system_data.reconcile_platform, name="reconcile_platform"),
    path("reconcile/counties/<int:region_id>/", reconcile.reconcile_county, name="reconcile_county"),
    path("reconcile/sheets/<int:pk>/", reconcile.reconcile_sheet, name="reconcile_sheet"),
    path("reconcile/sheets/<int:pk>/sign/", reconcile.reconcile_sign, name="reconcile_sign"),
]
