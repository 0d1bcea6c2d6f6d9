

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parcels', '0003_disposal_lists'),
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='parcel',
            index=models.Index(condition=models.Q(('area', models.F('accepted_area')), ('in_transit_area', 0), ('status__in', ['partial', 'relisted'])), fields=['updated_at', 'id'], name='parcel_ready'),
        ),
    ]
