from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models.functions import Coalesce

import huiyin.process.opinions.rules.disposition


def count_members(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """What lists of groups are sorted by, until the next grouping counts givers."""
    members = apps.get_model("opinions", "Placement").objects.filter(group=models.OuterRef("pk"))
    counted = members.values("group").annotate(n=models.Count("pk")).values("n")
    apps.get_model("opinions", "Group").objects.update(
        givers=Coalesce(models.Subquery(counted), 0)
    )


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0001_initial'),
        ('opinions', '0002_guards'),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='restores',
            field=models.PositiveIntegerField(default=0, verbose_name='恢复第几次'),
        ),
        migrations.AddField(
            model_name='decision',
            name='taken_back',
            field=models.BooleanField(default=False, verbose_name='撤回前一决定'),
        ),
        migrations.AddField(
            model_name='decision',
            name='target',
            field=models.CharField(blank=True, max_length=80, verbose_name='去向所指'),
        ),
        migrations.AddField(
            model_name='decision',
            name='went',
            field=models.CharField(blank=True, max_length=20, verbose_name='去向'),
        ),
        migrations.AddField(
            model_name='decision',
            name='why',
            field=models.CharField(blank=True, max_length=500, verbose_name='办结说明'),
        ),
        migrations.AddField(
            model_name='group',
            name='givers',
            field=models.PositiveIntegerField(default=0, verbose_name='反映人数'),
        ),
        migrations.AddField(
            model_name='placement',
            name='repeats',
            field=models.BigIntegerField(null=True, verbose_name='近重复于'),
        ),
        migrations.RunPython(count_members, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='group',
            index=models.Index(models.F('campaign'), models.OrderBy(models.F('givers'), descending=True), models.F('number'), name='opinions_group_by_givers'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('went__in', ['', huiyin.process.opinions.rules.disposition.Disposition['LINKED'], huiyin.process.opinions.rules.disposition.Disposition['ANSWERED'], huiyin.process.opinions.rules.disposition.Disposition['FORWARDED'], huiyin.process.opinions.rules.disposition.Disposition['OUT_OF_SCOPE'], huiyin.process.opinions.rules.disposition.Disposition['DUPLICATE']])), name='opinions_decision_went_known'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('taken_back', True), ('restores', 0), _connector='OR'), name='opinions_decision_restores_by_taking_back'),
        ),
    ]
