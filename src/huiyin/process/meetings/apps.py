from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "huiyin.process.meetings"
    label = "meetings"
    verbose_name = "会议"
