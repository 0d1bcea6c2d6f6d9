from django.db import migrations, models

_CODES = {'talk': 'interview', 'criticise': 'criticism'}


def one_vocabulary(apps, schema_editor):
    """约谈 and 通报批评 had codes of their own; the words stay, the codes become those of 督办奖惩.

    The table refuses changes; its guard gives way here and is put back by `migrate` itself (audit.guards.install_after_migrate).
    """
    rows = apps.get_model('reports', 'Assessment').unscoped.filter(action__in=_CODES)
    if rows.exists():
        on = ' ON reports_assessment' if schema_editor.connection.vendor == 'postgresql' else ''
        schema_editor.execute(f'DROP TRIGGER IF EXISTS guard_reports_assessment_update{on}')
        for old, new in _CODES.items():
            rows.filter(action=old).update(action=new)


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0007_notice_template'),
        ('tasks', '0017_rewards'),
    ]

    operations = [
        migrations.AlterField(
            model_name='assessment',
            name='action',
            field=models.CharField(blank=True, choices=[('reward', '奖励'), ('praise', '通报表扬'), ('interview', '约谈'), ('criticism', '通报批评')], max_length=12, verbose_name='奖惩'),
        ),
        migrations.RunPython(one_vocabulary, migrations.RunPython.noop),
    ]
