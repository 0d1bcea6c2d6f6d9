from django.db import migrations, models

_KINDS = [('listed', '挂牌督办'), ('order', '督促整改'), ('criticism', '通报批评'), ('interview', '约谈'), ('no_award', '取消评先资格'), ('pause', '暂停用地申请'), ('cut', '核减用地指标'), ('stop_supply', '停止新供'), ('exposure', '公开曝光'), ('accountability', '问责'), ('tolerance', '容错纠错'), ('clue', '线索移送'), ('support', '用地政策支持'), ('quota_reward', '奖励用地指标'), ('park_raise', '支持调区扩区升级'), ('reward', '奖励'), ('praise', '通报表扬')]


class Migration(migrations.Migration):
    """奖励、通报表扬 are kinds of 督办奖惩 too, so that an assessment says what it decides in the words of one list."""

    dependencies = [
        ('tasks', '0016_inquiries'),
    ]

    operations = [
        migrations.AlterField(
            model_name='caserule',
            name='kind',
            field=models.CharField(choices=_KINDS, max_length=16, verbose_name='提名为'),
        ),
        migrations.AlterField(
            model_name='supervisioncase',
            name='kind',
            field=models.CharField(choices=_KINDS, max_length=16, verbose_name='事项'),
        ),
    ]
