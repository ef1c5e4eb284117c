
from django.db import migrations, models

from huiyin.platform.tables import Tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Record',
                fields=[
                    ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('at', models.DateTimeField()),
                    ('by', models.CharField(max_length=80)),
                    ('act', models.CharField(max_length=60)),
                    ('subject', models.CharField(max_length=120)),
                    ('facts', models.TextField()),
                    ('prev', models.CharField(max_length=64)),
                    ('digest', models.CharField(max_length=64)),
                ],
                options={
                    'verbose_name': '审计记录',
                },
            ),
            migrations.CreateModel(
                name='Head',
                fields=[
                    ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                    ('seq', models.BigIntegerField(default=0)),
                    ('digest', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
                ],
                options={
                    'verbose_name': '链头',
                    'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='audit_head_one_row')],
                },
            ),
        ]),
    ]
