from django.db import migrations, models

from landplan.lib.words import pairs_index

WAITING = models.Q(state__in=["returned", "submitted", "verified"])


class Migration(migrations.Migration):
    """待办的数: what waits, and what is overdue or lacks elements, is counted from an index alone; document numbers by any part."""

    dependencies = [("parcels", "0014_batch_account")]

    operations = [
        migrations.RemoveIndex(model_name="parcel", name="parcel_overdue"),
        migrations.AddIndex(
            model_name="parcel",
            index=models.Index(fields=["region", "deadline_on"], include=["area", "accepted_area", "elements"], name="parcel_overdue",
                               condition=~models.Q(status="written_off")),
        ),
        migrations.RemoveIndex(model_name="disposal", name="disposal_waiting"),
        migrations.AddIndex(
            model_name="disposal",
            index=models.Index(fields=["region", "state"], name="disposal_waiting", condition=WAITING, include=[
                "area", "kind", "disposes", "created_by", "verified_by", "submitted_at", "verified_at"]),
        ),
        pairs_index("disposal_doc_pairs", "parcels_disposal", "doc_no"),
    ]
