"""批、征、供、用: the four steps of a parcel with their facts, and which facts are missing (LED-12)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """一项事实: None or '' = not entered."""

    label: str
    value: object

    @property
    def is_missing(self) -> bool:
        return self.value in (None, "")


@dataclass(frozen=True)
class ChainStep:
    """一步: nothing of it entered = 未办; some = 缺n项; all = 齐."""

    sign: str
    name: str
    facts: tuple[Fact, ...]

    @property
    def missing(self) -> list[str]:
        return [fact.label for fact in self.facts if fact.is_missing]

    @property
    def word(self) -> str:
        """齐, 缺n项, 未办."""
        if not self.missing:
            return "齐"
        return "未办" if len(self.missing) == len(self.facts) else f"缺{len(self.missing)}项"


_STEPS = (
    ("批", "批准", (("批准文号", "approval_no"), ("批准日期", "approved_on"), ("批准机关", "authority"), ("批准面积（亩）", "approved_area"))),
    ("征", "征收", (("征收文书", "expropriation_no"), ("征收完成", "expropriated_on"))),
    ("供", "供应", (("供应方式", "mode"), ("合同或划拨决定书", "supply_no"), ("供应日期", "supplied_on"), ("供应面积（亩）", "supplied_area"))),
    ("用", "使用", (("约定动工", "agreed_start_on"), ("实际动工", "started_on"), ("约定竣工", "agreed_finish_on"), ("实际竣工", "finished_on"))),
)


def chain_steps(facts: dict) -> list[ChainStep]:
    """四步 from the named facts (areas as text in 亩)."""
    return [ChainStep(sign, name, tuple(Fact(label, facts.get(key)) for label, key in wanted)) for sign, name, wanted in _STEPS]
