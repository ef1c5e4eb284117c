from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "huiyin.process.channels"
    label = "channels"
    verbose_name = "听取渠道"
