"""宗地与处置的地址. One path a line."""

from django.urls import path

from .views import batch, disposal, evidence, ledger, measures, parcel, parcel_form, queues, saved_view, stock

app_name = "parcels"
urlpatterns = [
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/export/", ledger.ledger_export, name="ledger_export"),
    path("ledger/views/", saved_view.view_save, name="view_save"),
    path("ledger/views/<int:pk>/remove/", saved_view.view_remove, name="view_remove"),
    path("ledger/stock/", stock.stock, name="stock"),
    path("parcels/new/", parcel_form.register, name="register"),
    path("parcels/<int:pk>/", parcel.parcel, name="parcel"),
    path("parcels/<int:pk>/edit/", parcel_form.edit, name="edit"),
    path("parcels/<int:pk>/supplies/new/", parcel_form.supply_new, name="supply_new"),
    path("parcels/<int:pk>/kind/", parcel_form.kind_change, name="kind_change"),
    path("parcels/<int:pk>/filing/", parcel.filing, name="filing"),
    path("parcels/<int:pk>/write-off/", parcel.write_off, name="write_off"),
    path("parcels/<int:pk>/relist/", parcel.relist, name="relist"),
    path("batches/", batch.batches, name="batches"),
    path("batches/new/", batch.batch_new, name="batch_new"),
    path("batches/<int:pk>/", batch.batch, name="batch"),
    path("disposals/", queues.disposals, name="disposals"),
    path("disposals/start/", disposal.disposal_start, name="disposal_start"),
    path("parcels/<int:parcel_id>/disposals/new/", disposal.disposal_new, name="disposal_new"),
    path("disposals/<int:pk>/", disposal.disposal, name="disposal"),
    path("disposals/<int:pk>/edit/", disposal.disposal_edit, name="disposal_edit"),
    path("disposals/<int:pk>/step/", disposal.disposal_step, name="disposal_step"),
    path("review/", queues.review, name="review"),
    path("review/batch/", queues.review_batch, name="review_batch"),
    path("review/write-off/", queues.review_write_off, name="review_write_off"),
    path("evidence/<int:pk>/file/", evidence.evidence_file, name="evidence_file"),
    path("evidence/<int:pk>/void/", evidence.evidence_void, name="evidence_void"),
    path("measures/", measures.measures, name="measures"),
    path("measures/<int:pk>/edit/", measures.measure_edit, name="measure_edit"),
]
