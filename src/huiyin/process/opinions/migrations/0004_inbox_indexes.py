
import django.db.models.deletion
from django.db import migrations, models

import huiyin.platform.texts.models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0001_initial'),
        ('opinions', '0003_decision_went'),
        ('orgs', '0002_path_order'),
        ('texts', '0002_search'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchedOpinion',
            fields=[
                ('opinion', models.OneToOneField(db_column='rowid', on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', related_query_name='searched', serialize=False, to='opinions.opinion')),
                ('pairs', huiyin.platform.texts.models.Pairs()),
            ],
            options={
                'verbose_name': '检索关联',
                'db_table': 'texts_search',
                'managed': False,
            },
        ),
        migrations.RemoveIndex(
            model_name='opinion',
            name='opinions_by_disposition',
        ),
        migrations.AlterField(
            model_name='decision',
            name='opinion',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='decided', to='opinions.opinion'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='opinion',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', related_query_name='placed', serialize=False, to='opinions.opinion'),
        ),
        migrations.AlterField(
            model_name='suggestion',
            name='opinion',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', related_query_name='suggested', to='opinions.opinion'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['focus', 'opinion'], name='opinions_decision_focus'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['topic', 'opinion'], name='opinions_decision_topic'),
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(fields=['campaign', 'disposition', 'id'], name='opinions_by_disposition'),
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(fields=['campaign', 'id', 'about', 'channel', 'giver_kind', 'triage_round', 'raised_on'], name='opinions_newest'),
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(fields=['campaign', 'channel', 'id', 'about'], name='opinions_by_channel'),
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(fields=['campaign', 'giver_kind', 'id', 'about'], name='opinions_by_giver'),
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(fields=['about', 'campaign', 'id'], name='opinions_by_unit'),
        ),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(fields=['kind', 'code', 'opinion'], name='opinions_suggestion_code'),
        ),
    ]
