from django.db import migrations, models


class Migration(migrations.Migration):
    """无包保清单: the parcels that name no 包保领导 post, by number."""

    dependencies = [("parcels", "0005_week_next")]

    operations = [
        migrations.AddIndex(
            model_name="parcel",
            index=models.Index(fields=["parcel_no", "id"], condition=models.Q(sponsor_post=""), name="parcel_unsponsored"),
        ),
    ]
