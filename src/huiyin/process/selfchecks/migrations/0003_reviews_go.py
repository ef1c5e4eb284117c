import django.db.models.deletion
from django.db import migrations, models

from huiyin.platform.audit.guards import append_only, by_engine, frozen_but

GOING = (
    "EXISTS (SELECT 1 FROM selfchecks_reviewtombstone t WHERE t.review_id = OLD.id "
    "AND OLD.retain_until < {today})"
)


# What was written before goes when the words of opinions would that came in on that day.
_SQLITE_TIME = (
    "UPDATE selfchecks_review SET retain_until = (SELECT date(selfchecks_review.\"on\", '+' || "
    "(x.value ->> '$.value') || ' days') FROM selfchecks_version v JOIN selfchecks_selfcheck s ON s.id = v.paper_id "
    "JOIN campaigns_participation p ON p.id = s.participation_id JOIN campaigns_campaign c ON c.id = p.campaign_id, "
    "json_each(c.template, '$.parameters') x "
    "WHERE x.value ->> '$.code' = 'retention_days' AND v.id = selfchecks_review.version_id) "
    "WHERE remark <> '' OR comments <> '[]'"
)
_POSTGRES_TIME = (
    'UPDATE selfchecks_review SET retain_until = (SELECT selfchecks_review."on" + (x ->> \'value\')::int '
    "FROM selfchecks_version v JOIN selfchecks_selfcheck s ON s.id = v.paper_id "
    "JOIN campaigns_participation p ON p.id = s.participation_id JOIN campaigns_campaign c ON c.id = p.campaign_id, "
    "jsonb_array_elements(c.template::jsonb -> 'parameters') x "
    "WHERE x ->> 'code' = 'retention_days' AND v.id = selfchecks_review.version_id) "
    "WHERE remark <> '' OR comments <> '[]'"
)


class Migration(migrations.Migration):
    dependencies = [("selfchecks", "0002_guards"), ("audit", "0002_guards"), ("campaigns", "0002_plans")]
    operations = [
        by_engine(
            [f"DROP TRIGGER IF EXISTS selfchecks_review_no_{end}" for end in ("update", "delete", "replace")],
            [f"DROP TRIGGER selfchecks_review_no_{end} ON selfchecks_review" for end in ("change", "truncate")],
        ),
        migrations.AddField(
            "review", "salt", models.CharField("盐", max_length=32, blank=True, default="", db_default="")
        ),
        migrations.AddField(
            "review",
            "digest",
            models.CharField("意见摘要值", max_length=64, blank=True, default="", db_default=""),
        ),
        migrations.AddField("review", "retain_until", models.DateField("保存到", null=True)),
        migrations.CreateModel(
            name="ReviewTombstone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by", models.CharField(max_length=80, verbose_name="删除人")),
                ("on", models.DateField(verbose_name="删除日期")),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="selfchecks.review",
                    ),
                ),
            ],
            options={"verbose_name": "审阅意见的删除标记"},
        ),
        by_engine([_SQLITE_TIME], [_POSTGRES_TIME]),
        append_only("selfchecks_reviewtombstone", keys=["id", "review_id"]),
        frozen_but(
            "selfchecks_review",
            words=["remark", "comments", "salt"],
            facts=[
                "version_id",
                "level",
                "verdict",
                "reasons",
                "due_on",
                "digest",
                "retain_until",
                "role",
                '"by"',
                '"on"',
            ],
            keys=["id", "version_id, level"],
            way_out=f"NEW.remark = '' AND NEW.comments = '[]' AND NEW.salt = '' AND {GOING}",
        ),
    ]
