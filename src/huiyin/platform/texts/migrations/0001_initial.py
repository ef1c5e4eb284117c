
from django.db import migrations, models

from huiyin.platform.tables import Tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='IndexedText',
                fields=[
                    ('text', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('corpus', models.BigIntegerField(db_index=True)),
                    ('near_duplicate_of', models.BigIntegerField(null=True)),
                    ('jaccard_permille', models.PositiveSmallIntegerField(null=True)),
                    ('signature', models.BinaryField(null=True)),
                ],
                options={
                    'verbose_name': '已索引文本',
                },
            ),
            migrations.CreateModel(
                name='Band',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.BigIntegerField()),
                    ('text', models.BigIntegerField()),
                ],
                options={
                    'verbose_name': '近重复索引',
                    'indexes': [models.Index(fields=['key', 'text'], name='texts_band_key'), models.Index(fields=['text'], name='texts_band_text')],
                },
            ),
        ]),
    ]
