from django.db import migrations

from huiyin.platform.audit.guards import append_only, leaving


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0002_contact_openings"),
        ("answers", "0004_given_stays"),
        ("sealed", "0002_guards"),
    ]
    operations = [
        append_only("channels_contactopening"),
        # An opinion that is split off is among those answered no more (channels.commands.seal_opinion).
        leaving(
            "answers_answered",
            when="EXISTS (SELECT 1 FROM sealed_sealedmatter s WHERE s.id = OLD.opinion_id "
            "AND s.enciphered IS NOT NULL)",
            was_append_only=True,
        ),
    ]
