"""与我有关的变动: what others did to one's records reaches their author on the work table, unread until it is opened."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEntry
from landplan.lib.scope import scope
from parcels import services as land
from parcels.models import Disposal
from reports.models import NewsMark
from tests.world import CANARY, signed_in, words_of_page

pytestmark = pytest.mark.django_db


def card(client) -> str:
    """The card of one's own news; empty when there is none."""
    page = client.get("/workbench/").content.decode()
    return page.split('aria-labelledby="mine"')[1].split("</section>")[0] if 'aria-labelledby="mine"' in page else ""


def unread(client) -> int:
    found = re.search(r"(\d+) 条没有看", card(client))
    return int(found[1]) if found else 0


def returned(world) -> Disposal:
    """The reviewer of A sends the submitted record of A's clerk back."""
    row = Disposal.objects.get(pk=world.records["A"]["submitted"])
    reviewer = world.actor("county_reviewer")
    with scope(reviewer):
        return land.step_disposal(row.id, actor=reviewer, action="send_back", version=row.version, reason="处置日期与文书不一致")


def test_what_the_reviewer_returned_reaches_the_clerk_unread_until_it_is_opened(world, client_of):
    clerk = client_of("county_clerk")
    assert clerk.post("/workbench/news/seen/").status_code == 302 and unread(clerk) == 0
    row = returned(world)
    page = card(clerk)
    assert unread(clerk) == 1 and "退回" in page and "处置日期与文书不一致" in page and page.index('aria-label="没有看"') < page.index("退回")
    link = re.search(r'action="(/workbench/news/\d+/open/)"', page)[1]
    answer = clerk.post(link)
    assert answer.url == f"/disposals/{row.id}/" and unread(clerk) == 0 and "退回" in card(clerk)
    # what is done afterwards to the same parcel is new again
    reviewer = world.actor("county_reviewer")
    with scope(reviewer):
        land.add_spot_check(row.parcel_id, actor=reviewer, checked_on=row.disposed_on, finding="现场围挡未拆")
    assert unread(clerk) == 1
    assert clerk.get(link).status_code == 405


def test_ones_own_deeds_are_no_news_and_a_plan_leads_to_its_place(world, client_of):
    clerk = client_of("county_clerk")
    clerk.post("/workbench/news/seen/")
    with scope(world.actor("county_clerk")):
        land.add_hurdle(world.records["A"]["parcel"], actor=world.actor("county_clerk"), topic="papers", content="再办一项", lead_unit="甲局",
                        due_on=AuditEntry.objects.latest("seq").at.date())
    assert unread(clerk) == 0
    client_of("county_reviewer").post(f"/plans-of-parcels/{world.records['A']['plan']}/decide/", {"do": "approve"})
    page = card(clerk)
    assert unread(clerk) == 1 and "批准一宗一策" in page
    assert clerk.post(re.search(r'action="(/workbench/news/\d+/open/)"', page)[1]).url == f"/parcels/{world.records['A']['parcel']}/#one-plan"


def test_nobody_opens_news_of_another_county_and_nothing_of_it_is_shown(world, client_of):
    returned(world)
    entry = AuditEntry.objects.latest("seq")
    other = signed_in(world.actor("county_clerk", "B"))
    assert other.post(f"/workbench/news/{entry.seq}/open/").status_code == 404
    assert CANARY["A"] not in card(other) and not NewsMark.objects.exists()
    assert client_of("audit_admin").post("/workbench/news/seen/").status_code == 403


def test_the_news_ask_a_fixed_number_of_queries(world, client_of):
    clerk, asked, reviewer = client_of("county_clerk"), [], world.actor("county_reviewer")
    for more in (1, 6):
        for number in range(more):
            with scope(reviewer):
                land.add_spot_check(world.records["A"]["parcel"], actor=reviewer, checked_on=AuditEntry.objects.latest("seq").at.date(),
                                    finding=f"看过{number}")
        clerk.get("/workbench/")
        with CaptureQueriesContext(connection) as queries:
            words_of_page(clerk.get("/workbench/"))
        asked.append(len(queries))
    assert asked[1] <= asked[0]
