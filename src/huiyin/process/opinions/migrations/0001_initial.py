
import django.db.models.deletion
from django.db import migrations, models

import huiyin.process.opinions.rules.disposition
from huiyin.platform.tables import Tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('campaigns', '0001_initial'),
        ('orgs', '0002_path_order'),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Opinion',
                fields=[
                    ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('title', models.TextField(null=True, verbose_name='标题')),
                    ('body', models.TextField(null=True, verbose_name='意见原文')),
                    ('salt', models.CharField(max_length=32, null=True)),
                    ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                    ('raised_on', models.DateField(null=True, verbose_name='提出日期')),
                    ('entered_on', models.DateField(verbose_name='收录日期')),
                    ('retain_until', models.DateField(verbose_name='保存至')),
                    ('channel', models.CharField(blank=True, max_length=30, verbose_name='收集渠道')),
                    ('channel_as_written', models.CharField(blank=True, max_length=200, verbose_name='收集渠道（原表所写）')),
                    ('giver_kind', models.CharField(blank=True, max_length=30, verbose_name='反映群体')),
                    ('giver_as_written', models.CharField(blank=True, max_length=200, verbose_name='反映群体（原表所写）')),
                    ('unit_as_written', models.CharField(blank=True, max_length=200, verbose_name='单位（原表所写）')),
                    ('about_as_written', models.CharField(blank=True, max_length=200, verbose_name='对象（原表所写）')),
                    ('row_no', models.PositiveIntegerField(null=True, verbose_name='原表行号')),
                    ('source_id', models.CharField(max_length=80, verbose_name='编号')),
                    ('source_key', models.CharField(max_length=64)),
                    ('sealed_in', models.BigIntegerField(null=True, verbose_name='封存于记录')),
                    ('withdrawn_on', models.DateField(null=True, verbose_name='撤回日期')),
                    ('linked', models.BooleanField(default=False, verbose_name='已列入问题')),
                    ('settled_as', models.CharField(blank=True, max_length=20, verbose_name='办结方式')),
                    ('settled_why', models.CharField(blank=True, max_length=500, verbose_name='办结说明')),
                    ('answered_on', models.DateField(null=True, verbose_name='答复日期')),
                    ('triage_round', models.PositiveIntegerField(default=0, verbose_name='梳理次数')),
                    ('disposition', models.GeneratedField(db_persist=True, expression=models.Case(models.When(then=models.Value('withdrawn'), withdrawn_on__isnull=False), models.When(duplicate_of__isnull=False, then=models.Value('duplicate')), models.When(linked=True, then=models.Value('linked')), models.When(models.Q(('settled_as', ''), _negated=True), then=models.F('settled_as')), default=models.Value('waiting')), output_field=models.CharField(choices=[('waiting', '待定去向'), ('linked', '已列入问题'), ('answered', '已答复（未列问题）'), ('forwarded', '已转办'), ('out_of_scope', '不属本系统'), ('duplicate', '重复'), ('withdrawn', '已撤回')], max_length=20, verbose_name='去向'))),
                    ('about', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit', verbose_name='所涉单位')),
                    ('campaign', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.campaign')),
                    ('duplicate_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.opinion')),
                ],
                options={
                    'verbose_name': '意见',
                },
            ),
            migrations.CreateModel(
                name='Intake',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(verbose_name='批次')),
                    ('file_name', models.CharField(max_length=255, verbose_name='文件名')),
                    ('file_digest', models.CharField(max_length=64, verbose_name='文件摘要')),
                    ('columns', models.JSONField(default=dict, verbose_name='所认各列')),
                    ('entered_on', models.DateField(verbose_name='收录日期')),
                    ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.campaign')),
                ],
                options={
                    'verbose_name': '收录批次',
                },
            ),
            migrations.CreateModel(
                name='Placement',
                fields=[
                    ('opinion', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='opinions.opinion')),
                    ('typical', models.BooleanField(default=False, verbose_name='典型')),
                ],
                options={
                    'verbose_name': '归并建议',
                },
            ),
            migrations.AddField(
                model_name='opinion',
                name='intake',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.intake'),
            ),
            migrations.AddField(
                model_name='opinion',
                name='received_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit', verbose_name='收录单位'),
            ),
            migrations.CreateModel(
                name='Decision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('round', models.PositiveIntegerField(verbose_name='第几次')),
                    ('focus', models.CharField(blank=True, max_length=20, verbose_name='类别')),
                    ('topic', models.CharField(blank=True, max_length=20, verbose_name='教育专题')),
                    ('specific', models.BooleanField(verbose_name='具体')),
                    ('overruled', models.JSONField(default=list, verbose_name='未采纳的建议')),
                    ('by', models.CharField(max_length=80, verbose_name='经办')),
                    ('on', models.DateField(verbose_name='日期')),
                    ('opinion', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.opinion')),
                ],
                options={
                    'verbose_name': '梳理决定',
                },
            ),
            migrations.CreateModel(
                name='Suggestion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('focus', '类别'), ('topic', '教育专题'), ('specific', '是否具体')], max_length=10)),
                    ('rank', models.PositiveSmallIntegerField()),
                    ('code', models.CharField(max_length=20)),
                    ('why', models.JSONField(default=list, verbose_name='依据')),
                    ('opinion', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='opinions.opinion')),
                ],
                options={
                    'verbose_name': '标签建议',
                },
            ),
            migrations.CreateModel(
                name='Tombstone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('lawful', models.BooleanField(verbose_name='依法删除')),
                    ('ground', models.CharField(max_length=500, verbose_name='依据')),
                    ('by', models.CharField(max_length=80, verbose_name='经办')),
                    ('on', models.DateField(verbose_name='日期')),
                    ('opinion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.opinion')),
                ],
                options={
                    'verbose_name': '删除标记',
                },
            ),
            migrations.CreateModel(
                name='Group',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(verbose_name='归并号')),
                    ('title', models.CharField(max_length=120, verbose_name='题目')),
                    ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.campaign')),
                ],
                options={
                    'verbose_name': '意见组',
                    'constraints': [models.UniqueConstraint(fields=('campaign', 'number'), name='opinions_group_number')],
                },
            ),
            migrations.AddConstraint(
                model_name='intake',
                constraint=models.UniqueConstraint(fields=('campaign', 'number'), name='opinions_intake_number'),
            ),
            migrations.AddField(
                model_name='placement',
                name='group',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='opinions.group'),
            ),
            migrations.AddIndex(
                model_name='opinion',
                index=models.Index(fields=['campaign', 'disposition'], name='opinions_by_disposition'),
            ),
            migrations.AddIndex(
                model_name='opinion',
                index=models.Index(fields=['sealed_in'], name='opinions_by_seal'),
            ),
            migrations.AddConstraint(
                model_name='opinion',
                constraint=models.UniqueConstraint(fields=('campaign', 'source_key'), name='opinions_opinion_once'),
            ),
            migrations.AddConstraint(
                model_name='opinion',
                constraint=models.CheckConstraint(condition=models.Q(('settled_as__in', ['', huiyin.process.opinions.rules.disposition.Disposition['ANSWERED'], huiyin.process.opinions.rules.disposition.Disposition['FORWARDED'], huiyin.process.opinions.rules.disposition.Disposition['OUT_OF_SCOPE']])), name='opinions_opinion_settled_as_known'),
            ),
            migrations.AddConstraint(
                model_name='opinion',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_as', huiyin.process.opinions.rules.disposition.Disposition['OUT_OF_SCOPE']), _negated=True), models.Q(('settled_why', ''), _negated=True), _connector='OR'), name='opinions_opinion_out_of_scope_says_why'),
            ),
            migrations.AddConstraint(
                model_name='opinion',
                constraint=models.CheckConstraint(condition=models.Q(('duplicate_of', models.F('id')), _negated=True), name='opinions_opinion_not_its_own_duplicate'),
            ),
            migrations.AddConstraint(
                model_name='opinion',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('body__isnull', False), ('salt__isnull', False), ('title__isnull', False)), models.Q(('body__isnull', True), ('salt__isnull', True), ('title__isnull', True)), _connector='OR'), name='opinions_opinion_text_whole_or_gone'),
            ),
            migrations.AddConstraint(
                model_name='decision',
                constraint=models.UniqueConstraint(fields=('opinion', 'round'), name='opinions_decision_round'),
            ),
            migrations.AddConstraint(
                model_name='suggestion',
                constraint=models.UniqueConstraint(fields=('opinion', 'kind', 'rank'), name='opinions_suggestion_rank'),
            ),
            migrations.AddConstraint(
                model_name='tombstone',
                constraint=models.CheckConstraint(condition=models.Q(('ground', ''), _negated=True), name='opinions_tombstone_says_why'),
            ),
        ]),
    ]
