"""土地用途 read as 工业 or 产业: one list of words and codes, and what each document's own word takes in of it.

No document says which classes its word means; the lists are this system's convention and are told where they decide. Codes are
of GB/T 21010 (06) and of the ministry's classes of 2023 (10, 11)."""

from __future__ import annotations

from dataclasses import dataclass

INDUSTRY = ("工业", "工矿", "0601", "1001")
STORAGE = ("仓储", "物流", "0604", "1101")


@dataclass(frozen=True)
class Sense:
    """一个文件的说法: its word, the document, and the words and codes of a 土地用途 that fall under it."""

    word: str
    document: str
    marks: tuple[str, ...]

    def covers(self, purpose: str) -> bool:
        return any(mark in purpose for mark in self.marks)

    @property
    def told(self) -> str:
        """怎样认的, for people."""
        return f"土地用途里有“{'”“'.join(self.marks)}”之一的算“{self.word}”（本系统的约定）"


# 洛阳 speaks of 新建工业项目: storage is none; who filled in the class 工矿仓储用地 is asked as well
INDUSTRIAL_PROJECT = Sense("工业项目", "洛政办〔2021〕16号", INDUSTRY)
# the measures speak of 工业用地, which the ledgers fill in as the class 工矿仓储用地 or one of its two parts
INDUSTRIAL_LAND = Sense("工业用地", "", (*INDUSTRY, *STORAGE))
# 石龙 speaks of 产业用地, the widest of the three, and of the two other kinds of a project
SHILONG = "平龙政办〔2022〕50号"
PRODUCTIVE_LAND = Sense("产业用地", SHILONG, (*INDUSTRY, *STORAGE, "产业"))
INFRASTRUCTURE_LAND = Sense("基础设施用地", SHILONG, (
    "基础设施", "公用设施", "交通", "道路", "公路", "铁路", "场站", "水利", "水工", "供水", "供电", "燃气", "环卫"))
PUBLIC_LAND = Sense("公共设施用地", SHILONG, (
    "公共设施", "公共服务", "公共管理", "公园", "绿地", "广场", "教育", "学校", "医疗", "卫生", "文化", "体育", "福利", "养老", "机关团体"))
