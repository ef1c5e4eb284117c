from django.db import migrations

from huiyin.platform.audit.guards import append_only, frozen_but, leaving

_MOVED = (
    "NEW.state = 'handed_back' AND EXISTS "
    "(SELECT 1 FROM opinions_opinion o WHERE o.id = OLD.id AND o.digest = OLD.digest)"
)
_BURIED = (
    "NEW.state = 'erased' AND EXISTS (SELECT 1 FROM sealed_sealedstep s WHERE s.matter_id = OLD.id "
    "AND s.kind = 'erased' AND (s.lawful OR OLD.retain_until < {today}))"
)


class Migration(migrations.Migration):
    dependencies = [("sealed", "0001_initial"), ("audit", "0002_guards"), ("opinions", "0007_unplaced")]
    operations = [
        frozen_but(
            "sealed_sealedmatter",
            words=["enciphered"],
            facts=["campaign_id", "about_id", "digest", "entered_on", "retain_until"],
            keys=["id"],
            way_out=f"NEW.enciphered IS NULL AND (({_MOVED}) OR ({_BURIED}))",
        ),
        append_only("sealed_sealedstep"),
        # The one way by which an opinion's row goes: its words are kept apart under its id and digest.
        leaving(
            "opinions_opinion",
            when="EXISTS (SELECT 1 FROM sealed_sealedmatter s WHERE s.id = OLD.id AND s.digest = OLD.digest "
            "AND s.enciphered IS NOT NULL)",
        ),
    ]
