"""周累计: which rows are valid beyond their own week, so that those of a cut-off are found by their day."""

from datetime import timedelta

from django.db import migrations, models


def mark(apps, schema_editor):
    """Rows that are followed within a week do not last."""
    apps.get_model("parcels", "AreaWeek")._base_manager.filter(
        next_closes_at__lte=models.F("closes_at") + timedelta(weeks=1)).update(is_lasting=False)


class Migration(migrations.Migration):

    dependencies = [
        ('parcels', '0050_finish_index'),
        ('units', '0004_streets'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='areaweek',
            name='week_span',
        ),
        migrations.RemoveIndex(
            model_name='areaweek',
            name='week_next',
        ),
        migrations.AddField(
            model_name='areaweek',
            name='is_lasting',
            field=models.BooleanField(default=True, verbose_name='跨过后面的截止'),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='areaweek',
            index=models.Index(fields=['closes_at'], name='week_closes'),
        ),
        migrations.AddIndex(
            model_name='areaweek',
            index=models.Index(condition=models.Q(('is_lasting', True)), fields=['closes_at', 'next_closes_at'], name='week_lasting'),
        ),
    ]
