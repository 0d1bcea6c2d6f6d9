from django.db import models
from django.db.models import Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.area import AreaField
from landplan.lib.scope import RegionScoped
from parcels.choices import Cause, Kind, ParcelStatus
from parcels.models import Attachment, Parcel

from ..choices import PackageState, PaperKind
from .duty import Duty


class Package(NeverDeleted, RegionScoped):
    """报送包: what a county reports by a duty of its plan - papers and ledger. Every sending of it is an edition."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="packages", verbose_name="应办事项")
    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    state = models.CharField("状态", max_length=10, choices=PackageState.choices, default=PackageState.DRAFT)
    number = models.PositiveIntegerField("第几次报送", default=0)
    first_sent_at = models.DateTimeField("首次报送时间", null=True, blank=True)
    sent_at = models.DateTimeField("报送时间", null=True, blank=True)
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    decided_by = models.ForeignKey("units.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人")
    opinion = models.TextField("审核意见", blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "报送包"
        ordering = ["duty", "region__sort"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "region"], name="package_once"),
            models.CheckConstraint(condition=~Q(state=PackageState.RETURNED) | ~Q(opinion=""), name="package_returned_has_reason"),
            models.CheckConstraint(condition=Q(number=0, sent_at=None) | Q(number__gt=0, sent_at__isnull=False), name="package_sent_is_whole"),
        ]

    def __str__(self):
        return f"{self.region} {self.duty}"


class PackagePaper(NeverDeleted, RegionScoped):
    """报送材料: the county's own plan, summary or the like."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    package = models.ForeignKey(Package, models.PROTECT, related_name="papers", verbose_name="报送包")
    kind = models.CharField("材料", max_length=10, choices=PaperKind.choices)
    file = models.OneToOneField(Attachment, models.PROTECT, related_name="+", verbose_name="附件")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "报送材料"
        ordering = ["id"]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.file}"


class PackageEdition(AppendOnly, RegionScoped):
    """一次报送: the ledger of that moment, its rows (`PackageRow`) and the file as bytes; never changed.

    `papers` names what went with it (material, title, file number, sha256).
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    package = models.ForeignKey(Package, models.PROTECT, related_name="editions", verbose_name="报送包")
    number = models.PositiveIntegerField("第几次报送")
    sent_at = models.DateTimeField("报送时间")
    sent_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="报送人")
    remark = models.TextField("报送说明", blank=True)
    count = models.PositiveIntegerField("宗数")
    area = AreaField("面积")
    papers = models.JSONField("材料", default=list)
    file_name = models.CharField("文件名", max_length=120)
    file = models.BinaryField("文件")
    sha256 = models.CharField("文件校验码", max_length=64)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "报送"
        ordering = ["package", "number"]
        constraints = [models.UniqueConstraint(fields=["package", "number"], name="package_edition_once")]

    def __str__(self):
        return f"{self.package} 第{self.number}次报送"


class PackageRow(AppendOnly, RegionScoped):
    """报送台账里的一宗, as it stood when it was sent (areas in 亩)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    edition = models.ForeignKey(PackageEdition, models.PROTECT, related_name="rows", verbose_name="报送")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="+", verbose_name="宗地")
    parcel_no = models.CharField("地块编号", max_length=40)
    name = models.CharField("地块名称", max_length=120)
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    area = AreaField("面积")
    accepted_area = AreaField("已验收面积")
    cause = models.CharField("形成原因", max_length=20, choices=Cause.choices, blank=True)
    planned_measure = models.CharField("处置措施", max_length=40, blank=True)
    deadline_on = models.DateField("完成时限", null=True, blank=True)
    lead_unit = models.CharField("责任单位", max_length=100, blank=True)
    elements = models.PositiveSmallIntegerField("五要素完整度")
    status = models.CharField("状态", max_length=12, choices=ParcelStatus.choices)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "报送台账的宗地"
        ordering = ["parcel_no", "id"]
        constraints = [models.UniqueConstraint(fields=["edition", "parcel"], name="package_row_once")]

    def __str__(self):
        return f"{self.parcel_no} {self.name}"


class PackageRemark(AppendOnly, RegionScoped):
    """逐宗审核意见 on a row of a package."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    row = models.ForeignKey(PackageRow, models.PROTECT, related_name="remarks", verbose_name="宗地")
    text = models.CharField("意见", max_length=500)
    remarked_at = models.DateTimeField("时间")
    remarked_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="审核人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "逐宗审核意见"
        ordering = ["id"]

    def __str__(self):
        return f"{self.row.parcel_no} 审核意见"
