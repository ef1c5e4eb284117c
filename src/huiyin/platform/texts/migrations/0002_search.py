from django.db import migrations, models

import huiyin.platform.texts.models
from huiyin.platform.audit.guards import by_engine


class Migration(migrations.Migration):
    """The search index (docs/decisions/0006). The table isn't Django's to make: it is another thing on each engine."""

    dependencies = [("texts", "0001_initial"), ("audit", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="SearchableText",
            fields=[
                ("text", models.BigIntegerField(db_column="rowid", primary_key=True, serialize=False)),
                ("pairs", huiyin.platform.texts.models.Pairs()),
            ],
            options={"verbose_name": "检索索引", "db_table": "texts_search", "managed": False},
        ),
        by_engine(
            [
                # ascii: every character beyond ASCII is part of a word as it is, whatever Unicode the engine knows.
                "CREATE VIRTUAL TABLE texts_search USING fts5(pairs, tokenize = 'ascii')",
            ],
            [
                "CREATE TABLE texts_search (rowid bigint PRIMARY KEY, pairs tsvector NOT NULL, words text NOT NULL)",
                # kB: a search reads the whole list of pending entries. Without one (fastupdate = off) the sweep takes twice as long.
                "CREATE INDEX texts_search_pairs ON texts_search USING gin (pairs) WITH (gin_pending_list_limit = 256)",
                # Pairs are many: with fewer counted, the planner takes a common one for rare and sorts all hits.
                "ALTER TABLE texts_search ALTER COLUMN pairs SET STATISTICS 3000",
            ],
        ),
    ]
