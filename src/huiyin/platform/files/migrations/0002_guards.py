from django.db import migrations

from huiyin.platform.audit.guards import lasting


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial"), ("audit", "0002_guards")]
    operations = [
        lasting("files_storedfile", going="OLD.kind = 'given'", keys=["id", "digest"]),
        lasting("files_attachment", going="OLD.by = ''", keys=["id"]),
    ]
