"""任务分解表的列: keys, labels and groups of annexes 2, 3 and 4 of 驻政办〔2021〕19号, in printed order, and of a table of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from ..choices import QuotaClass, TableKey


@dataclass(frozen=True)
class Column:
    """一列: `kind` is area (亩), count (宗) or rate (%); `product` names (rate, area) when the cell is their product."""

    key: str
    label: str
    kind: str
    group: str = ""
    product: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        """全列名: the group that stands above it, and its label."""
        return f"{self.group} {self.label}".strip()

    @property
    def short(self) -> str:
        """短列名, where the group stands above it."""
        return self.label.removeprefix("2021年")

    @property
    def is_revisable(self) -> bool:
        """任务调整 moves rates and quotas; the base areas stay as printed."""
        return self.kind == "rate" or self.key.endswith("quota") or self.key.startswith("quota")


def _part(prefix: str, group: str) -> tuple[Column, ...]:
    return (
        Column(f"{prefix}_count", "宗数", "count", group),
        Column(f"{prefix}_area", "面积", "area", group),
        Column(f"{prefix}_rate", "2021年完成任务率", "rate", group),
        Column(f"{prefix}_quota", "2021年完成任务量", "area", group, (f"{prefix}_rate", f"{prefix}_area")),
    )


def _own(quota_class: QuotaClass) -> tuple[Column, ...]:
    """一类 of a table of one's own: stock, rate of the row, quota."""
    names = tuple(f"{one}_{quota_class.value}" for one in ("area", "rate", "quota"))
    return (Column(names[0], "存量面积", "area", quota_class.label), Column(names[1], "任务率", "rate", quota_class.label),
            Column(names[2], "任务量", "area", quota_class.label, (names[1], names[0])))


COLUMNS: dict[str, tuple[Column, ...]] = {
    TableKey.ANNEX2: (
        Column("approved", "批准面积", "area"),
        Column("supplied", "供应面积", "area"),
        Column("unsupplied", "未供面积", "area"),
        Column("rate", "下达任务率", "rate"),
        Column("quota", "下达任务量", "area", product=("rate", "unsupplied")),
    ),
    TableKey.ANNEX3: (
        *_part("base", "2020年省厅下达闲置土地任务基数"),
        *_part("new", "2020年内网新增闲置土地数"),
        *_part("low", "低效工业用地数"),
    ),
    TableKey.ANNEX4: (
        Column("quota_unsupplied", "批而未供土地", "area", "下达任务量"),
        Column("quota_idle", "闲置土地", "area", "下达任务量"),
        Column("quota_inefficient", "低效工业用地", "area", "下达任务量"),
    ),
    TableKey.OWN: tuple(column for one in QuotaClass for column in _own(one)),
}
# which table holds the quotas of the classes: annex 4, or the plan's own where it has none
CLASS_TABLES = (TableKey.ANNEX4, TableKey.OWN)
# printed blank in annex 2, filled by the counties and the acceptance group
ANNEX2_BLANK = ("盘活面积", "完成率", "完成率排名", "备注")
# which column of which table holds the quota of a class: annex 4 decides (mission: 闲置 of a county is 附件4's)
QUOTA_COLUMNS = {
    QuotaClass.UNSUPPLIED: "quota_unsupplied",
    QuotaClass.IDLE: "quota_idle",
    QuotaClass.INEFFICIENT: "quota_inefficient",
}


def column(key: str, column_key: str) -> Column:
    """The column of a table by its key."""
    return next(one for one in COLUMNS[key] if one.key == column_key)
