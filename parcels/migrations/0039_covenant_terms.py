from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parcels', '0038_no_supply_project'),
    ]

    operations = [
        migrations.AddField('covenant', 'reward', models.TextField(blank=True, default='', verbose_name='奖励措施'), preserve_default=False),
        migrations.AddField('covenant', 'exit', models.TextField(blank=True, default='', verbose_name='退出机制'), preserve_default=False),
    ]
