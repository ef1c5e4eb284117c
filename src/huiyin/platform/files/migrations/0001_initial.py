import django.db.models.deletion
from django.db import migrations, models

import huiyin.platform.files.models
from huiyin.platform.tables import Tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='StoredFile',
                fields=[
                    ('id', models.BigIntegerField(default=huiyin.platform.files.models.random_id, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('evidence', 'evidence'), ('given', 'given')], max_length=10, verbose_name='来路')),
                    ('digest', models.CharField(max_length=64, unique=True, verbose_name='摘要')),
                    ('salt', models.CharField(blank=True, max_length=64)),
                    ('media_type', models.CharField(max_length=100, verbose_name='类型')),
                    ('size', models.PositiveIntegerField(null=True, verbose_name='字节数')),
                ],
                options={
                    'verbose_name': '文件',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'evidence'), ('salt', ''), ('size__isnull', False)), models.Q(('kind', 'given'), ('size__isnull', True), models.Q(('salt', ''), _negated=True)), _connector='OR'), name='files_storedfile_given_is_salted')],
                },
            ),
            migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.BigIntegerField(default=huiyin.platform.files.models.random_id, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=120, verbose_name='文件名')),
                    ('by', models.CharField(blank=True, max_length=80, verbose_name='经办')),
                    ('on', models.DateField(verbose_name='日期')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='文件')),
                ],
                options={
                    'verbose_name': '附件',
                },
            ),
        ]),
    ]
