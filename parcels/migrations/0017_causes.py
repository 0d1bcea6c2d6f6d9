from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parcels', '0016_checks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='disposalplan',
            name='cause',
            field=models.CharField(choices=[('government', '政府原因'), ('petition', '信访稳定原因'), ('enterprise', '企业原因'), ('both', '政府与企业互有瑕疵'), ('planning', '规划调整'), ('corridor', '高压走廊、军事管制、文物保护'), ('power_line', '高压走廊'), ('military', '军事管制'), ('relics', '文物保护'), ('force_majeure', '不可抗力'), ('litigation', '涉法涉诉'), ('seized', '司法查封或抵押'), ('unpermitted', '已开工未办施工手续'), ('unready', '配套不完善、前期迟缓'), ('use_mismatch', '用途或规划条件不符'), ('platform', '政府平台公司用地'), ('expropriation', '征地拆迁未完成'), ('infrastructure', '基础设施不配套'), ('no_project', '项目未落实'), ('papers', '手续不齐'), ('unfit', '不具备供地条件'), ('single_site', '单独选址项目未供'), ('corner', '边角、插花、夹心地'), ('unrecorded', '信息未及时录入'), ('other', '其他原因')], max_length=20, verbose_name='形成原因'),
        ),
        migrations.AlterField(
            model_name='finding',
            name='cause',
            field=models.CharField(blank=True, choices=[('government', '政府原因'), ('petition', '信访稳定原因'), ('enterprise', '企业原因'), ('both', '政府与企业互有瑕疵'), ('planning', '规划调整'), ('corridor', '高压走廊、军事管制、文物保护'), ('power_line', '高压走廊'), ('military', '军事管制'), ('relics', '文物保护'), ('force_majeure', '不可抗力'), ('litigation', '涉法涉诉'), ('seized', '司法查封或抵押'), ('unpermitted', '已开工未办施工手续'), ('unready', '配套不完善、前期迟缓'), ('use_mismatch', '用途或规划条件不符'), ('platform', '政府平台公司用地'), ('expropriation', '征地拆迁未完成'), ('infrastructure', '基础设施不配套'), ('no_project', '项目未落实'), ('papers', '手续不齐'), ('unfit', '不具备供地条件'), ('single_site', '单独选址项目未供'), ('corner', '边角、插花、夹心地'), ('unrecorded', '信息未及时录入'), ('other', '其他原因')], max_length=20, verbose_name='形成原因'),
        ),
        migrations.AlterField(
            model_name='parcel',
            name='cause',
            field=models.CharField(blank=True, choices=[('government', '政府原因'), ('petition', '信访稳定原因'), ('enterprise', '企业原因'), ('both', '政府与企业互有瑕疵'), ('planning', '规划调整'), ('corridor', '高压走廊、军事管制、文物保护'), ('power_line', '高压走廊'), ('military', '军事管制'), ('relics', '文物保护'), ('force_majeure', '不可抗力'), ('litigation', '涉法涉诉'), ('seized', '司法查封或抵押'), ('unpermitted', '已开工未办施工手续'), ('unready', '配套不完善、前期迟缓'), ('use_mismatch', '用途或规划条件不符'), ('platform', '政府平台公司用地'), ('expropriation', '征地拆迁未完成'), ('infrastructure', '基础设施不配套'), ('no_project', '项目未落实'), ('papers', '手续不齐'), ('unfit', '不具备供地条件'), ('single_site', '单独选址项目未供'), ('corner', '边角、插花、夹心地'), ('unrecorded', '信息未及时录入'), ('other', '其他原因')], max_length=20, verbose_name='形成原因'),
        ),
    ]
