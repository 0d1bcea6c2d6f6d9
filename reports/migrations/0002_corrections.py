

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.manager
import landplan.lib.area
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parcels', '0003_disposal_lists'),
        ('reports', '0001_weekly'),
        ('tasks', '0001_initial'),
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Baseline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.PositiveIntegerField(verbose_name='版本')),
                ('base_on', models.DateField(verbose_name='基准日')),
                ('frozen_at', models.DateTimeField(verbose_name='定稿时间')),
                ('reason', models.TextField(blank=True, verbose_name='版本说明')),
                ('frozen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='定稿人')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='baselines', to='tasks.plan', verbose_name='方案')),
            ],
            options={
                'verbose_name': '底数',
                'verbose_name_plural': '底数',
                'ordering': ['plan', '-edition'],
            },
        ),
        migrations.CreateModel(
            name='BaselineCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('unexpropriated', '批而未征'), ('unsupplied', '征而未供'), ('used_unsupplied', '未供即用'), ('idle', '供后闲置'), ('inefficient', '低效')], max_length=20, verbose_name='类别')),
                ('count', models.PositiveIntegerField(verbose_name='宗数')),
                ('area', landplan.lib.area.AreaField(verbose_name='面积')),
                ('baseline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cells', to='reports.baseline', verbose_name='底数')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='县区')),
            ],
            options={
                'verbose_name': '底数的格',
                'verbose_name_plural': '底数的格',
                'abstract': False,
                'base_manager_name': 'unscoped',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='BaselineRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parcel_no', models.CharField(max_length=40, verbose_name='地块编号')),
                ('kind', models.CharField(choices=[('unexpropriated', '批而未征'), ('unsupplied', '征而未供'), ('used_unsupplied', '未供即用'), ('idle', '供后闲置'), ('inefficient', '低效')], max_length=20, verbose_name='类别')),
                ('area', landplan.lib.area.AreaField(verbose_name='面积')),
                ('baseline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='reports.baseline', verbose_name='底数')),
                ('parcel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='baseline_rows', to='parcels.parcel', verbose_name='宗地')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='县区')),
            ],
            options={
                'verbose_name': '底数里的宗地',
                'verbose_name_plural': '底数里的宗地',
                'abstract': False,
                'base_manager_name': 'unscoped',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.PositiveIntegerField(default=0, verbose_name='所属周报已定稿版本')),
                ('concerns_number', models.PositiveIntegerField(blank=True, null=True, verbose_name='所属期')),
                ('recorded_number', models.PositiveIntegerField(blank=True, null=True, verbose_name='入账期')),
                ('old_area', landplan.lib.area.AreaField(verbose_name='原数')),
                ('new_area', landplan.lib.area.AreaField(verbose_name='更正后')),
                ('delta', landplan.lib.area.AreaField(verbose_name='差')),
                ('reason', models.TextField(verbose_name='原因')),
                ('doc_no', models.CharField(max_length=80, verbose_name='依据文号')),
                ('state', models.CharField(choices=[('proposed', '待审核'), ('approved', '已更正'), ('refused', '不同意')], default='proposed', max_length=10, verbose_name='状态')),
                ('proposed_at', models.DateTimeField(verbose_name='发起时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='审核时间')),
                ('decision', models.TextField(blank=True, verbose_name='审核意见')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核人')),
                ('disposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='parcels.disposal', verbose_name='处置')),
                ('entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='correction', to='parcels.areaentry', verbose_name='入账')),
                ('parcel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='parcels.parcel', verbose_name='宗地')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='tasks.plan', verbose_name='方案')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='县区')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='reports.weeklyreport', verbose_name='所属周报')),
            ],
            options={
                'verbose_name': '更正',
                'verbose_name_plural': '更正',
                'ordering': ['-proposed_at', '-id'],
                'abstract': False,
                'base_manager_name': 'unscoped',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name='baseline',
            constraint=models.UniqueConstraint(fields=('plan', 'edition'), name='baseline_edition_once'),
        ),
        migrations.AddConstraint(
            model_name='baseline',
            constraint=models.CheckConstraint(condition=models.Q(('edition', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='baseline_second_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='baselinecell',
            constraint=models.UniqueConstraint(fields=('baseline', 'region', 'kind'), name='baseline_cell_once'),
        ),
        migrations.AddIndex(
            model_name='baselinerow',
            index=models.Index(fields=['baseline', 'region', 'kind'], name='baseline_row_cell'),
        ),
        migrations.AddConstraint(
            model_name='baselinerow',
            constraint=models.UniqueConstraint(fields=('parcel', 'baseline'), name='baseline_parcel_once'),
        ),
        migrations.AddIndex(
            model_name='correction',
            index=models.Index(fields=['state', '-proposed_at'], name='correction_state'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('disposal',), name='correction_one_open', violation_error_message='这笔处置已有一件待审的更正。'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('delta', django.db.models.expressions.CombinedExpression(models.F('new_area'), '-', models.F('old_area'))), models.Q(('delta', 0), _negated=True)), name='correction_delta_is_the_difference'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='correction_two_persons', violation_error_message='发起和审核要由办公室两个人办。'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', False), ('entry__isnull', False), ('state', 'approved')), models.Q(models.Q(('state', 'approved'), _negated=True), ('entry', None)), _connector='OR'), name='correction_approved_has_entry'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('doc_no', ''), _negated=True)), name='correction_has_reason_and_basis'),
        ),
    ]
