from django.db import migrations

from landplan.lib.words import pairs_index


class Migration(migrations.Migration):
    """包含文字: a word of a name is found through its pairs of characters (landplan.lib.words); SQLite has no such index."""

    dependencies = [("parcels", "0010_matters")]

    operations = [pairs_index("parcel_name_pairs", "parcels_parcel", "name")]
