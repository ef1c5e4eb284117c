import datetime

import django.db.models.deletion
from django.db import migrations, models

from huiyin.platform.tables import Tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_slip_giver'),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Feed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token_hash', models.CharField(max_length=64, unique=True, verbose_name='地址摘要')),
                    ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.account', verbose_name='账号')),
                ],
                options={
                    'verbose_name': '日历订阅',
                },
            ),
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField(verbose_name='日期')),
                    ('sections', models.JSONField(verbose_name='内容')),
                    ('ready_after', models.DateTimeField(verbose_name='最早发出')),
                    ('sent_at', models.DateTimeField(null=True, verbose_name='发出')),
                    ('put_away', models.BooleanField(default=False, verbose_name='已收起')),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.account', verbose_name='收件人')),
                ],
                options={
                    'verbose_name': '消息',
                },
            ),
            migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('channel', models.CharField(max_length=16, verbose_name='渠道编号')),
                    ('kind', models.CharField(choices=[('email', '电子邮件'), ('wecombot', '企业微信群机器人'), ('dingtalk', '钉钉群机器人'), ('feishu', '飞书群机器人'), ('lark', 'Lark 群机器人')], max_length=16, verbose_name='渠道类型')),
                    ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='已试次数')),
                    ('next_try', models.DateTimeField(null=True, verbose_name='下次')),
                    ('outcome', models.CharField(blank=True, choices=[('sent', '已发'), ('failed', '没发成')], max_length=8, verbose_name='结果')),
                    ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='notices.message', verbose_name='消息')),
                ],
                options={
                    'verbose_name': '发送',
                },
            ),
            migrations.CreateModel(
                name='Preference',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('email', models.TextField(blank=True, verbose_name='邮箱')),
                    ('channels', models.TextField(blank=True, verbose_name='渠道')),
                    ('weekly', models.BooleanField(default=True, verbose_name='每周提醒')),
                    ('halfmonth', models.BooleanField(default=True, verbose_name='半月小结')),
                    ('quiet_from', models.TimeField(default=datetime.time(20, 0), verbose_name='免打扰起')),
                    ('quiet_to', models.TimeField(default=datetime.time(8, 0), verbose_name='免打扰止')),
                    ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.account', verbose_name='账号')),
                ],
                options={
                    'verbose_name': '消息设置',
                },
            ),
            migrations.AddIndex(
                model_name='message',
                index=models.Index(fields=['account', 'put_away'], name='notices_message_kept'),
            ),
            migrations.AddIndex(
                model_name='message',
                index=models.Index(condition=models.Q(('sent_at', None)), fields=['ready_after'], name='notices_message_waiting'),
            ),
            migrations.AddConstraint(
                model_name='message',
                constraint=models.UniqueConstraint(fields=('account', 'day'), name='notices_message_one_a_day'),
            ),
            migrations.AddConstraint(
                model_name='message',
                constraint=models.CheckConstraint(condition=models.Q(('put_away', False), ('sent_at__isnull', False), _connector='OR'), name='notices_message_sent_then_put_away'),
            ),
            migrations.AddIndex(
                model_name='delivery',
                index=models.Index(condition=models.Q(('outcome', '')), fields=['next_try'], name='notices_delivery_waiting'),
            ),
            migrations.AddConstraint(
                model_name='delivery',
                constraint=models.UniqueConstraint(fields=('message', 'channel'), name='notices_delivery_once_a_channel'),
            ),
            migrations.AddConstraint(
                model_name='delivery',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('next_try__isnull', False), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('next_try', None)), _connector='OR'), name='notices_delivery_waits_or_is_over'),
            ),
        ]),
    ]
