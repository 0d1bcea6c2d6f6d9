from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0004_streets'),
    ]

    operations = [
        migrations.AlterField(
            model_name='region',
            name='level',
            field=models.CharField(choices=[('nation', '全国'), ('province', '省'), ('city', '市'), ('county', '县（区）')], max_length=10, verbose_name='级别'),
        ),
    ]
