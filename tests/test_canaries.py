"""C03: no page, list, search, count, export, figure or file shows one county anything of another; nor the administrators any land."""

import html
import io
import json
import re
import zipfile
from copy import copy
from datetime import timedelta
from decimal import Decimal
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

import pytest
from django.db import transaction
from django.urls import reverse

from landplan.lib.scope import everything
from parcels.models import AreaEntry, Disposal, Parcel
from parcels.services import post_entries
from tests.route_matrix import routes, sample_of
from tests.world import CANARY, COUNTY, MORNING

pytestmark = pytest.mark.django_db
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")
LEAVES = ("sign-out", "sign-in")
LAND_WORDS = re.compile("金丝雀[甲乙]QX7[AB](地块|闲置地块|东块|西块|路北|路南|批次|备注|材料|公司|巡查|项目|旧厂|低效方案)")
LINK = re.compile(r'\s(?:href|hx-get|action|src|data-url)="([^"#]+)')
MOST_PAGES = 80


def text_of(answer):
    """Everything in an answer that can be read: the body, or every part of the workbook or archive in it, and the file's name."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not content.startswith(b"PK"):
        text = content.decode("utf-8", "replace")
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = "\n".join(html.unescape(archive.read(name).decode("utf-8", "replace")) for name in archive.namelist())
    return text + unquote(answer.get("Content-Disposition", ""))


# the description of the interface holds no data; it is slow to make
ROUTES = {route: arguments for route, arguments in sorted(routes().items()) if route not in ("schema", "docs")}


def plain_questions(world):
    """Every address once; those with arguments for the records of both counties."""
    for route, arguments in ROUTES.items():
        yield from (reverse(route, kwargs=sample_of(world, route, county)) for county in (CANARY if arguments else "A"))


def narrowed_questions(world):
    """Every list asked for the other county, for what both counties have, for more than a page."""
    other, parcel = world.counties["B"], world.records["B"]["parcel"]
    narrowed = [{"q": "地块", "page_size": 200}, {"county": other.id, "region": other.code, "parcel": parcel}]
    for route, arguments in ROUTES.items():
        if not arguments:
            yield from (f"{reverse(route)}?{urlencode(query)}" for query in narrowed)


@pytest.mark.long
@pytest.mark.claim("C03")
@pytest.mark.parametrize("role", COUNTY)
def test_no_address_shows_a_county_anything_of_another(standing, role):
    world, clients = standing
    leaks, seen = [], 0
    for address in [*plain_questions(world), *(narrowed_questions(world) if role == COUNTY[0] else [])]:
        text = text_of(clients[role].get(address))
        leaks += [address] if CANARY["B"] in text else []
        seen += CANARY["A"] in text
    assert leaks == []
    assert seen > 20  # its own is there to be seen: the walk is not blind


@pytest.mark.long
@pytest.mark.claim("C03")
def test_no_address_shows_an_administrator_or_a_stranger_any_land(standing):
    world, clients = standing
    leaks = []
    for role in (*ADMINISTRATORS, "anonymous"):
        for address in plain_questions(world):
            answer = clients[role].get(address)
            if answer.status_code == 200 and LAND_WORDS.search(text_of(answer)):
                leaks.append((role, address))
    # the trail tells of every change by the name of its object, and the audit administrator reads the trail: that alone
    assert set(leaks) == {("audit_admin", reverse("audit:trail")), ("audit_admin", "/api/v1/audit/")}


def links_in(text, at):
    for found in LINK.findall(text):
        address = urlsplit(urljoin(at, html.unescape(found)))
        if not address.netloc and not address.path.startswith("/static/") and not any(word in address.path for word in LEAVES):
            yield address


@pytest.mark.claim("C03")
@pytest.mark.parametrize("role", COUNTY[:1])
def test_following_every_link_a_county_never_meets_another(standing, role):
    world, clients = standing
    waiting, asked, leaks = [urlsplit("/"), urlsplit(reverse("api_parcels:parcels"))], set(), []
    while waiting and len(asked) < MOST_PAGES:
        address = waiting.pop(0)
        shape = (re.sub(r"\d+", "0", address.path), tuple(sorted(name for name, _ in parse_qsl(address.query))))
        if shape in asked:
            continue
        asked.add(shape)
        answer = clients[role].get(address.geturl(), follow=True)
        text = text_of(answer)
        leaks += [address.geturl()] if CANARY["B"] in text else []
        if answer.get("Content-Type", "").startswith("text/html"):
            waiting += links_in(text, address.path)
    assert leaks == []
    assert len(asked) > 40


def plain(answer):
    """Without what differs in every answer: the forgery token, the key of a form, when a workbook was made."""
    return re.sub(r'("X-CSRFToken": "|csrfmiddlewaretoken" value="|"token": "|form_key" value="|<dcterms:\w+ [^>]*>)[^"<]+', r"\1",
                  text_of(answer))


def more_of_county_b(world, count=1000):
    """Parcels with disposals in every state, and their amounts, all of county B."""
    parcel, row = (model.objects.get(pk=world.records["B"][key]) for model, key in ((Parcel, "parcel"), (Disposal, "accepted")))
    parcels, disposals = [], []
    for number in range(count):
        more = copy(parcel)
        more.pk, more._state.adding, more.parcel_no = None, True, f"{world.counties['B'].code}-9{number:04}"
        parcels.append(more)
    for number, more in enumerate(Parcel.objects.bulk_create(parcels)):
        other = copy(row)
        other.pk, other._state.adding, other.parcel, other.number = None, True, more, 1
        other.state = ("draft", "submitted", "verified", "accepted")[number % 4]
        disposals.append(other)
    post_entries([AreaEntry(region=world.counties["B"], kind=row.kind, idle_source=row.idle_source, parcel_id=one.parcel_id, disposal=one,
                            nature="accepted", area=Decimal(10), recorded_at=MORNING - timedelta(hours=1),
                            effective_at=MORNING - timedelta(hours=1))
                  for one in Disposal.objects.bulk_create(disposals) if one.state == "accepted"])


@pytest.mark.long
@pytest.mark.claim("C03")
def test_a_thousand_rows_more_in_one_county_change_no_figure_of_another(standing):
    world, clients = standing
    addresses = [reverse(route, kwargs=sample_of(world, route, "A")) for route in ROUTES]

    def everything_of_a():
        return {address: plain(clients["county_clerk"].get(address)) for address in addresses}

    before = everything_of_a()
    with transaction.atomic():
        with everything("the test adds"):
            more_of_county_b(world)
        after = everything_of_a()
        transaction.set_rollback(True)
    changed = [key for key in before if before[key] != after[key]]
    assert changed == [], json.dumps([(key, [pair for pair in zip(before[key].split("\n"), after[key].split("\n"), strict=False)
                                             if pair[0] != pair[1]][:3]) for key in changed[:5]], ensure_ascii=False, indent=1)
