"""一步到位的迁移: a new database comes to the same tables by the squashed migrations as by the long way."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

SQUASHED = {("parcels", "0001_squashed_0051"): ("parcels", "0051_week_lasting"), ("tasks", "0001_squashed_0017"): ("tasks", "0017_rewards"),
            ("reports", "0001_squashed_0008"): ("reports", "0008_decided_kinds")}


@pytest.mark.django_db
@pytest.mark.parametrize("short", SQUASHED)
def test_the_short_way_gives_every_model_that_the_long_way_gives(short):
    label = short[0]
    by_short, by_long = ({name[1]: _told(model) for name, model in loader.project_state([leaf]).models.items() if name[0] == label}
                         for loader, leaf in ((MigrationLoader(connection), short), (_long_way(), SQUASHED[short])))
    assert by_short == by_long and by_long


@pytest.mark.django_db
def test_no_migration_of_the_long_way_is_left_out():
    loader = MigrationLoader(connection)
    for short, last in SQUASHED.items():
        replaced = [name for app, name in loader.disk_migrations if app == short[0] and name[:4] <= last[1][:4] and name != short[1]]
        assert sorted(replaced) == sorted(name for _, name in loader.disk_migrations[short].replaces)


def _long_way() -> MigrationLoader:
    return MigrationLoader(connection, replace_migrations=False)


def _told(model) -> dict:
    """What a model is, whatever the order in which it came about; an option that says nothing is left out."""
    options = {name: sorted(map(repr, value)) if name in ("constraints", "indexes") else value
               for name, value in model.options.items() if value not in ([], False)}
    return {"fields": {name: repr(_plain(field.deconstruct()[1:])) for name, field in model.fields.items()}, "options": options,
            "bases": model.bases, "managers": [name for name, _ in model.managers]}


def _plain(value):
    if isinstance(value, dict):
        return {key: str(one).lower() if key in ("to", "through") else _plain(one) for key, one in sorted(value.items())}
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value
