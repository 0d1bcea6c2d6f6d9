# Geometry: files, versions of drawings, where they stand on the map, outlines of counties.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='reads_coordinates',
            field=models.BooleanField(default=False, verbose_name='可看坐标'),
        ),
    ]
