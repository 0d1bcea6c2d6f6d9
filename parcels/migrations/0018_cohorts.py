import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parcels', '0017_causes'),
        ('units', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cohort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='代码')),
                ('label', models.CharField(max_length=60, verbose_name='形成年代')),
                ('approved_from', models.DateField(blank=True, null=True, verbose_name='批准日期起')),
                ('approved_until', models.DateField(blank=True, null=True, verbose_name='批准日期止')),
                ('document_no', models.CharField(max_length=60, verbose_name='文号')),
                ('section', models.CharField(max_length=60, verbose_name='章节')),
                ('quotation', models.TextField(blank=True, verbose_name='原文')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('sort', models.PositiveIntegerField(default=0, verbose_name='排序')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cohorts', to='units.region', verbose_name='适用区划')),
            ],
            options={
                'verbose_name': '形成年代',
                'verbose_name_plural': '形成年代',
                'ordering': ['region', 'sort', 'id'],
                'constraints': [models.UniqueConstraint(fields=('region', 'code'), name='cohort_once_in_region'), models.CheckConstraint(condition=models.Q(('approved_from', None), ('approved_until', None), ('approved_until__gte', models.F('approved_from')), _connector='OR'), name='cohort_span_order', violation_error_message='批准日期止早于批准日期起。')],
            },
        ),
    ]
