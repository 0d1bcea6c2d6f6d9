"""备注, 尾差, 定稿的规则, as pure functions."""

from datetime import timedelta
from decimal import Decimal

import pytest

from landplan.lib import clock
from landplan.lib.errors import Conflict, Refusal
from reports.rules.freezing import check_freeze
from reports.rules.remarks import Said, duration_words, remark_of
from reports.rules.returns import Figure, check_figures, settled, state_of
from reports.rules.sheet import Row, tail_notes

UNTIL, AFTER = clock.shanghai(2021, 9, 24, 18), clock.shanghai(2021, 9, 24, 18, 1)


def test_a_remark_says_state_other_figures_later_acceptances_corrections_and_the_countys_own_words_in_this_order():
    said = [Said("unsupplied", Decimal("10"), Decimal("12.5"), "在途。"), Said("idle", Decimal("3"), later=Decimal("1.5")),
            Said("inefficient", Decimal("-6"), corrected=Decimal("-6"), corrected_why="核错")]
    assert remark_of("late", "22分钟", said, "已核。") == (
        "迟报22分钟；批而未供县区另报12.50，差+2.50：在途；闲置含报后验收1.50；低效工业用地含更正−6.00（核错）；已核")
    assert [remark_of(state, "", [], "") for state in ("missing", "again", "zero", "returned")] == ["未报", "未报（退回后未重报）", "零报告", ""]


@pytest.mark.parametrize(("minutes", "words"), [(0, "1分钟"), (22, "22分钟"), (60, "1小时"), (185, "3小时5分"), (3120, "2天4小时"), (2880, "2天")])
def test_how_late_in_words(minutes, words):
    assert duration_words(minutes) == words


def test_a_total_is_the_rounded_exact_sum_and_the_note_stands_where_it_differs_from_the_rounded_rows():
    def row(value):
        return Row("县", cells={"unsupplied": Decimal(value), "idle": None, "inefficient": Decimal("0.00")})
    total = Row("合 计", cells={"unsupplied": Decimal("0.012"), "idle": Decimal("0.00"), "inefficient": Decimal("0.00")})
    notes = tail_notes([row("0.004"), row("0.004"), row("0.004")], total)
    assert notes == ["尾差：批而未供合计 0.01 由未舍入的各行相加后四舍五入，与各行所列之和 0.00 相差 0.01。"]
    assert not tail_notes([row("0.012")], total)


def test_a_figure_equal_to_the_facts_is_a_confirmation_and_another_one_needs_its_reason():
    assert settled(Figure("idle", Decimal("1.00"), Decimal("1"), "x")) == Figure("idle", Decimal("1.00"))
    assert [one.field for one in check_figures([Figure("idle", Decimal(1), Decimal(2)), Figure("unsupplied", Decimal(1))])] == ["reason_idle"]
    assert state_of([Figure("idle", Decimal(0))], False) == "zero" and state_of([Figure("idle", Decimal(0))], True) == "late"


def test_nothing_is_frozen_before_or_at_its_cutoff():
    for now in (UNTIL, clock.shanghai(2021, 9, 20)):
        with pytest.raises(Conflict, match="才截止"):
            check_freeze(18, now=now, until=UNTIL, missing=[], earlier=[], reason="急")
    with pytest.raises(Conflict, match="刚截止"):  # an acceptance of 17:59:59 may still be on its way into the books
        check_freeze(18, now=UNTIL + timedelta(seconds=59), until=UNTIL, missing=[], earlier=[], reason="急")
    check_freeze(18, now=AFTER, until=UNTIL, missing=[], earlier=[], reason="")
    with pytest.raises(Refusal, match="按期定稿"):
        check_freeze(18, now=AFTER, until=UNTIL, missing=[], earlier=["第17期"], reason="")
