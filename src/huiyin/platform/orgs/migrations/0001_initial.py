
import django.db.models.deletion
from django.db import migrations, models

from huiyin.platform.tables import Tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Unit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(blank=True, max_length=40, verbose_name='单位代码')),
                    ('name', models.CharField(max_length=100, unique=True, verbose_name='单位名称')),
                    ('kind', models.CharField(blank=True, max_length=40, verbose_name='类别')),
                    ('aliases', models.JSONField(blank=True, default=list, verbose_name='简称')),
                    ('path', models.CharField(max_length=80, unique=True, verbose_name='路径')),
                    ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
                ],
                options={
                    'verbose_name': '单位',
                    'ordering': ['path'],
                },
            ),
            migrations.CreateModel(
                name='Post',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('since', models.DateField(verbose_name='起')),
                    ('until', models.DateField(null=True, verbose_name='止')),
                    ('kind', models.CharField(choices=[('head', '主要负责人'), ('acting_head', '临时主持工作'), ('member', '班子成员')], max_length=20, verbose_name='职务')),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.account', verbose_name='账号')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit', verbose_name='单位')),
                ],
                options={
                    'verbose_name': '职务',
                },
            ),
            migrations.CreateModel(
                name='Grant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('since', models.DateField(verbose_name='起')),
                    ('until', models.DateField(null=True, verbose_name='止')),
                    ('role', models.CharField(choices=[('office', '活动办'), ('head', '主要负责人'), ('clerk', '联络员'), ('member', '班子成员'), ('supervision', '督导组'), ('leader', '领导小组'), ('discipline', '纪检'), ('administrator', '系统管理员')], max_length=20, verbose_name='角色')),
                    ('campaign', models.CharField(blank=True, max_length=60, verbose_name='活动代码')),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.account', verbose_name='账号')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit', verbose_name='单位')),
                ],
                options={
                    'verbose_name': '授权',
                },
            ),
            migrations.AddIndex(
                model_name='unit',
                index=models.Index(fields=['parent'], name='orgs_unit_parent'),
            ),
            migrations.AddIndex(
                model_name='post',
                index=models.Index(fields=['unit', 'kind'], name='orgs_post_unit'),
            ),
            migrations.AddIndex(
                model_name='post',
                index=models.Index(fields=['account'], name='orgs_post_account'),
            ),
            migrations.AddConstraint(
                model_name='post',
                constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='orgs_post_term'),
            ),
            migrations.AddConstraint(
                model_name='post',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['head', 'acting_head', 'member'])), name='orgs_post_kind'),
            ),
            migrations.AddConstraint(
                model_name='post',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'acting_head'), _negated=True), models.Q(('until', None), _negated=True), _connector='OR'), name='orgs_post_acting_has_an_end'),
            ),
            migrations.AddConstraint(
                model_name='post',
                constraint=models.UniqueConstraint(condition=models.Q(('kind', 'head'), ('until', None)), fields=('unit',), name='orgs_post_one_head'),
            ),
            migrations.AddIndex(
                model_name='grant',
                index=models.Index(fields=['account', 'since'], name='orgs_grant_account'),
            ),
            migrations.AddIndex(
                model_name='grant',
                index=models.Index(fields=['unit', 'role'], name='orgs_grant_unit'),
            ),
            migrations.AddConstraint(
                model_name='grant',
                constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='orgs_grant_term'),
            ),
            migrations.AddConstraint(
                model_name='grant',
                constraint=models.CheckConstraint(condition=models.Q(('role__in', ['office', 'head', 'clerk', 'member', 'supervision', 'leader', 'discipline', 'administrator'])), name='orgs_grant_role'),
            ),
        ]),
    ]
