
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='单位代码')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='单位名称')),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='类别')),
                ('aliases', models.JSONField(blank=True, default=list, verbose_name='简称')),
                ('path', models.CharField(max_length=80, unique=True, verbose_name='路径')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
            ],
            options={
                'verbose_name': '单位',
                'ordering': ['path'],
                'indexes': [models.Index(fields=['parent'], name='orgs_unit_parent')],
            },
        ),
    ]
