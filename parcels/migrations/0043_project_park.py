from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parcels', '0042_geometry'),
    ]

    operations = [
        migrations.AddField(
            model_name='project',
            name='park',
            field=models.CharField(blank=True, max_length=80, verbose_name='意向园区'),
        ),
    ]
