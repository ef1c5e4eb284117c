from django.db import migrations

from huiyin.platform.audit.guards import fixed_columns, leaving

COLUMNS = ["problem_id", "opinion_id", "round", "answer", "why", "machine", "role", "decided_by", "decided_on"]


class Migration(migrations.Migration):
    dependencies = [("recurrences", "0001_initial"), ("audit", "0002_guards"), ("sealed", "0002_guards")]
    operations = [
        # A word of a person stays; of its columns only `stands` turns, when the next word is said.
        fixed_columns("recurrences_decided", COLUMNS, keys=["id", "problem_id, opinion_id, round"]),
        # It goes with an opinion that is sealed off, and in no other way.
        leaving(
            "recurrences_decided",
            when="EXISTS (SELECT 1 FROM sealed_sealedmatter s WHERE s.id = OLD.opinion_id AND s.enciphered IS NOT NULL)",
        ),
    ]
