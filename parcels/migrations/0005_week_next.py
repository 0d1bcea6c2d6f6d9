from django.db import migrations, models


class Migration(migrations.Migration):
    """周累计: the rows that are valid at an instant, found from the side of the row that follows."""

    dependencies = [("parcels", "0004_ready")]

    operations = [
        migrations.AddIndex(
            model_name="areaweek",
            index=models.Index(fields=["next_closes_at"], name="week_next"),
        ),
    ]
