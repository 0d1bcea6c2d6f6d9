"""生成文书 and 模板: a paper is made once from a version of its template and kept; a template only grows by versions."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..documents.defaults import LABEL, default_template
from ..documents.word import fill, names_alone, names_in
from ..models import Evidence, IdleStep, LowNotice, Paper, PaperTemplate, Parcel
from ..policies import may_edit_measures, may_keep_cases
from ..rules.files import safe_name
from ..rules.paper_kinds import KINDS, WORD, PaperKind, check_names, filled, missing
from ..selectors.paper_values import kind_of_step, notice_values, step_values, template_of
from ..store import Stored, keep_file, stored_bytes
from .common import lock_parcel, permit, refuse

_CLERKS = "文书由县区填报员生成。"
PAPER = "paper"


@transaction.atomic
def make_step_paper(step_id: int, *, actor: Actor, anyway: bool = False) -> Paper:
    """生成一步的文书. Raises NotAllowed, Conflict, Refusal when a fact that it needs is missing (unless `anyway`)."""
    permit(may_keep_cases(actor), _CLERKS)
    step = IdleStep.objects.select_related("procedure__parcel__region", "procedure__finding").get(pk=step_id)
    parcel = lock_parcel(step.procedure.parcel_id)
    kind = kind_of_step(step)
    if kind is None or step.voided_at:
        raise Conflict(f"“{step}”没有文书可生成，或已退回。请刷新页面看最新状态。", code="wrong_state")
    return _made(parcel, kind, step_values(step, actor), actor, anyway, step=step, doc_no=step.doc_no)


@transaction.atomic
def make_notice_paper(notice_id: int, *, actor: Actor, anyway: bool = False) -> Paper:
    """生成低效用地告知书. Raises NotAllowed, Refusal."""
    permit(may_keep_cases(actor), _CLERKS)
    notice = LowNotice.objects.select_related("finding__parcel__region").get(pk=notice_id)
    parcel = lock_parcel(notice.finding.parcel_id)
    return _made(parcel, KINDS["low_notice"], notice_values(notice, actor), actor, anyway, notice=notice, doc_no=notice.doc_no)


def _made(parcel: Parcel, kind: PaperKind, values: dict[str, str], actor: Actor, anyway: bool, *, doc_no: str, **of) -> Paper:
    lacking = missing(kind, values)
    if lacking and not anyway:
        raise Refusal(f"《{kind.title}》还缺：{'、'.join(lacking)}。请先补填；确要先出草稿的，勾选“缺的空着，照样生成”，文书里会写明未填。",
                      field="anyway", code="facts_missing")
    template = template_of(parcel.region, kind.code)
    source = stored_bytes(template) if template else default_template(kind.code)
    content = fill(source, filled(values))
    stored = keep_file(ContentFile(content))
    now = clock.now()
    evidence = Evidence.objects.create(
        region_id=parcel.region_id, parcel=parcel, kind=PAPER, title=f"{kind.title}（草稿）" if lacking else kind.title, doc_no=doc_no,
        original_name=safe_name(f"{kind.title}_{parcel.parcel_no}_{clock.local(now):%Y%m%d%H%M}.docx"), media_type=WORD, size=stored.size,
        sha256=stored.sha256, storage_id=stored.storage_id, uploaded_at=now, uploaded_by_id=actor.user_id)
    paper = Paper.objects.create(
        region_id=parcel.region_id, parcel=parcel, kind=kind.code, values=values, template=template, evidence=evidence, made_at=now,
        template_label=f"第{template.number}版" if template else LABEL, template_sha256=template.sha256 if template else _sha(source),
        made_by_id=actor.user_id, **of)
    record(actor=actor, action="make_paper", obj=paper, subject=f"parcel:{parcel.id}", label=f"{evidence.title} {doc_no}",
           after={"template_label": paper.template_label, "sha256": stored.sha256, "lacking": "、".join(lacking)})
    return paper


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@transaction.atomic
def upload_template(kind_code: str, *, actor: Actor, region, seen: int, upload, note: str) -> PaperTemplate:
    """传一版模板 over the version seen (0 = none). Raises NotAllowed, Conflict, Refusal that names what does not fit."""
    permit(may_edit_measures(actor), "文书模板由领导小组办公室改。")
    kind, name = KINDS[kind_code], safe_name(upload.name)
    last = PaperTemplate.objects.filter(region=region, kind=kind_code).aggregate(last=Max("number"))["last"] or 0
    if last != seen:
        raise Conflict(f"《{kind.title}》的模板在你打开之后传过第 {last} 版。请看过那一版再传。", code="stale")
    content = upload.read()
    names = names_in(content)
    refuse(check_names(kind, names, names_alone(content)))
    if not note:
        raise Refusal("改了什么没有填。请写一句，以后好找。", field="note", code="missing")
    stored: Stored = keep_file(ContentFile(content))
    row = PaperTemplate.objects.create(region=region, kind=kind_code, number=last + 1, original_name=name, size=stored.size, sha256=stored.sha256,
                                       storage_id=stored.storage_id, note=note, at=clock.now(), by_id=actor.user_id)
    record(actor=actor, action="upload_template", obj=row, label=f"《{kind.title}》第{row.number}版", region_id=region.id, reason=note,
           after={"title": kind.title, "sha256": stored.sha256})
    return row
