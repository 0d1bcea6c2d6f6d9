# Nothing points to the second noun any more.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parcels', '0037_join_projects'),
    ]

    operations = [
        migrations.RemoveField('supply', 'project'),
        migrations.RenameField('supply', 'need', 'project'),
        migrations.RemoveConstraint('projectpart', 'project_part_once'),
        migrations.AlterModelOptions('projectpart', {
            'base_manager_name': 'unscoped', 'verbose_name': '供地批次计划', 'verbose_name_plural': '供地批次计划', 'ordering': ['id']}),
        migrations.RemoveField('projectpart', 'project'),
        migrations.RenameField('projectpart', 'owner', 'project'),
        migrations.AlterField('projectpart', 'project', models.ForeignKey(
            on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='parcels.project', verbose_name='项目')),
        migrations.AlterModelOptions('projectpart', {
            'base_manager_name': 'unscoped', 'verbose_name': '供地批次计划', 'verbose_name_plural': '供地批次计划', 'ordering': ['project', 'number']}),
        migrations.AddConstraint('projectpart', models.UniqueConstraint(fields=('project', 'number'), name='project_part_once')),
        migrations.DeleteModel('SupplyProject'),
        migrations.AddConstraint('project', models.CheckConstraint(
            condition=models.Q(models.Q(('reviewed_area', None), ('reviewed_on', None)),
                               models.Q(('reviewed_area__gt', 0), ('reviewed_on__isnull', False)), _connector='OR'),
            name='project_review_whole', violation_error_message='审核建设规模要有日期和面积。')),
    ]
