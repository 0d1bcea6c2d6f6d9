"""Policies of the tests' world and what hangs on them: in each county a firm on the list of those to be mended or phased out, a
document of its own with its basis and its text, the control indicators of its park, a question with its answer; a part of tests.world."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from landplan.lib.scope import scope
from parcels import services as land
from tasks.services import (
    answer_inquiry,
    ask_inquiry,
    attach_document,
    enter_document,
    publish_answer,
    relate_documents,
)
from tests.canary import CANARY, PDF

if TYPE_CHECKING:
    from tests.world import World


def build_policy(world: World) -> None:
    """See above."""
    for county in CANARY:
        clerk, word = world.actor("county_clerk", county), CANARY[county]
        with scope(clerk):
            listing = land.list_firm(world.counties[county].id, actor=clerk, values={
                "firm": f"{word}落后企业", "treatment": "mend", "limits": ["land", "energy"], "situation": f"{word}连续两年亏损",
                "document_no": f"{word}整〔2021〕1号", "from_on": date(2021, 9, 1), "due_on": None})
            paper = enter_document(actor=clerk, values={
                "number": f"{word}政办〔2021〕1号", "title": f"{word}实施细则", "issuer": f"{word}政府办公室", "level": "县",
                "dated_on": date(2021, 6, 1), "valid_until": date(2021, 12, 31)})
            relation = relate_documents(paper.id, actor=clerk, target_id=world.plan.document_id, kind="basis", section="一",
                                        quotation=f"{word}依据")
            file = attach_document(paper.id, actor=clerk, title=f"{word}原文",
                                   upload=SimpleUploadedFile(f"{word}.pdf", PDF, content_type="application/pdf"))
            control = land.publish_controls(world.counties[county].id, actor=clerk, park_id=world.records[county]["park"], values={
                "document_no": f"{word}指〔2021〕1号", "published_on": date(2021, 7, 31), "from_on": date(2021, 8, 1), "until_on": None,
                "note": f"{word}说明"}, typed={"entry_intensity": "300", "entry_tax": "15", "entry_far": f"{word}不低于1.0"})
            question = ask_inquiry(actor=clerk, values={"title": f"{word}能否协议出让", "text": f"{word}问题"})
        office = world.actor("office")
        with scope(office):
            answer_inquiry(question.id, actor=office, values={"text": f"{word}答复", "document": world.plan.document_id, "law": "",
                                                              "article": "三（四）"})
            general = publish_answer(question.id, actor=office, question="能否协议出让", text="可以") if county == "A" else None
        # a general answer is the city's
        world.records[county] |= {"inquiry": question.id, "general": general.id if general else 10**9}
        world.records[county] |= {"control": control.id, "listing": listing.id, "document": paper.id, "relation": relation.id,
                                  "document_file": file.id}


POLICY_SAMPLES: dict[str, Callable[[World, str], dict]] = {
    "tasks:document": lambda world, county: {"pk": world.records[county]["document"]},
    "tasks:document_relation_void": lambda world, county: {"pk": world.records[county]["relation"]},
    "tasks:document_file": lambda world, county: {"pk": world.records[county]["document_file"]},
    "tasks:document_file_new": lambda world, county: {"pk": world.records[county]["document"]},
    "tasks:inquiry": lambda world, county: {"pk": world.records[county]["inquiry"]},
    "tasks:general_withdraw": lambda world, county: {"pk": world.records[county]["general"]},
    "parcels:control": lambda world, county: {"pk": world.records[county]["control"]},
    "parcels:firm_list": lambda world, county: {"pk": world.records[county]["listing"]},
}
