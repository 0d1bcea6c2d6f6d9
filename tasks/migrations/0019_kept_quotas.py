"""所存的任务量: one row for each region of a printed table instead of one for each column of a region above; filled from the printed cells."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

import landplan.lib.area

SUMS = ", ".join(f"SUM(CASE WHEN c.\"column\" = 'quota_{name}' THEN c.value END)" for name in ("unsupplied", "idle", "inefficient"))
CELLS = "tasks_printedtable t JOIN tasks_printedrow r ON r.table_id = t.id JOIN tasks_printedcell c ON c.row_id = r.id"
OWN = (
    'INSERT INTO tasks_printedquota (table_id, region_id, sort, unsupplied, idle, inefficient) '
    f"SELECT r.table_id, r.region_id, MIN(CASE WHEN r.kind <> 'subtotal' THEN r.sort END), {SUMS} FROM {CELLS} "
    "WHERE t.key IN ('annex4', 'own') AND (r.kind = 'total' OR r.region_id IS NOT NULL) GROUP BY r.table_id, r.region_id"
)
BELOW = (
    'INSERT INTO tasks_printedquota (table_id, region_id, unsupplied, idle, inefficient) '
    f'SELECT r.table_id, a.id, {SUMS} FROM {CELLS} JOIN units_region k ON k.id = r.region_id '
    'LEFT JOIN units_region p ON p.id = k.parent_id JOIN units_region a ON a.id IN (k.parent_id, p.parent_id) AND a.parent_id IS NOT NULL '
    "WHERE t.key IN ('annex4', 'own') AND r.kind = 'county' AND k.level = 'county' AND NOT EXISTS "
    '(SELECT 1 FROM tasks_printedrow o WHERE o.table_id = r.table_id AND o.region_id = a.id) GROUP BY r.table_id, a.id'
)


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0018_printed_sum'),
        ('units', '0005_nation'),
    ]

    operations = [
        migrations.CreateModel(
            name='PrintedQuota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.PositiveIntegerField(blank=True, null=True, verbose_name='行次')),
                ('unsupplied', landplan.lib.area.AreaField(blank=True, null=True, verbose_name='批而未供')),
                ('idle', landplan.lib.area.AreaField(blank=True, null=True, verbose_name='闲置')),
                ('inefficient', landplan.lib.area.AreaField(blank=True, null=True, verbose_name='低效')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+',
                                             to='units.region', verbose_name='县区、市或省')),
                ('table', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tasks.printedtable', verbose_name='表')),
            ],
            options={
                'verbose_name': '所存的任务量',
                'verbose_name_plural': '所存的任务量',
            },
        ),
        migrations.AddConstraint(
            model_name='printedquota',
            constraint=models.UniqueConstraint(models.F('table'), django.db.models.functions.comparison.Coalesce('region', 0),
                                               name='printed_quota_once'),
        ),
        migrations.DeleteModel(
            name='PrintedSum',
        ),
        migrations.RunSQL([OWN, BELOW], migrations.RunSQL.noop),
    ]
