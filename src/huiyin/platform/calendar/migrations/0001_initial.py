from django.db import migrations, models

from huiyin.platform.tables import Tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Day',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField(unique=True, verbose_name='日期')),
                    ('works', models.BooleanField(verbose_name='上班')),
                    ('name', models.CharField(blank=True, max_length=40, verbose_name='名称')),
                ],
                options={
                    'verbose_name': '年历日',
                },
            ),
            migrations.CreateModel(
                name='Year',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='年份')),
                    ('source', models.CharField(max_length=200, verbose_name='依据')),
                ],
                options={
                    'verbose_name': '年历年份',
                },
            ),
        ]),
    ]
