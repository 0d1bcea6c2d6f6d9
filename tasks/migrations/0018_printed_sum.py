"""印发任务量的合计: filled from the printed cells of the counties, where anything lies between them and the root."""

import django.db.models.deletion
from django.db import migrations, models

import landplan.lib.area

FILL = (
    'INSERT INTO tasks_printedsum (table_id, region_id, "column", value) SELECT r.table_id, a.id, c."column", SUM(c.value) '
    'FROM tasks_printedrow r JOIN tasks_printedcell c ON c.row_id = r.id JOIN units_region k ON k.id = r.region_id '
    'LEFT JOIN units_region p ON p.id = k.parent_id JOIN units_region a ON a.id IN (k.parent_id, p.parent_id) AND a.parent_id IS NOT NULL '
    "WHERE r.kind = 'county' AND k.level = 'county' AND c.\"column\" IN ('quota_unsupplied', 'quota_idle', 'quota_inefficient') "
    'GROUP BY r.table_id, a.id, c."column"'
)


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0017_rewards'),
        ('units', '0005_nation'),
    ]

    operations = [
        migrations.CreateModel(
            name='PrintedSum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('column', models.CharField(max_length=20, verbose_name='列')),
                ('value', landplan.lib.area.AreaField(blank=True, null=True, verbose_name='值')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='市或省')),
                ('table', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tasks.printedtable', verbose_name='表')),
            ],
            options={
                'verbose_name': '印发任务量的合计',
                'verbose_name_plural': '印发任务量的合计',
                'constraints': [models.UniqueConstraint(fields=('table', 'region', 'column'), name='printed_sum_once')],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
