from django.db import migrations

from huiyin.platform.audit.guards import by_engine


class Migration(migrations.Migration):
    """A prefix range needs the order of bytes; PostgreSQL's default order is that of a dictionary."""

    dependencies = [("orgs", "0001_initial"), ("audit", "0002_guards")]
    operations = [by_engine([], ['ALTER TABLE orgs_unit ALTER COLUMN path TYPE varchar(80) COLLATE "C"'])]
