from django.db import migrations, models


class Migration(migrations.Migration):
    """要过问的事: what is overdue and what waits for the office, counted and added up from the index alone."""

    dependencies = [("parcels", "0009_findings")]

    operations = [
        migrations.AddIndex(
            model_name="parcel",
            index=models.Index(fields=["region", "deadline_on"], include=["area", "accepted_area"], name="parcel_overdue",
                               condition=~models.Q(status="written_off")),
        ),
        migrations.AddIndex(
            model_name="disposal",
            index=models.Index(fields=["region", "state"], include=["area"], name="disposal_waiting",
                               condition=models.Q(state__in=["returned", "verified"])),
        ),
    ]
