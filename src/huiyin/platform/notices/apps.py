from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "huiyin.platform.notices"
    label = "notices"
    verbose_name = "消息"
