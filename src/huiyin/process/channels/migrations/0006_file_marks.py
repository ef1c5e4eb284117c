from django.db import migrations, models

from huiyin.platform.audit.guards import by_engine, fixed_columns

# What was kept before there were marks is marked as it is now.
_KEPT = (
    'INSERT INTO channels_filemark (id, digest, "on") SELECT {chance}, f.digest, a."on" FROM channels_givenfile g '
    "JOIN files_attachment a ON a.id = g.attachment_id JOIN files_storedfile f ON f.id = a.file_id"
)


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0005_paper_forms"),
        ("files", "0001_initial"),
        ("audit", "0002_guards"),
    ]
    operations = [
        migrations.CreateModel(
            name="FileMark",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="摘要")),
                ("on", models.DateField(verbose_name="日期")),
                ("sealed_in", models.BigIntegerField(null=True, verbose_name="封存于记录")),
            ],
            options={
                "verbose_name": "所附文件的封存",
                "indexes": [
                    models.Index(
                        condition=models.Q(("sealed_in", None)), fields=["on"], name="channels_filemark_unsealed"
                    )
                ],
            },
        ),
        by_engine(
            [_KEPT.format(chance="abs(random())")],
            [_KEPT.format(chance="(random() * 9000000000000000000)::bigint")],
        ),
        fixed_columns("channels_filemark", ["id", "digest", '"on"'], keys=["id", "digest"]),
    ]
