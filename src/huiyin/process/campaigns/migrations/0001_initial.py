
import django.db.models.deletion
from django.db import migrations, models

from huiyin.platform.tables import Tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('orgs', '0002_path_order'),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Campaign',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=60, unique=True, verbose_name='代码')),
                    ('name', models.CharField(max_length=120, verbose_name='名称')),
                    ('template_code', models.CharField(max_length=60, verbose_name='模板')),
                    ('template_version', models.PositiveIntegerField(verbose_name='模板版本')),
                    ('template_digest', models.CharField(max_length=64, verbose_name='模板摘要')),
                    ('template', models.TextField(verbose_name='模板内容')),
                    ('secret', models.CharField(max_length=64, verbose_name='钥')),
                    ('started_on', models.DateField(verbose_name='启动日期')),
                    ('root', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit', verbose_name='主办单位')),
                ],
                options={
                    'verbose_name': '活动',
                },
            ),
            migrations.CreateModel(
                name='Participation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.campaign')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
                ],
                options={
                    'verbose_name': '参加单位',
                    'constraints': [models.UniqueConstraint(fields=('campaign', 'unit'), name='campaigns_participation_once')],
                },
            ),
        ]),
    ]
