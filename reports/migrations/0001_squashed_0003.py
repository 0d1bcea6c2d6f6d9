import django.db.models.deletion
import django.db.models.expressions
import django.db.models.manager
import landplan.lib.area
from django.conf import settings
from django.db import migrations, models

from landplan.lib.together import CreateModels


class Migration(migrations.Migration):
    """0001 to 0003 in one step for a new database (tests/test_migrations.py: both ways end alike)."""

    replaces = [
        ('reports', '0001_weekly'),
        ('reports', '0002_corrections'),
        ('reports', '0003_news_marks'),
    ]

    initial = True

    dependencies = [
        ('parcels', '0003_disposal_lists'),
        ('tasks', '0001_initial'),
        ('units', '0001_initial'),
    ]

    operations = [
        CreateModels([
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
                    'constraints': [models.UniqueConstraint(fields=('plan', 'edition'), name='baseline_edition_once'), models.CheckConstraint(condition=models.Q(('edition', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='baseline_second_has_reason')],
                },
            ),
            migrations.CreateModel(
                name='NewsMark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject', models.CharField(max_length=80, verbose_name='归属')),
                    ('seq', models.BigIntegerField(verbose_name='看到的序号')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人')),
                ],
                options={
                    'verbose_name': '已看标记',
                    'verbose_name_plural': '已看标记',
                    'constraints': [models.UniqueConstraint(fields=('user', 'subject'), name='news_mark_once')],
                },
            ),
            migrations.CreateModel(
                name='WeeklyReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(verbose_name='期号')),
                    ('after', models.DateTimeField(verbose_name='起（不含）')),
                    ('until', models.DateTimeField(verbose_name='截止（含）')),
                    ('edition', models.PositiveIntegerField(default=0, verbose_name='已定稿版本')),
                    ('frozen_at', models.DateTimeField(blank=True, null=True, verbose_name='首次定稿时间')),
                    ('hold_reason', models.TextField(blank=True, verbose_name='挂起原因')),
                    ('held_at', models.DateTimeField(blank=True, null=True, verbose_name='挂起时间')),
                    ('opened_at', models.DateTimeField(verbose_name='建立时间')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                    ('held_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='挂起人')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='weeks', to='tasks.plan', verbose_name='方案')),
                ],
                options={
                    'verbose_name': '周报',
                    'verbose_name_plural': '周报',
                    'ordering': ['plan', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('plan', 'until'), name='week_report_once'), models.UniqueConstraint(fields=('plan', 'number'), name='week_report_number_once'), models.CheckConstraint(condition=models.Q(('after__lt', models.F('until'))), name='week_report_is_a_span'), models.CheckConstraint(condition=models.Q(models.Q(('edition', 0), ('frozen_at', None)), models.Q(('edition__gt', 0), ('frozen_at__isnull', False)), _connector='OR'), name='week_report_frozen_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('held_at', None), ('hold_reason', '')), models.Q(('held_at__isnull', False), models.Q(('hold_reason', ''), _negated=True)), _connector='OR'), name='week_report_hold_has_reason')],
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
                    'constraints': [models.UniqueConstraint(fields=('baseline', 'region', 'kind'), name='baseline_cell_once')],
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
                    'indexes': [models.Index(fields=['baseline', 'region', 'kind'], name='baseline_row_cell')],
                    'constraints': [models.UniqueConstraint(fields=('parcel', 'baseline'), name='baseline_parcel_once')],
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
                    'indexes': [models.Index(fields=['state', '-proposed_at'], name='correction_state')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('disposal',), name='correction_one_open', violation_error_message='这笔处置已有一件待审的更正。'), models.CheckConstraint(condition=models.Q(('delta', django.db.models.expressions.CombinedExpression(models.F('new_area'), '-', models.F('old_area'))), models.Q(('delta', 0), _negated=True)), name='correction_delta_is_the_difference'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='correction_two_persons', violation_error_message='发起和审核要由办公室两个人办。'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', False), ('entry__isnull', False), ('state', 'approved')), models.Q(models.Q(('state', 'approved'), _negated=True), ('entry', None)), _connector='OR'), name='correction_approved_has_entry'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('doc_no', ''), _negated=True)), name='correction_has_reason_and_basis')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='Job',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('freeze_week', '周报自动定稿')], max_length=20, verbose_name='类别')),
                    ('key', models.CharField(max_length=80, unique=True, verbose_name='键')),
                    ('state', models.CharField(choices=[('queued', '待办'), ('running', '办理中'), ('done', '已办成'), ('failed', '没有办成'), ('skipped', '不再需要')], default='queued', max_length=10, verbose_name='状态')),
                    ('due_at', models.DateTimeField(verbose_name='应办时间')),
                    ('not_before', models.DateTimeField(blank=True, null=True, verbose_name='最早再办')),
                    ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='占用至')),
                    ('heartbeat_at', models.DateTimeField(blank=True, null=True, verbose_name='心跳')),
                    ('attempts', models.PositiveIntegerField(default=0, verbose_name='次数')),
                    ('error', models.TextField(blank=True, verbose_name='没有办成的原因')),
                    ('result', models.TextField(blank=True, verbose_name='结果')),
                    ('created_at', models.DateTimeField(verbose_name='建立时间')),
                    ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='完成时间')),
                    ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to='reports.weeklyreport', verbose_name='周报')),
                ],
                options={
                    'verbose_name': '办理',
                    'verbose_name_plural': '办理',
                    'ordering': ['due_at', 'id'],
                    'indexes': [models.Index(fields=['state', 'due_at'], name='job_state_due')],
                },
            ),
            migrations.CreateModel(
                name='ReportSnapshot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('edition', models.PositiveIntegerField(verbose_name='版本')),
                    ('kind', models.CharField(choices=[('first', '定稿'), ('corrected', '更正版')], max_length=10, verbose_name='版本类别')),
                    ('basis', models.CharField(choices=[('recorded', '按原报'), ('effective', '按更正后')], max_length=10, verbose_name='口径')),
                    ('frozen_at', models.DateTimeField(verbose_name='定稿时间')),
                    ('frozen_title', models.CharField(max_length=200, verbose_name='定稿人岗位姓名')),
                    ('reason', models.TextField(blank=True, verbose_name='版本说明')),
                    ('payload', models.TextField(verbose_name='定稿内容')),
                    ('file_name', models.CharField(max_length=120, verbose_name='文件名')),
                    ('file', models.BinaryField(verbose_name='文件')),
                    ('sha256', models.CharField(max_length=64, verbose_name='文件校验码')),
                    ('audit_seq', models.BigIntegerField(verbose_name='留痕序号')),
                    ('audit_head', models.CharField(max_length=64, verbose_name='留痕校验码')),
                    ('frozen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='定稿人')),
                    ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='reports.reportsnapshot', verbose_name='替换的版本')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='reports.weeklyreport', verbose_name='周报')),
                ],
                options={
                    'verbose_name': '定稿',
                    'verbose_name_plural': '定稿',
                    'ordering': ['report', 'edition'],
                    'constraints': [models.UniqueConstraint(fields=('report', 'edition'), name='snapshot_edition_once'), models.CheckConstraint(condition=models.Q(models.Q(('edition', 1), ('replaces', None)), models.Q(('edition__gt', 1), ('replaces__isnull', False)), _connector='OR'), name='snapshot_names_what_it_replaces')],
                },
            ),
            migrations.CreateModel(
                name='WeekReturn',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('returned', '已报'), ('zero', '零报告'), ('late', '迟报'), ('again', '待重报')], max_length=10, verbose_name='状态')),
                    ('number', models.PositiveIntegerField(default=1, verbose_name='第几次报送')),
                    ('returned_at', models.DateTimeField(verbose_name='报送时间')),
                    ('sent_back_at', models.DateTimeField(blank=True, null=True, verbose_name='退回时间')),
                    ('sent_back_reason', models.TextField(blank=True, verbose_name='退回原因')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                    ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='县区')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='reports.weeklyreport', verbose_name='周报')),
                ],
                options={
                    'verbose_name': '县区周报',
                    'verbose_name_plural': '县区周报',
                    'ordering': ['report', 'region__sort'],
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'constraints': [models.UniqueConstraint(fields=('report', 'region'), name='week_return_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'again'), _negated=True), models.Q(('sent_back_at__isnull', False), models.Q(('sent_back_reason', ''), _negated=True)), _connector='OR'), name='week_return_sent_back_has_reason')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='WeekReturnEdition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(verbose_name='第几次报送')),
                    ('remark', models.TextField(blank=True, verbose_name='备注')),
                    ('is_late', models.BooleanField(verbose_name='迟报')),
                    ('at', models.DateTimeField(verbose_name='报送时间')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='报送人')),
                    ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='县区')),
                    ('week_return', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='reports.weekreturn', verbose_name='县区周报')),
                ],
                options={
                    'verbose_name': '报送',
                    'verbose_name_plural': '报送',
                    'ordering': ['week_return', 'number'],
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'constraints': [models.UniqueConstraint(fields=('week_return', 'number'), name='week_edition_once')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='WeekFigure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('quota_class', models.CharField(choices=[('unsupplied', '批而未供'), ('idle', '闲置'), ('inefficient', '低效工业用地')], max_length=12, verbose_name='任务口径')),
                    ('proposed', landplan.lib.area.AreaField(verbose_name='测算数')),
                    ('stated', landplan.lib.area.AreaField(blank=True, null=True, verbose_name='县区另报数')),
                    ('reason', models.TextField(blank=True, verbose_name='原因')),
                    ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='县区')),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='reports.weekreturnedition', verbose_name='报送')),
                ],
                options={
                    'verbose_name': '报送的数',
                    'verbose_name_plural': '报送的数',
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'constraints': [models.UniqueConstraint(fields=('edition', 'quota_class'), name='week_figure_once'), models.CheckConstraint(condition=models.Q(('stated', None), models.Q(('reason', ''), _negated=True), _connector='OR'), name='week_figure_other_has_reason', violation_error_message='另报的数要写原因。')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
        ]),
    ]
