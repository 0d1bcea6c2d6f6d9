"""整数之和: an aggregate for the figures at an instant."""

from django.db import migrations

from landplan.lib.whole_sum import sum_aggregate


class Migration(migrations.Migration):

    dependencies = [
        ('parcels', '0053_fewer_indexes'),
    ]

    operations = [sum_aggregate()]
