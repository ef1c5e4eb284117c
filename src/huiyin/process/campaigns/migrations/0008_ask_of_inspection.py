from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0007_return_origin'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='ask',
            name='campaigns_ask_origin',
        ),
        migrations.AlterField(
            model_name='ask',
            name='origin',
            field=models.CharField(choices=[('template', '活动模板'), ('office', '活动办'), ('meeting', '会议要求'), ('return', '退回要求'), ('inspection', '督导要求')], max_length=10, verbose_name='来源'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['template', 'office', 'meeting', 'return', 'inspection'])), name='campaigns_ask_origin'),
        ),
    ]
