from django.db import migrations

from huiyin.platform.audit.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("samples", "0001_initial"), ("audit", "0002_guards")]
    operations = [
        append_only("samples_sample", keys=["id", "seed_hash", "campaign_id, number"]),
        append_only("samples_samplepopulation", keys=["sample_id"]),
        append_only("samples_sampledraw", keys=["population_id"]),
        append_only("samples_sampleitem", keys=["id", "draw_id, place", "draw_id, name"]),
        append_only("samples_samplevisit", keys=["item_id"]),
        append_only("samples_samplestatement"),
        append_only("samples_sampleresult", keys=["visit_id"]),
        append_only("samples_seedreveal", keys=["sample_id"]),
    ]
