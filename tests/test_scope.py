"""C12: county data is never asked for without a territory; a model with a region that is not scoped must say why."""

import pytest
from django.apps import apps
from django.db import connection, models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landplan.lib.actors import Actor
from landplan.lib.scope import RegionScoped, ScopedManager, ScopeError, scope, scope_sql
from parcels.selectors.controls import visible_sets
from tasks.selectors.documents import visible_documents
from tasks.selectors.inquiries import general_answers
from tests.world import CANARY, COUNTY, build_world
from units.models import Region

SCOPED = sorted((model for model in apps.get_models() if issubclass(model, RegionScoped)), key=lambda m: m._meta.label)
# reference data: names of places and units, the catalogue, issued documents with their printed figures - all of them
# readable by every role that works; a template of papers is read by the counties below the office that uploaded it
REFERENCE = {"units.Holding",  # which group of a city holds which function: every post that works reads it (may_read_functions)
             "units.Region", "units.RegionAlias", "units.Unit", "parcels.Cohort", "parcels.CrosswalkChange", "parcels.ListSetting",
             "parcels.Measure", "parcels.PaperTemplate", "parcels.RegisterDue", "parcels.StepSetting",
             "tasks.Plan", "tasks.PrintedQuota", "tasks.PrintedRow",
             "parcels.NightRun",  # a job of the whole territory; who sees which run: selectors.flags.last_runs
             # what is issued for a region binds those under it, so a county reads upwards too, which a territory cannot say; each
             # is read through the one selector that does, and that selector is asked below
             "parcels.ControlSet", "tasks.Document", "tasks.GeneralAnswer"}


def region_keys(model):
    return [f for f in model._meta.fields if isinstance(f, models.ForeignKey) and f.related_model is Region]


@pytest.mark.claim("C12")
@pytest.mark.parametrize("model", SCOPED, ids=lambda m: m._meta.label)
def test_without_a_territory_every_question_is_refused(db, model):
    questions = (lambda: model.objects.all(), lambda: model.objects.count(), lambda: model.objects.get(pk=1), lambda: model.objects.create(),
                 lambda: model.objects.filter(pk=1).update(pk=2), lambda: model.objects.in_bulk([1]),
                 lambda: model.objects.aggregate(models.Max("pk")))
    for ask in questions:
        with pytest.raises(ScopeError):
            ask()
    assert model.objects.none().count() == 0


@pytest.mark.claim("C12")
def test_a_county_finds_its_own_rows_and_no_other_in_every_scoped_model(db):
    world = build_world()
    seen = {}
    for role in COUNTY:
        for county in CANARY:
            with scope(world.actor(role, county)):
                for model in SCOPED:
                    key = model.objects.scope_field
                    regions = set(model.objects.values_list(key, flat=True))
                    assert regions <= {world.counties[county].id}, model._meta.label
                    seen[model] = seen.get(model, 0) + len(regions)
    assert sum(count > 0 for count in seen.values()) >= 4
    for admin in ("system_admin", "security_admin", "audit_admin"):
        with scope(world.actor(admin)):
            assert not any(model.objects.exists() for model in SCOPED)


@pytest.mark.claim("C12")
@pytest.mark.parametrize("selector", [visible_documents, visible_sets, general_answers], ids=lambda selector: selector.__name__)
def test_what_is_issued_for_a_region_is_read_under_it_and_never_beside_it(db, selector):
    world = build_world()
    for role in COUNTY:
        for county in CANARY:
            found = set(selector(world.actor(role, county)).values_list("region", flat=True))
            assert found and found <= {None, world.city.id, world.counties[county].id}, (role, county)
    for admin in ("system_admin", "security_admin", "audit_admin"):
        own = {row.region_id for row in selector(world.actor(admin))} & {region.id for region in world.counties.values()}
        assert not own, admin


@pytest.mark.claim("C12")
def test_every_model_with_a_region_is_scoped_or_stands_among_the_reference_data():
    loose = {model._meta.label for model in apps.get_models() if region_keys(model) and not issubclass(model, RegionScoped)}
    assert loose - REFERENCE == set(), "inherit RegionScoped, or say in this file why not"
    for model in SCOPED:
        assert isinstance(model._default_manager, ScopedManager), model._meta.label


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])  # it only reads numbers
@given(regions=st.sets(st.integers(1, 40)), column=st.sampled_from(["region_id", "p.region_id"]))
def test_a_statement_written_by_hand_reads_the_same_territory(db, regions, column):
    """However the condition is written: of nobody, of one, of ids that follow one another, of many that do not."""
    inside = [n for n in range(42) if n in regions]
    rows = " UNION ALL ".join(f"SELECT {n} AS region_id" for n in range(42))
    with scope(Actor(user_id=1, name="", role="office", role_label="", regions=frozenset(regions))), connection.cursor() as cursor:
        cursor.execute(f"SELECT region_id FROM ({rows}) p WHERE {scope_sql(column)} ORDER BY 1")
        assert [n for n, in cursor.fetchall()] == inside
