from django.db import migrations

from huiyin.platform.audit.guards import append_only, fixed_columns


class Migration(migrations.Migration):
    dependencies = [("reminders", "0001_initial"), ("audit", "0002_guards")]
    operations = [
        append_only("reminders_reminderpoint"),
        fixed_columns(
            "reminders_reminder",
            ["campaign_id", "number", "unit_id", "account_id", "together", "opening", "role", '"by"', "sent_on"],
            keys=["id", "campaign_id, number"],
        ),
    ]
