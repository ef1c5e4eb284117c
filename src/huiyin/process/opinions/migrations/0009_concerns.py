
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('opinions', '0008_retention'),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='concern',
            field=models.CharField(blank=True, default='', max_length=20, verbose_name='诉求类型'),
        ),
        migrations.AlterField(
            model_name='lesson',
            name='kind',
            field=models.CharField(choices=[('focus', '类别'), ('topic', '教育专题'), ('concern', '诉求类型'), ('specific', '是否具体')], max_length=10),
        ),
        migrations.AlterField(
            model_name='suggestion',
            name='kind',
            field=models.CharField(choices=[('focus', '类别'), ('topic', '教育专题'), ('concern', '诉求类型'), ('specific', '是否具体')], max_length=10),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['concern', 'opinion'], name='opinions_decision_concern'),
        ),
    ]
