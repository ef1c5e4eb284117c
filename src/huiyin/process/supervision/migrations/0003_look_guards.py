from django.db import migrations

from huiyin.platform.audit.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("supervision", "0002_plan_look"), ("audit", "0002_guards")]
    operations = [append_only("supervision_planlook")]
