from django.db import migrations

from huiyin.platform.audit.guards import append_only, closed_with, fixed_columns

FINAL = "EXISTS (SELECT 1 FROM inspections_logentry e WHERE e.id = {row}.entry_id AND e.confirmed_on IS NOT NULL)"


class Migration(migrations.Migration):
    dependencies = [("inspections", "0001_initial"), ("audit", "0002_guards")]
    operations = [
        fixed_columns(
            "inspections_visit",
            ["campaign_id", "number", "unit_id", "kind", "scope", "list_number", "noticed_on", "whole", "planned_by",
             "planned_on"],
            keys=["id", "campaign_id, number"],
        ),
        append_only("inspections_visitinspector", keys=["id", "visit_id, account_id"]),
        append_only("inspections_visitchange"),
        fixed_columns(
            "inspections_logentry",
            ["campaign_id", "number", "visit_id", '"day"', "ways", "learned", "told", "version", "entered_by", "entered_on",
             "confirmed_by", "confirmed_on"],
            keys=["id", "campaign_id, number"],
            once="OLD.confirmed_on IS NOT NULL",
        ),
        closed_with(
            "inspections_logpoint",
            facts=["entry_id", "kind", "number", "text", "focus", "due_on", "problem_id", "ask_id"],
            closed=FINAL,
        ),
        append_only("inspections_logcorrection"),
        append_only("inspections_revisit"),
        fixed_columns(
            "inspections_ladder",
            ["campaign_id", "number", "unit_id", "matter", "opened_by", "opened_on"],
            keys=["id", "campaign_id, number"],
        ),
        fixed_columns(
            "inspections_ladderpaper",
            ["ladder_id", "step", "text", "due_on", "skipped_why", "version", "drafted_by", "drafted_on", "year", "number",
             "issued_by", "issued_on", "dropped_on", "dropped_why"],
            keys=["id"],
            once="OLD.issued_on IS NOT NULL OR OLD.dropped_on IS NOT NULL",
        ),
        append_only("inspections_ladderanswer"),
        append_only("inspections_watch", keys=["id"]),
    ]
