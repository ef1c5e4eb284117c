
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('login', models.CharField(max_length=40, unique=True, verbose_name='登录名')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('active', models.BooleanField(default=True, verbose_name='在用')),
                ('must_change_password', models.BooleanField(default=True, verbose_name='须设新密码')),
                ('failures', models.PositiveIntegerField(default=0, verbose_name='连续输错次数')),
                ('not_before', models.DateTimeField(null=True, verbose_name='此前不可登录')),
                ('slip', models.CharField(blank=True, max_length=128, verbose_name='登录条摘要')),
                ('slip_until', models.DateTimeField(null=True, verbose_name='登录条有效期')),
            ],
            options={
                'verbose_name': '账号',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('slip', ''), ('slip_until', None)), models.Q(models.Q(('slip', ''), _negated=True), models.Q(('slip_until', None), _negated=True)), _connector='OR'), name='accounts_slip_has_its_end')],
            },
        ),
    ]
