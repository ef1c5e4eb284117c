"""Each index of opinions is written with every opinion that comes in: those that lead nowhere, or where another leads too, go.

By SQL, because Django would write SQLite's table anew, with all opinions and without its guards.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0008_ask_of_inspection'),
        ('opinions', '0012_length'),
        ('orgs', '0004_recusal_guards'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f'DROP INDEX "{name}"',
                    f'CREATE INDEX "{name}" ON "opinions_opinion" ("{column}")',
                )
                for name, column in (
                    ('opinions_opinion_about_id_13b54233', 'about_id'),
                    ('opinions_opinion_duplicate_of_id_23f745c2', 'duplicate_of_id'),
                    ('opinions_opinion_intake_id_1d5c6df3', 'intake_id'),
                    ('opinions_opinion_received_by_id_89f2a5e6', 'received_by_id'),
                )
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='opinion',
                    name='about',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit', verbose_name='所涉单位'),
                ),
                migrations.AlterField(
                    model_name='opinion',
                    name='duplicate_of',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.opinion'),
                ),
                migrations.AlterField(
                    model_name='opinion',
                    name='intake',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.intake'),
                ),
                migrations.AlterField(
                    model_name='opinion',
                    name='received_by',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit', verbose_name='收录单位'),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(condition=models.Q(('duplicate_of__isnull', False)), fields=['duplicate_of'], name='opinions_duplicates'),
        ),
    ]
