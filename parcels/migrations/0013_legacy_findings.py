from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parcels', '0012_lawsuits'),
    ]

    operations = [
        migrations.AddField(
            model_name='finding',
            name='cause',
            field=models.CharField(blank=True, choices=[('government', '政府原因'), ('petition', '信访稳定原因'), ('enterprise', '企业原因'), ('both', '政府与企业互有瑕疵'), ('planning', '规划调整'), ('corridor', '高压走廊、军事管制、文物保护'), ('force_majeure', '不可抗力'), ('litigation', '涉法涉诉'), ('seized', '司法查封或抵押'), ('unrecorded', '信息未及时录入'), ('other', '其他原因')], max_length=20, verbose_name='形成原因'),
        ),
        migrations.AddField(
            model_name='finding',
            name='filed_on',
            field=models.DateField(blank=True, null=True, verbose_name='省厅备案日期'),
        ),
        migrations.AddField(
            model_name='finding',
            name='filing_no',
            field=models.CharField(blank=True, max_length=80, verbose_name='省厅备案号'),
        ),
        migrations.AddField(
            model_name='measure',
            name='used_types',
            field=models.JSONField(default=list, verbose_name='适用未供即用类型（空为不限）'),
        ),
        migrations.AddField(
            model_name='parcel',
            name='used_type',
            field=models.CharField(blank=True, choices=[('industrial', '招商引资工业项目'), ('public', '城市公共服务和基础设施')], max_length=20, verbose_name='未供即用类型'),
        ),
    ]
