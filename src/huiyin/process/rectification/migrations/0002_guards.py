from django.db import migrations

from huiyin.platform.audit.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("rectification", "0001_initial"), ("audit", "0002_guards")]
    operations = [append_only("rectification_step")]
