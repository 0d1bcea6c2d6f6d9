"""接口: 报送包 of the counties, each sending of them and the remarks on its rows - to be read; the file is fetched from the page."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet

from landplan.lib.filters import IdFilter
from parcels.api.cases import CaseList, RegionFilter, case_list
from parcels.api.record_serializers import out_of, related_of
from units.policies import may_work

from ..choices import PackageState
from ..models import Package, PackageEdition, PackageRemark

PackageOut = out_of(Package, "报送包: 一项应办事项、一个县区一个.", "duty", "state", "number", "first_sent_at", "sent_at", "decided_at", "decided_by",
                    "opinion", "version", duty_title="duty.title")
PackageEditionOut = out_of(PackageEdition, "一次报送: 宗数、面积 (亩)、材料和文件的校验码.", "package", "number", "sent_at", "sent_by", "remark",
                           "count", "area", "papers", "file_name", "sha256")
PackageRemarkOut = out_of(PackageRemark, "逐宗审核意见.", "row", "text", "remarked_at", "remarked_by", parcel_no="row.parcel_no")


class PackageFilter(RegionFilter):
    duty = IdFilter("duty_id", "应办事项的 id")
    state = filters.MultipleChoiceFilter(label="状态", choices=PackageState.choices)


class PackageEditionFilter(RegionFilter):
    package = IdFilter("package_id", "报送包的 id")


class PackageRemarkFilter(RegionFilter):
    edition = IdFilter("row__edition_id", "报送的 id")
    parcel = IdFilter("row__parcel_id", "宗地的 id")


class PackageList(CaseList):
    """As the pages: who works may read."""

    policy = {"GET": may_work}


class EditionList(PackageList):
    """Without the bytes of the files."""

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().defer("file")


Packages = case_list("Packages", "报送包。", Package, PackageOut, PackageFilter, *related_of(PackageOut), base=PackageList)
PackageEditions = case_list("PackageEditions", "各次报送。", PackageEdition, PackageEditionOut, PackageEditionFilter, *related_of(PackageEditionOut),
                            base=EditionList)
PackageRemarks = case_list("PackageRemarks", "逐宗审核意见。", PackageRemark, PackageRemarkOut, PackageRemarkFilter, *related_of(PackageRemarkOut),
                           base=PackageList)
