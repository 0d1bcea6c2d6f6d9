"""查导入: a person's own, in the post in which he works; the rows of one, by pages."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from landplan.lib import clock
from landplan.lib.actors import Actor

from ..choices import ImportState
from ..models import ImportFile, ImportMemory, ImportRow
from ..rules.import_steps import WORKING


def own_imports(actor: Actor) -> QuerySet[ImportFile]:
    """自己的导入: what this post sent; nobody sees another's."""
    return ImportFile.objects.filter(post_id=actor.post_id, by_id=actor.user_id).select_related("first", "first__by", "by")


def working_import(user_id: int) -> ImportFile | None:
    """正在办理的 of a person, in whatever post."""
    return ImportFile.objects.filter(by_id=user_id, state__in=WORKING).first()


def sent_today(user_id: int) -> int:
    """今天已上传几个."""
    now = clock.local(clock.now())
    morning = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return ImportFile.objects.filter(by_id=user_id, uploaded_at__gte=morning, uploaded_at__lt=morning + timedelta(days=1)).count()


def first_with(file: ImportFile, **what: str) -> ImportFile | None:
    """先前的导入 of the same bytes (`sha256`) or the same rows (`rows_digest`), of the same section and county, that was done."""
    return (ImportFile.objects.filter(section=file.section, region_key=file.region_key, options=file.options, state=ImportState.DONE, **what)
            .exclude(pk=file.pk).select_related("by").order_by("id").first())


def remembered(post_id: int, section: str) -> dict[str, str]:
    """上次的对应: head -> column key."""
    memory = ImportMemory.objects.filter(post_id=post_id, section=section).first()
    return memory.heads if memory else {}


def rows_of(file: ImportFile) -> QuerySet[ImportRow]:
    """最近一次检查的各行."""
    return ImportRow.objects.filter(file=file, check_no=file.check_no)
