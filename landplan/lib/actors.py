"""办理人: who acts, in which post, with which territory. Knows no app; built by `units`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Actor:
    """办理人: a person in one post at one moment. `regions` are the ids of the territory; None = everything."""

    user_id: int | None
    name: str
    role: str
    role_label: str
    unit_id: int | None = None
    unit_name: str = ""
    post_id: int | None = None
    region_id: int | None = None
    regions: frozenset[int] | None = field(default=frozenset())
    ip: str = ""
    request_id: str = ""
    functions: frozenset[str] | None = None  # 职能 that the city decided for this post; None = by convention (units.policies.holds)
    coordinates: bool = False  # may read coordinates of boundary points (parcels.policies)

    @property
    def title(self) -> str:
        """How the person is written in history sentences: 驿城区自然资源局 填报员 张甲; a unit that is called like the role is said once."""
        return " ".join(part for part in (self.unit_name, self.role_label if self.role_label != self.unit_name else "", self.name) if part)

    def covers(self, region_id: int) -> bool:
        """Is the region inside this actor's territory?"""
        return self.regions is None or region_id in self.regions

    def at(self, *, ip: str, request_id: str) -> Actor:
        return replace(self, ip=ip, request_id=request_id)


def system_actor(name: str = "系统") -> Actor:
    """系统: jobs and operator commands; covers every region, never counts as a second person."""
    return Actor(user_id=None, name=name, role="system", role_label="系统", regions=None, coordinates=True)
