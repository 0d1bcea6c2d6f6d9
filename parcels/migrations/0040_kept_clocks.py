from dataclasses import asdict

from django.db import migrations, models

from parcels.rules.clocks import Agreement, StartFacts, Stop, kept_days
from parcels.rules.findings.facts import FACTS


def fill_days(apps, schema_editor):
    """The days of every parcel that has any, as the services keep them from now on."""
    get = lambda name: apps.get_model("parcels", name)._base_manager  # noqa: E731 - a name for one line of this migration
    delivered, supplied, agreements, stops = {}, {}, {}, {}
    for pk, values in get("FactSheet").order_by("number").values_list("parcel_id", "values"):
        delivered[pk] = FACTS["delivered_on"].read(values.get("delivered_on"), today=None) if values.get("delivered_on") else None
    for pk, day in get("Supply").filter(voided_at=None).order_by("supplied_on", "id").values_list("parcel_id", "supplied_on"):
        supplied.setdefault(pk, day)
    rows = get("StartAgreement").filter(voided_at=None).order_by("signed_on", "id")
    for pk, *row in rows.values_list("parcel_id", "doc_no", "signed_on", "start_on"):
        agreements.setdefault(pk, []).append(Agreement(*row))
    rows = get("ClockStop").filter(voided_at=None).order_by("from_on", "id")
    for pk, *row in rows.values_list("parcel_id", "kind", "doc_no", "from_on", "until_on"):
        stops.setdefault(pk, []).append(Stop(*row))
    parcels = get("Parcel")
    for pk, agreed in parcels.values_list("id", "agreed_start_on").iterator(5000):
        facts = StartFacts(agreed, delivered.get(pk), supplied.get(pk), agreements=tuple(agreements.get(pk, ())), stops=tuple(stops.get(pk, ())))
        days = kept_days(facts)
        if any(asdict(days).values()):
            parcels.filter(pk=pk).update(**asdict(days))


class Migration(migrations.Migration):

    dependencies = [
        ('parcels', '0039_covenant_terms'),
    ]

    operations = [
        migrations.AddField('parcel', 'clock_start_on', models.DateField(blank=True, null=True, verbose_name='应动工日')),
        migrations.AddField('parcel', 'clock_year1_on', models.DateField(blank=True, null=True, verbose_name='未动工满一年')),
        migrations.AddField('parcel', 'clock_year2_on', models.DateField(blank=True, null=True, verbose_name='未动工满两年')),
        migrations.RemoveIndex('parcel', 'parcel_not_begun'),
        migrations.AddIndex('parcel', models.Index(
            condition=models.Q(('clock_start_on__isnull', False), ('started_on', None)), fields=['clock_start_on', 'id'], name='parcel_not_begun')),
        migrations.AddIndex('parcel', models.Index(
            condition=models.Q(('clock_year1_on__isnull', False), ('started_on', None)), fields=['clock_year1_on', 'id'], name='parcel_full_year')),
        migrations.RunPython(fill_days, migrations.RunPython.noop),
    ]
