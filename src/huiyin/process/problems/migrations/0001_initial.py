
import django.db.models.deletion
from django.db import migrations, models

from huiyin.platform.tables import Tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('campaigns', '0001_initial'),
        ('opinions', '0001_initial'),
        ('orgs', '0002_path_order'),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Problem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=20, verbose_name='编号')),
                    ('title', models.CharField(max_length=200, verbose_name='问题')),
                    ('manifestation', models.TextField(blank=True, verbose_name='具体表现')),
                    ('source', models.CharField(max_length=30, verbose_name='问题来源')),
                    ('focus', models.CharField(blank=True, max_length=20, verbose_name='问题类别')),
                    ('topic', models.CharField(blank=True, max_length=20, verbose_name='教育专题')),
                    ('cause', models.CharField(blank=True, max_length=30, verbose_name='产生原因')),
                    ('horizon', models.CharField(blank=True, max_length=30, verbose_name='时限类型')),
                    ('dissolved', models.BooleanField(default=False, verbose_name='已并回')),
                    ('raised_by', models.CharField(max_length=80, verbose_name='提出人')),
                    ('raised_on', models.DateField(verbose_name='提出日期')),
                    ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.campaign')),
                    ('group', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.group', verbose_name='意见组')),
                    ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='problems.problem')),
                    ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit', verbose_name='责任单位')),
                    ('split_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='problems.problem')),
                ],
                options={
                    'verbose_name': '问题',
                },
            ),
            migrations.CreateModel(
                name='Link',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('opinion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.opinion')),
                    ('problem', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='problems.problem')),
                ],
                options={
                    'verbose_name': '意见与问题的关联',
                },
            ),
            migrations.AddConstraint(
                model_name='problem',
                constraint=models.UniqueConstraint(fields=('campaign', 'number'), name='problems_problem_number'),
            ),
            migrations.AddConstraint(
                model_name='problem',
                constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='problems_problem_has_title'),
            ),
            migrations.AddConstraint(
                model_name='problem',
                constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='problems_problem_not_into_itself'),
            ),
            migrations.AddConstraint(
                model_name='link',
                constraint=models.UniqueConstraint(fields=('problem', 'opinion'), name='problems_link_once'),
            ),
        ]),
    ]
