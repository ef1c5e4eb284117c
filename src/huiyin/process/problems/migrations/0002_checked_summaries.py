from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def split_numbers(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Year and serial of the numbers that were given before these columns were."""
    problems = apps.get_model("problems", "Problem").objects
    for pk, number in problems.values_list("pk", "number"):
        year, serial = number.split("-")[:2]
        problems.filter(pk=pk).update(year=int(year), serial=int(serial))


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0001_initial'),
        ('opinions', '0003_decision_went'),
        ('orgs', '0002_path_order'),
        ('problems', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='link',
            name='round',
            field=models.PositiveIntegerField(default=0, verbose_name='第几次梳理'),
        ),
        migrations.AddField(
            model_name='problem',
            name='checked_by',
            field=models.CharField(blank=True, max_length=80, verbose_name='核对人'),
        ),
        migrations.AddField(
            model_name='problem',
            name='checked_on',
            field=models.DateField(null=True, verbose_name='核对日期'),
        ),
        migrations.AddField(
            model_name='problem',
            name='serial',
            field=models.PositiveIntegerField(default=0, verbose_name='序号'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='problem',
            name='year',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='年度'),
            preserve_default=False,
        ),
        migrations.RunPython(split_numbers, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='problem',
            index=models.Index(fields=['campaign', 'year', 'serial'], name='problems_by_number'),
        ),
        migrations.AddConstraint(
            model_name='problem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_by', ''), ('checked_on', None)), models.Q(models.Q(('checked_by', ''), _negated=True), ('checked_on__isnull', False)), _connector='OR'), name='problems_problem_checked_by_and_on'),
        ),
    ]
