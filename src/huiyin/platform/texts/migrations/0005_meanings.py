

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('texts', '0004_passages'),
    ]

    operations = [
        migrations.CreateModel(
            name='Meaning',
            fields=[
                ('text', models.BigIntegerField(primary_key=True, serialize=False)),
                ('corpus', models.BigIntegerField()),
                ('encoder', models.CharField(max_length=32, verbose_name='编码器')),
                ('vector', models.BinaryField()),
            ],
            options={
                'verbose_name': '语义向量',
                'indexes': [models.Index(fields=['corpus', 'encoder'], name='texts_meaning_encoder')],
            },
        ),
    ]
