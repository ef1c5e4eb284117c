from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "huiyin.platform.calendar"
    label = "calendar"
    verbose_name = "年历"
