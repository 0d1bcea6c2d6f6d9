# Two nouns for what wants land become one: first the columns that the other one had.

import django.db.models.deletion
from django.db import migrations, models

import landplan.lib.area


class Migration(migrations.Migration):

    dependencies = [
        ('parcels', '0035_media_types'),
    ]

    operations = [
        migrations.AddField('project', 'company', models.CharField(blank=True, default='', max_length=120, verbose_name='建设单位'), preserve_default=False),
        migrations.AddField('project', 'note', models.CharField(blank=True, default='', max_length=500, verbose_name='说明'), preserve_default=False),
        migrations.AddField('project', 'review_no', models.CharField(blank=True, default='', max_length=80, verbose_name='审核文号'), preserve_default=False),
        migrations.AddField('project', 'review_note', models.CharField(blank=True, default='', max_length=500, verbose_name='审核意见'), preserve_default=False),
        migrations.AddField('project', 'reviewed_area', landplan.lib.area.AreaField(blank=True, null=True, verbose_name='审核的规模')),
        migrations.AddField('project', 'reviewed_on', models.DateField(blank=True, null=True, verbose_name='审核日期')),
        migrations.AddField('projectpart', 'owner', models.ForeignKey(
            null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parcels.project', verbose_name='项目')),
    ]
