from django.db import migrations, models


class Migration(migrations.Migration):
    """Hashes stay unique, without the second index of each that PostgreSQL would need to look for their beginnings, which nobody does."""

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='auditentry',
            name='hash',
            field=models.CharField(max_length=64, verbose_name='校验码'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='prev_hash',
            field=models.CharField(max_length=64, verbose_name='前一条校验码'),
        ),
        migrations.AddConstraint(
            model_name='auditentry',
            constraint=models.UniqueConstraint(fields=('prev_hash',), name='audit_prev_hash'),
        ),
        migrations.AddConstraint(
            model_name='auditentry',
            constraint=models.UniqueConstraint(fields=('hash',), name='audit_hash'),
        ),
    ]
