"""查用地申请 and 竣工联合验收, with the opinions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from landplan.lib.text import name_key

from ..models import CreditRecord, JointAcceptance, LandApplication, Opinion
from ..rules.needs import missing_opinions

SHOWN = 200


def application_rows() -> QuerySet[LandApplication]:
    """用地申请, the latest first."""
    return LandApplication.objects.select_related("project", "region", "entered_by", "decided_by")


def with_breaches(rows: QuerySet[LandApplication]) -> list[LandApplication]:
    """各件 with the breaches of its applicant and builder that are not cleared, as `breaches`: two queries."""
    found, by_holder = list(rows), defaultdict(list)
    keys = {(row.region_id, name_key(name)) for row in found for name in (row.applicant, row.project.company) if name}
    for one in CreditRecord.objects.filter(holder_key__in={key for _, key in keys}, cleared_on=None):
        by_holder[one.region_id, one.holder_key].append(one)
    for row in found:
        row.breaches = [one for key in {name_key(row.applicant), name_key(row.project.company)} for one in by_holder[row.region_id, key]]
    return found


@dataclass(frozen=True)
class AcceptanceLine:
    """一次验收 and the required departments that said nothing yet."""

    acceptance: JointAcceptance
    missing: list[str]


def acceptance_rows() -> QuerySet[JointAcceptance]:
    """竣工联合验收, the latest first."""
    return JointAcceptance.objects.select_related("project", "region", "passed_by")


def acceptance_lines(rows: QuerySet[JointAcceptance]) -> list[AcceptanceLine]:
    """各次验收 with who is still missing: two queries."""
    return [AcceptanceLine(row, missing_opinions({one.department: one.stance for one in row.opinions.all()}))
            for row in rows.prefetch_related("opinions")]


def opinions_of(row: JointAcceptance) -> list[Opinion]:
    """部门意见, as entered."""
    return list(row.opinions.select_related("entered_by").order_by("id"))


def stances_of(row: JointAcceptance) -> dict[str, str]:
    """各部门最后的意见."""
    return dict(row.opinions.order_by("id").values_list("department", "stance"))
