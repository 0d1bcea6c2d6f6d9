import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from landplan.lib.words import pairs_function


class Migration(migrations.Migration):
    """What an import of thousands of parcels pays for and no reader needs: the index of the county alone (that of county and number begins
    with it), and the entries of parcels that have no batch or no reshape; and the pairs of a name in two fifths of the time."""

    dependencies = [
        ('parcels', '0052_area_above'),
        ('units', '0004_streets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pairs_function(),
        migrations.AlterField(
            model_name='parcel',
            name='batch',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parcels', to='parcels.approvalbatch', verbose_name='批次'),
        ),
        migrations.AlterField(
            model_name='parcel',
            name='region',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='县区'),
        ),
        migrations.AlterField(
            model_name='parcel',
            name='reshape',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parcels', to='parcels.reshape', verbose_name='分割合并'),
        ),
        migrations.AddIndex(
            model_name='parcel',
            index=models.Index(condition=models.Q(('batch__isnull', False)), fields=['batch'], name='parcel_batch'),
        ),
        migrations.AddIndex(
            model_name='parcel',
            index=models.Index(condition=models.Q(('reshape__isnull', False)), fields=['reshape'], name='parcel_reshape'),
        ),
    ]
