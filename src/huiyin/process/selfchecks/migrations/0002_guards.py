from django.db import migrations

from huiyin.platform.audit.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("selfchecks", "0001_initial"), ("audit", "0002_guards")]
    operations = [append_only("selfchecks_version"), append_only("selfchecks_review")]
