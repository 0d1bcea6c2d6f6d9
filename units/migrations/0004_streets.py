from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0003_functions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='unit',
            name='kind',
            field=models.CharField(choices=[('government', '政府、管委会'), ('department', '部门'), ('street', '街道办事处'), ('group', '领导小组及其工作组')], default='department', max_length=12, verbose_name='类别'),
        ),
    ]
