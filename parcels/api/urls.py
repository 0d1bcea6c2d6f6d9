"""接口 /api/v1/: 宗地, 处置, 佐证, 措施目录. One path a line."""

from django.urls import path

from . import disposals, evidence, parcels

urlpatterns = [
    path("parcels/", parcels.ParcelList.as_view(), name="parcels"),
    path("parcels/<int:pk>/", parcels.ParcelDetail.as_view(), name="parcel"),
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
    path("measures/", parcels.MeasureList.as_view(), name="measures"),
]
