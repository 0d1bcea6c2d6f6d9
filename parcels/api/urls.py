"""接口 /api/v1/: 宗地, 处置, 佐证, 宗地以外的各项记录, 措施目录. One path a line."""

from django.urls import path

from . import cases, disposals, evidence, parcels, records, shapes

urlpatterns = [
    path("parcels/", parcels.ParcelList.as_view(), name="parcels"),
    path("parcels/<int:pk>/", parcels.ParcelDetail.as_view(), name="parcel"),
    path("parcels/<int:pk>/shape/", shapes.ParcelShapeDetail.as_view(), name="parcel_shape"),
    path("disposals/", disposals.DisposalList.as_view(), name="disposals"),
    path("disposals/<int:pk>/", disposals.DisposalDetail.as_view(), name="disposal"),
    path("disposals/<int:pk>/submit/", disposals.SubmitDisposal.as_view(), name="disposal_submit"),
    path("disposals/<int:pk>/withdraw/", disposals.WithdrawDisposal.as_view(), name="disposal_withdraw"),
    path("disposals/<int:pk>/send_back/", disposals.SendBackDisposal.as_view(), name="disposal_send_back"),
    path("disposals/<int:pk>/verify/", disposals.VerifyDisposal.as_view(), name="disposal_verify"),
    path("disposals/<int:pk>/accept/", disposals.AcceptDisposal.as_view(), name="disposal_accept"),
    path("disposals/<int:pk>/void/", disposals.VoidDisposal.as_view(), name="disposal_void"),
    path("evidence/", evidence.EvidenceList.as_view(), name="evidence"),
    path("evidence/<int:pk>/", evidence.EvidenceDetail.as_view(), name="evidence_one"),
    path("evidence/<int:pk>/file/", evidence.EvidenceFile.as_view(), name="evidence_file"),
    path("evidence/<int:pk>/void/", evidence.EvidenceVoid.as_view(), name="evidence_void"),
    path("findings/", cases.Findings.as_view(), name="findings"),
    path("lawsuits/", cases.Lawsuits.as_view(), name="lawsuits"),
    path("parcel-plans/", cases.ParcelPlans.as_view(), name="parcel_plans"),
    path("milestones/", cases.Milestones.as_view(), name="milestones"),
    path("hurdles/", cases.Hurdles.as_view(), name="hurdles"),
    path("expropriations/", cases.Expropriations.as_view(), name="expropriations"),
    path("supplies/", cases.Supplies.as_view(), name="supplies"),
    path("batch-entries/", cases.BatchEntries.as_view(), name="batch_entries"),
    path("measures/", parcels.MeasureList.as_view(), name="measures"),
    *(path(f"{one}/", view.as_view(), name=one.replace("-", "_")) for one, view in records.VIEWS.items()),
]
