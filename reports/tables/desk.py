"""工作台的行: each thing that waits as one line - how late, what it is, what to do, and where it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode

from landplan.lib.actors import Actor
from landplan.lib.area import show
from landplan.lib.clock import day_words, local
from landplan.lib.counts import shown
from landplan.lib.vocabulary import Word, deadline_word, state_word
from parcels.choices import PlanState
from parcels.models import Disposal, DisposalPlan, Parcel
from parcels.rules.measures import missing_evidence
from parcels.selectors.plans import plans_for
from parcels.selectors.queues import ready_to_write_off, waiting_for

from ..models import Correction
from ..rules.desk import PATIENCE, SOON
from ..selectors.corrections import decisions_for
from ..selectors.decisions import Pending
from ..selectors.desk import Desk
from ..selectors.todo import (
    SHOWN,
    Gaps,
    Tally,
    due_parcels,
    gaps_of,
    in_transit_steps,
    own_open,
    stalled,
)
from .desk_item import Item
from .desk_week import freeze_items, return_items

FEW, LINES = 4, 8  # of each group, and together: what is late must not hide what came back
DUE = Word("完成时限", "clock")
GAP = Word("缺项", "ring", "warn")
READY = Word("可销号", "checks", "ok")
# group of what waits -> its word, and what is counted where that is not 项
GROUPS = {"week": ("周报", ""), "due": ("到期", ""), "returned": ("退回", ""), "draft": ("草稿", ""), "withdrawn": ("撤回", ""),
          "gap": ("缺项", " 宗"), "verify": ("待审核", ""), "accept": ("待验收", ""), "write_off": ("可销号", ""),
          "plan": ("一宗一策", ""), "pending": ("其他待定", " 件"), "freeze": ("待定稿", ""), "decide": ("待审更正", "")}


def items_for(actor: Actor, desk: Desk, tally: Tally, now: datetime, group: str = "") -> list[Item]:
    """待办的行 of one group or of all that have any, the most pressing first."""
    today = local(now).date()
    makers = {
        "week": lambda: return_items(desk, now),
        "freeze": lambda: freeze_items(desk, now),
        "decide": lambda: decide_items(decisions_for(actor)[:SHOWN], now),
        "due": lambda: due_items(due_parcels(today)[:SHOWN], today),
        "returned": lambda: own_items(own_open(actor).filter(state="returned")[:SHOWN], today),
        "draft": lambda: own_items(own_open(actor).filter(state="draft")[:SHOWN], today),
        "withdrawn": lambda: own_items(own_open(actor).filter(state="withdrawn")[:SHOWN], today),
        "gap": lambda: gap_item(gaps_of()),
        "verify": lambda: review_items(waiting_for(actor)[:SHOWN], now, "verify"),
        "accept": lambda: review_items(waiting_for(actor)[:SHOWN], now, "accept"),
        "plan": lambda: plan_items(plans_for(actor)[:SHOWN], now),
        "write_off": lambda: ready_items(ready_to_write_off()[:SHOWN], now),
        "pending": lambda: pending_items(tally.pending, now),
    }
    wanted = [one for one in makers if tally.counts.get(one) and group in ("", one)]
    made = [makers[one]() for one in wanted]
    if group:
        return made[0] if made else []
    chosen = [item for items in made for item in items[:FEW]]
    rest = sorted((item for items in made for item in items[FEW:]), key=lambda item: item.by)
    return sorted(chosen + rest[:max(0, LINES - len(chosen))], key=lambda item: item.by)


def due_items(rows: Iterable[Parcel], today: date) -> list[Item]:
    """逾期、将到期的宗地."""
    return [Item("due", p.deadline_on, deadline_word(p.deadline_on, today), DUE, p.parcel_no, _parcel(p.id), p.name, p.unfinished,
                 _due_words(p, today), *_due_verb(p)) for p in rows]


def _due_words(parcel: Parcel, today: date) -> str:
    day = day_words(parcel.deadline_on)
    when = f"时限 {day} 已过" if parcel.deadline_on < today else f"时限 {day}"
    way = f"在途 {show(parcel.in_transit_area)} 亩，等审核验收；" if parcel.in_transit_area else ""
    if not parcel.unfinished:
        return f"{when}。已全部验收，等考核验收组销号。"
    if not parcel.available:
        return f"{when}。其余 {show(parcel.in_transit_area)} 亩都在途，等审核验收。"
    if not parcel.accepted_area and not parcel.in_transit_area:
        return f"{when}，还没有登记处置。请登记处置；要延期的，修改完成时限。"
    return f"{when}。已验收 {show(parcel.accepted_area)} 亩，{way}还有 {show(parcel.available)} 亩没有登记处置。"


def _due_verb(parcel: Parcel) -> tuple[str, str]:
    if parcel.available:
        return "登记处置", reverse("parcels:disposal_new", args=[parcel.id])
    return "看宗地", _parcel(parcel.id)


def own_items(rows: Iterable[Disposal], today: date) -> list[Item]:
    """我登记的、退回或没上报的处置."""
    found = []
    for row in rows:
        word, url = state_word("disposal", row.state), reverse("parcels:disposal_edit", args=[row.id])
        verb = "修改" if row.state == "returned" else "继续填写"
        found.append(Item(row.state, row.parcel.deadline_on or date.max, deadline_word(row.parcel.deadline_on, today), word,
                          f"{row.parcel.parcel_no} 第{row.number}笔", reverse("parcels:disposal", args=[row.id]), row.parcel.name,
                          row.area, _own_words(row), verb, url))
    return found


def _own_words(row: Disposal) -> str:
    if row.state == "returned":
        return f"{_moment(row.updated_at)} 退回：“{row.returned_reason}”"
    since = "撤回，改好后可再上报" if row.state == "withdrawn" else "起未上报"
    lacks = [label for label, value in (("处置日期", row.disposed_on), ("文书号", row.doc_no)) if not value]
    papers = missing_evidence(row.papers_needed, {paper.kind for paper in row.valid_papers})
    lacks += [f"佐证 {len(papers)} 件"] if papers else []
    return f"{_day(row.updated_at)}{since}，{'缺' + '、'.join(lacks) if lacks else '要填的已填齐'}。"


def gap_item(gaps: Gaps) -> list[Item]:
    """缺项清单 as one thing."""
    if not gaps.count:
        return []
    url = f"{reverse('parcels:ledger')}?gap=any&status=open"
    words = f"缺{'、'.join(f'{name} {count} 宗' for name, count in gaps.missing)}。补齐前不能建档完成。"
    return [Item("gap", date.max, Word("", ""), GAP, f"{gaps.count} 宗", url, "缺项清单", gaps.area, words, "打开清单", url)]


def review_items(rows: Iterable[Disposal], now: datetime, group: str) -> list[Item]:
    """等我审核、验收的处置, the longest waiting first."""
    queue, found = reverse("parcels:review"), []
    for row in rows:
        since = row.verified_at if group == "accept" else row.submitted_at
        who = f"{row.verified_by.name} 审核通过" if group == "accept" else f"{row.created_by.name} 上报"
        found.append(Item(group, local(since).date(), waited_word(since, now), state_word("disposal", row.state),
                          f"{row.parcel.parcel_no} 第{row.number}笔", f"{queue}?open={row.id}", f"{row.region.name} {row.parcel.name}",
                          row.area, f"{row.measure.label}，{_moment(since)} {who}。", "验收" if group == "accept" else "审核",
                          f"{queue}?open={row.id}"))
    return found


def ready_items(rows: Iterable[Parcel], now: datetime) -> list[Item]:
    """可销号的宗地."""
    return [Item("write_off", local(p.updated_at).date(), waited_word(p.updated_at, now), READY, p.parcel_no, _parcel(p.id),
                 f"{p.region.name} {p.name}", p.area, "已全部验收，没有在途，可以销号。", "销号", f"{reverse('parcels:review')}#ready") for p in rows]


def plan_items(rows: Iterable[DisposalPlan], now: datetime) -> list[Item]:
    """等我批准的、退回给我的一宗一策."""
    return [_plan_item(row, now) for row in rows]


def _plan_item(row: DisposalPlan, now: datetime) -> Item:
    is_back, url = row.state == PlanState.RETURNED, f"{_parcel(row.parcel_id)}#one-plan"
    since, who = (row.decided_at, row.decided_by.name) if is_back else (row.drafted_at, row.drafted_by.name)
    words = f"{_moment(since)} {who} 退回：“{row.returned_reason}”" if is_back else (
        f"{'、'.join(one['label'] for one in row.measures)}，时限 {row.deadline_on}，{_moment(since)} {who} 拟定。")
    return Item("plan", local(since).date(), waited_word(since, now), state_word("plan", row.state),
                f"{row.parcel.parcel_no} 一宗一策第{row.number}版", url, f"{row.region.name} {row.parcel.name}", row.parcel.area, words,
                "再拟" if is_back else "批准", url)


def pending_items(rows: Iterable[Pending], now: datetime) -> list[Item]:
    """等我定的其他事项: a line for each kind, which leads to its list."""
    return [Item("pending", *_waiting(one, now), Word(one.kind.label, "stamp"), f"{shown(one.count)} 件", one.url,
                 f"最早的 {_day(one.since)}", None, f"{one.kind.label} {shown(one.count)} 件等你{one.kind.verb}。", one.kind.verb, one.url)
            for one in rows]


def _waiting(one: Pending, now: datetime) -> tuple[date, Word]:
    """Its place in the list and since when it waits."""
    return (local(one.since).date(), waited_word(one.since, now)) if one.kind.is_hurried else (date.max, Word("", ""))


def decide_items(rows: Iterable[Correction], now: datetime) -> list[Item]:
    """等我审核的更正."""
    return [Item("decide", local(c.proposed_at).date(), waited_word(c.proposed_at, now), state_word("correction", c.state), str(c.disposal),
                 reverse("reports:correction", args=[c.id]), f"{c.region.name} 更正", c.delta,
                 f"计入 {show(c.old_area)} 亩改为 {show(c.new_area)} 亩，{c.proposed_by.name} {_day(c.proposed_at)}发起：{c.reason}",
                 "审核", reverse("reports:correction", args=[c.id])) for c in rows]


def waited_word(since: datetime, now: datetime) -> Word:
    """等了几天; amber beyond the days that are usual."""
    days = (local(now).date() - local(since).date()).days
    return Word("今日到" if not days else f"已等{days}天", "clock" if now - since > PATIENCE else "", "warn" if now - since > PATIENCE else "")


@dataclass(frozen=True)
class Step:
    """在途的一步 as a line: state, 笔数, 面积, how long the oldest waits, in whose hands."""

    state: str
    count: int
    area: Decimal
    mark: Word
    hands: str


def steps_of(now: datetime) -> list[Step]:
    """在途 by step."""
    hands = {"submitted": "县区审核员", "verified": "考核验收组"}
    found = []
    for step in in_transit_steps():
        word = waited_word(step.since, now)
        late = f"。最久的已超过 {PATIENCE.days} 天" if word.tone else ""
        found.append(Step(step.state, step.count, step.area, word, f"{hands[step.state]}{late}"))
    return found


@dataclass(frozen=True)
class Ask:
    """要过问的一件: word, number, address of its rows."""

    label: str
    count: int
    url: str
    is_bad: bool = False


def oversight_of(actor: Actor, now: datetime) -> list[Ask]:
    """要过问的事 of a city: for who looks at the whole, not for who works on single records."""
    if actor.role not in ("office", "leader", "department"):
        return []
    slow, way = stalled(now), reverse("reports:workbench_way")
    return [Ask(f"待审核超 {PATIENCE.days} 天", slow.get("submitted", 0), f"{way}?state=submitted&slow=1"),
            Ask(f"待验收超 {PATIENCE.days} 天", slow.get("verified", 0), f"{way}?state=verified&slow=1")]


def lists_of(today: date) -> dict[str, str]:
    """各组的全部: the address where a group's rows stand in full."""
    disposals, ledger, review = reverse("parcels:disposals"), reverse("parcels:ledger"), reverse("parcels:review")
    return {"due": f"{ledger}?{urlencode({'status': 'open', 'due_by': today + SOON, 'sort': 'deadline_on'})}",
            "gap": f"{ledger}?gap=any&status=open", **{s: f"{disposals}?state={s}&mine=1" for s in ("returned", "draft", "withdrawn")},
            "freeze": reverse("reports:weekly"), "week": reverse("reports:weekly"),
            "plan": reverse("parcels:plans_waiting"),
            "decide": f"{reverse('reports:corrections')}?state=proposed", "verify": review, "accept": review, "write_off": f"{review}#ready"}


def _parcel(pk: int) -> str:
    return reverse("parcels:parcel", args=[pk])


def _day(moment: datetime) -> str:
    return day_words(local(moment).date())


def _moment(moment: datetime) -> str:
    return f"{_day(moment)} {local(moment):%H:%M}"
