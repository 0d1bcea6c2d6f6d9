"""接口 /api/v1/: 导入. One path a line."""

from django.urls import path

from . import imports

urlpatterns = [
    path("imports/", imports.ImportList.as_view(), name="imports"),
    path("imports/<int:pk>/", imports.ImportDetail.as_view(), name="import"),
    path("imports/<int:pk>/rows/", imports.ImportRows.as_view(), name="import_rows"),
    path("imports/<int:pk>/map/", imports.ImportMap.as_view(), name="import_map"),
    path("imports/<int:pk>/confirm/", imports.ImportConfirm.as_view(), name="import_confirm"),
    path("imports/<int:pk>/withdraw/", imports.ImportWithdraw.as_view(), name="import_withdraw"),
]
