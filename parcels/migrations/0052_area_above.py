"""上级周累计: filled from the weekly rows of the counties, where anything lies between them and the root."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import landplan.lib.area

FILL = (
    "INSERT INTO parcels_areaabove (region_id, kind, closes_at, area) SELECT a.id, w.kind, w.closes_at, SUM(w.area) FROM parcels_areaweek w "
    "JOIN units_region c ON c.id = w.region_id LEFT JOIN units_region p ON p.id = c.parent_id "
    "JOIN units_region a ON a.id IN (c.parent_id, p.parent_id) AND a.parent_id IS NOT NULL GROUP BY a.id, w.kind, w.closes_at"
)


class Migration(migrations.Migration):

    dependencies = [
        ('parcels', '0051_week_lasting'),
        ('units', '0005_nation'),
    ]

    operations = [
        migrations.CreateModel(
            name='AreaAbove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('unexpropriated', '批而未征'), ('unsupplied', '征而未供'), ('used_unsupplied', '未供即用'), ('idle', '供后闲置'), ('inefficient', '低效')], max_length=20, verbose_name='类别')),
                ('closes_at', models.DateTimeField(verbose_name='截止')),
                ('area', landplan.lib.area.AreaField(verbose_name='本周面积')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='市或省')),
            ],
            options={
                'verbose_name': '上级周累计',
                'verbose_name_plural': '上级周累计',
                'abstract': False,
                'base_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['region', 'closes_at'], include=('kind', 'area'), name='above_weeks')],
                'constraints': [models.UniqueConstraint(fields=('region', 'kind', 'closes_at'), name='above_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
