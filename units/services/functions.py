"""职能归属: loaded with a city's plan once, then decided by its office or the security administrator."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from audit.services import record
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, NotAllowed, Refusal

from ..choices import GROUP_ROLES, HOLDERS, Function, Role
from ..models import Holding, Region
from ..policies import may_assign_functions
from ..rules import held_by
from ..selectors.functions import decided_in

Pair = tuple[str, str]


@transaction.atomic
def settle_functions(region: Region, *, actor: Actor, rows: Iterable[dict]) -> int:
    """装入文件定的职能 (role, function, basis), where the city has decided nothing yet: a later decision stays. Returns how many are new."""
    if Holding.objects.filter(region=region).exists():
        return 0
    made = Holding.objects.bulk_create([Holding(region=region, **row) for row in rows])
    if made:
        record(actor=actor, action="settle_functions", obj=region, region_id=region.id, after={"functions": [str(one) for one in made]})
    return len(made)


@transaction.atomic
def assign_functions(region_id: int, *, actor: Actor, wanted: set[Pair], seen: str, reason: str) -> Region:
    """定职能 of a city: the pairs of role and function that shall hold from now on. `seen` is the table that the person saw.

    Raises NotAllowed, Conflict when it was changed meanwhile, Refusal.
    """
    if not may_assign_functions(actor, region_id):
        raise NotAllowed("职能由本市领导小组办公室或安全管理员定。你现在的岗位不能办；兼有岗位的，先在右上角切换。")
    region = Region.objects.select_for_update().get(pk=region_id)
    before = table_of(decided_in(region_id))
    if seen != fingerprint(before):
        raise Conflict("打开这一页之后，职能已被别人改过。请刷新页面看现在的，再改。", code="stale")
    _check(wanted, before, reason)
    _keep(region, wanted, basis=f"{actor.unit_name}决定：{reason}"[:200])
    record(actor=actor, action="assign_functions", obj=region, region_id=region.id, before=_words(before), after=_words(wanted), reason=reason)
    return region


def table_of(decided: set[Pair] | None) -> set[Pair]:
    """职能表 as pairs, whether decided or by convention."""
    return {(role.value, function) for role in HOLDERS for function in held_by(role, decided)}


def fingerprint(pairs: set[Pair]) -> str:
    """What the form carries, so that one does not change a table that he did not see."""
    return ",".join(f"{role}.{function}" for role, function in sorted(pairs))


def _keep(region: Region, wanted: set[Pair], *, basis: str) -> None:
    """The rows as they shall hold; a basis stays with what was held before."""
    known = {(row.role, row.function): row for row in Holding.objects.filter(region=region)}
    for pair, row in known.items():
        if row.is_held != (pair in wanted):
            row.is_held, row.basis = pair in wanted, basis
            row.save(update_fields=["is_held", "basis"])
    Holding.objects.bulk_create([Holding(region=region, role=role, function=function, basis=basis) for role, function in sorted(wanted - set(known))])


def _check(wanted: set[Pair], before: set[Pair], reason: str) -> None:
    unheld = [one.label for one in Function if not any(function == one for _, function in wanted)]
    if unheld:
        raise Refusal(f"“{'、'.join(unheld)}”没有岗位承担。每项职能至少要有一个岗位；没有工作组的，请勾办公室。", field="functions", code="unheld")
    doubled = [one.label for one in (Function.ACCEPT,) if {(role.value, one.value) for role in GROUP_ROLES} & wanted
               and (Role.OFFICE.value, one.value) in wanted]
    if doubled:
        raise Refusal("考核验收由一个工作组承担的，办公室不能同时承担：办公室还要定稿和更正，验收要由别人办。请去掉其中一个。",
                      field="functions", code="separation")
    if wanted == before:
        raise Refusal("没有改动任何职能。要改哪一项，请先改它再保存；不改的，返回即可。", code="unchanged")
    if not reason:
        raise Refusal("改职能要写原因和依据，留痕会记下原话。", field="reason", code="reason_missing")


def _words(pairs: set[Pair]) -> dict[str, str]:
    return {role.label: "、".join(one.label for one in Function if (role.value, one.value) in pairs) or "无" for role in HOLDERS}
