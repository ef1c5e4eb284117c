"""PostgreSQL's second index of the codes' hashes, for beginnings of them, which nobody looks for: it was written with every receipt."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def drop(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == 'postgresql':
        editor.execute('DROP INDEX "answers_receipt_code_hash_3c7eb2f8_like"')


def make(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == 'postgresql':
        editor.execute('CREATE INDEX "answers_receipt_code_hash_3c7eb2f8_like" ON "answers_receipt" ("code_hash" varchar_pattern_ops)')


class Migration(migrations.Migration):

    dependencies = [
        ('answers', '0006_rated'),
    ]

    operations = [
        migrations.RunPython(drop, make, elidable=True),
    ]
