from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from huiyin.platform.audit.guards import append_only


def lay_head(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("audit", "Head").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunPython(lay_head, migrations.RunPython.noop),
        append_only("audit_record", keys=["seq"]),
    ]
