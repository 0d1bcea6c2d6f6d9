"""图形的代码."""

from django.db.models import TextChoices


class ShapeSource(TextChoices):  # 从哪里来
    TXT = "txt", "界址点 TXT"
    SHP = "shp", "shapefile"
    GEOJSON = "geojson", "GeoJSON"
    GPKG = "gpkg", "GPKG"
    KML = "kml", "KML"
    DRAWN = "drawn", "图上勾绘"
    NONE = "none", "无图形"


class ShapeLack(TextChoices):  # 为什么没有图形（本系统的分法，文件只要求说明原因）
    NOT_SURVEYED = "not_surveyed", "未测量"
    OLD_SYSTEM = "old_system", "只有旧坐标系成果，待转换"
    LOST = "lost", "资料缺失"
    DISPUTED = "disputed", "界址有争议"
    SECRET = "secret", "涉密，不入本系统"
    OTHER = "other", "其他"


class ShapeFileState(TextChoices):
    WAITING = "waiting", "待确认"
    APPLIED = "applied", "已导入"
    DROPPED = "dropped", "已放弃"
