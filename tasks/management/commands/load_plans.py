import json
from collections import Counter
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from landplan.lib.actors import Actor, system_actor
from landplan.lib.errors import Refusal
from landplan.lib.scope import everything
from parcels.models import Park
from parcels.services import rebuild_totals, record_park_fact, register_park
from tasks.services import load_documents, load_plan
from tasks.services.kept_quotas import rebuild_quotas
from units.models import Region, Unit
from units.services.regions import save_region, save_region_alias, save_unit, save_unit_alias

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


def read(name: str):
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def the_tree() -> dict[str, tuple[int | None, str]]:
    """What lies above what, and which regions are counties."""
    return {code: (parent_id, level) for code, parent_id, level in Region.objects.values_list("code", "parent_id", "level")}


def load_places(actor: Actor) -> None:
    """装入区划与单位 with their aliases, parents first. Where a region came under another one or to another level, what lies above the counties is
    added up anew. No other door moves a region."""
    before = the_tree()
    for row in read("regions.json"):
        parent = Region.objects.get(code=row["parent"]) if row["parent"] else None
        values = {k: row[k] for k in ("code", "name", "full_name", "level", "group", "sort")}
        region = save_region(actor=actor, parent=parent, **values)
        for alias in row["aliases"]:
            save_region_alias(region, actor=actor, name=alias)
    regions = {region.code: region for region in Region.objects.all()}
    if before.items() - the_tree().items():
        rebuild_totals(actor=actor)
        rebuild_quotas(actor=actor)
    for sort, row in enumerate(read("units.json"), 1):
        region = regions[row["region"]]
        parent = Unit.objects.get(region=region, name=row["parent"]) if row["parent"] else None
        unit = save_unit(actor=actor, region=region, name=row["name"], kind=row["kind"], parent=parent, sort=sort)
        for alias in row["aliases"]:
            save_unit_alias(unit, actor=actor, name=alias)


def load_parks(actor: Actor) -> int:
    """装入文件写明的园区 with 主导产业 and targets; what is registered stays as it is. How many were made."""
    made = 0
    for row in read("parks.json"):
        region = Region.objects.get(code=row["region"])
        if Park.objects.filter(region=region, names__name=row["name"]).exists():
            continue
        park = register_park(actor=actor, region_id=region.id, name=row["name"], doc_no=row["document"])
        for fact in row["facts"]:
            record_park_fact(park.id, actor=actor, **fact | {"as_of": date.fromisoformat(fact["as_of"])})
        made += 1
    return made


class Command(BaseCommand):
    help = "装入五份方案：文件、阶段、目标、任务分解表、工作任务、领导小组、措施目录，和方案点名的上级文件；重复运行不改变任何内容"

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只说会装入什么，不保存")

    def handle(self, *args, dry_run=False, **options):
        actor, told, names = system_actor("load_plans"), Counter(), []
        try:
            with everything("the plans are public"), transaction.atomic():
                load_places(actor)
                for path in sorted(Path(FIXTURES / "plans").glob("*.json")):
                    plan, changed = load_plan(json.loads(path.read_text(encoding="utf-8")), actor=actor)
                    told += changed
                    names.append(plan.number)
                told += load_documents(read("policies.json"), actor=actor) + Counter({"园区": load_parks(actor)})
                transaction.set_rollback(dry_run)
        except Refusal as refused:
            raise CommandError(refused.message)
        what = "、".join(f"{name} {count}" for name, count in told.items() if count) or "没有变化"
        self.stdout.write(f"{'（试运行，未保存）' if dry_run else ''}方案 {len(names)} 份（{'、'.join(names)}）：{what}")
