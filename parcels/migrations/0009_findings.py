import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parcels', '0008_milestones'),
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='parcel',
            name='inefficient_type',
            field=models.CharField(blank=True, choices=[('transformation', '产业转型类'), ('extensive', '粗放用地类'), ('stopped', '停建停产类'), ('ly_transformation', '产业转型类'), ('ly_suspended', '停建缓建类'), ('ly_underbuilt', '开发未达标类'), ('ly_stopped', '停产半停产类'), ('ly_low_output', '产出未达标类'), ('ly_other', '其他低效用地'), ('smx_suspended', '停建缓建类'), ('smx_fenced', '围多建少类'), ('smx_stopped', '停产类')], max_length=20, verbose_name='低效类型'),
        ),
        migrations.CreateModel(
            name='FactSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='第几次')),
                ('values', models.JSONField(default=dict, verbose_name='事实')),
                ('years', models.JSONField(default=list, verbose_name='各年')),
                ('source', models.CharField(max_length=200, verbose_name='核实依据')),
                ('at', models.DateTimeField(verbose_name='核实时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核实人')),
                ('parcel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fact_sheets', to='parcels.parcel', verbose_name='宗地')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='县区')),
            ],
            options={
                'verbose_name': '核实表',
                'verbose_name_plural': '核实表',
                'ordering': ['parcel', 'number'],
                'abstract': False,
                'base_manager_name': 'unscoped',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='FindingStandard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('doc_no', models.CharField(max_length=80, verbose_name='文号')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('issued_on', models.DateField(verbose_name='印发日期')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='县区')),
            ],
            options={
                'verbose_name': '认定标准',
                'verbose_name_plural': '认定标准',
                'ordering': ['region', 'issued_on', 'id'],
                'abstract': False,
                'base_manager_name': 'unscoped',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('unexpropriated', '批而未征'), ('unsupplied', '征而未供'), ('used_unsupplied', '未供即用'), ('idle', '供后闲置'), ('inefficient', '低效')], max_length=20, verbose_name='类别')),
                ('type_code', models.CharField(max_length=20, verbose_name='类型代码')),
                ('type_label', models.CharField(max_length=40, verbose_name='认定类型')),
                ('opinion', models.TextField(verbose_name='认定意见')),
                ('doc_no', models.CharField(max_length=80, verbose_name='认定文号')),
                ('found_on', models.DateField(verbose_name='认定日期')),
                ('units', models.CharField(max_length=300, verbose_name='参加单位')),
                ('notice_no', models.CharField(blank=True, max_length=80, verbose_name='告知文书')),
                ('notified_on', models.DateField(blank=True, null=True, verbose_name='告知使用权人日期')),
                ('rule_version', models.CharField(max_length=60, verbose_name='规则版本')),
                ('reading', models.JSONField(default=dict, verbose_name='判断')),
                ('found_at', models.DateTimeField(verbose_name='登记时间')),
                ('result', models.CharField(blank=True, choices=[('reached', '整改达标'), ('disposed', '处置完成'), ('mistaken', '认定有误，撤销')], max_length=12, verbose_name='结果')),
                ('result_no', models.CharField(blank=True, max_length=80, verbose_name='结果文书')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='结束日期')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束登记时间')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='结束登记人')),
                ('found_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='认定人')),
                ('parcel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='parcels.parcel', verbose_name='宗地')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='县区')),
                ('sheet', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parcels.factsheet', verbose_name='核实表')),
                ('standard', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parcels.findingstandard', verbose_name='认定标准')),
            ],
            options={
                'verbose_name': '认定',
                'verbose_name_plural': '认定',
                'ordering': ['-found_on', '-id'],
                'abstract': False,
                'base_manager_name': 'unscoped',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name='factsheet',
            constraint=models.UniqueConstraint(fields=('parcel', 'number'), name='fact_sheet_once'),
        ),
        migrations.AddConstraint(
            model_name='findingstandard',
            constraint=models.UniqueConstraint(fields=('region', 'doc_no'), name='standard_once_in_region', violation_error_message='本县区已登记过这份认定标准。'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['kind', 'found_at', 'id'], name='finding_standing'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(fields=['region', 'kind', 'found_at', 'id'], name='finding_region'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('parcel', 'kind'), name='finding_one_standing', violation_error_message='这宗地已有有效的认定。'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), models.Q(models.Q(('result', ''), _negated=True), models.Q(('result_no', ''), _negated=True), ('ended_on__isnull', False)), _connector='OR'), name='finding_ends_with_result', violation_error_message='出清单要有结果和文书。'),
        ),
    ]
