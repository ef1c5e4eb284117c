import django.db.models.deletion
from django.db import migrations, models

# What neither is indexed nor was placed when the list began.
LIST_WHAT_WAITS = """
INSERT INTO opinions_unplaced (opinion_id, campaign_id, indexed)
SELECT id, campaign_id, indexed FROM (
    SELECT id, campaign_id, EXISTS (SELECT 1 FROM texts_indexedtext WHERE text = opinions_opinion.id) AS indexed,
        EXISTS (SELECT 1 FROM opinions_placement WHERE opinion_id = opinions_opinion.id) AS placed
    FROM opinions_opinion WHERE salt IS NOT NULL
) AS known
WHERE NOT (indexed AND placed)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0006_filled'),
        ('opinions', '0006_lessons'),
        ('texts', '0005_meanings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Unplaced',
            fields=[
                ('opinion', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', related_query_name='unplaced', serialize=False, to='opinions.opinion')),
                ('indexed', models.BooleanField(default=False, verbose_name='已索引')),
                ('campaign', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='campaigns.campaign')),
            ],
            options={
                'verbose_name': '待归并',
                'indexes': [models.Index(fields=['campaign', 'indexed'], name='opinions_unplaced_listed')],
            },
        ),
        migrations.RunSQL(LIST_WHAT_WAITS, migrations.RunSQL.noop),
    ]
