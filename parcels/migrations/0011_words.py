from django.db import migrations

from landplan.lib.words import CREATE_PAIRS

INDEX = "CREATE INDEX parcel_name_pairs ON parcels_parcel USING gin (landplan_pairs(name))"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE_PAIRS)
        schema_editor.execute(INDEX)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX parcel_name_pairs")
        schema_editor.execute("DROP FUNCTION landplan_pairs(text)")


class Migration(migrations.Migration):
    """包含文字: a word of a name is found through its pairs of characters (landplan.lib.words); SQLite has no such index."""

    dependencies = [("parcels", "0010_matters")]

    operations = [migrations.RunPython(create, remove)]
