from django.db import migrations

from huiyin.platform.audit.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("channels", "0003_contact_openings"), ("audit", "0002_guards")]
    operations = [append_only("channels_contactopening")]
