"""The addresses of one's own messages."""

from django.urls import path

from huiyin.web.notices import feed, messages, settings

urlpatterns = [
    path("messages", messages.messages, name="messages"),
    path("messages/<int:pk>/put-away", messages.put_away, name="put_away"),
    path("messages/settings", settings.message_settings, name="message_settings"),
    path("messages/settings/channel", settings.add_channel, name="add_channel"),
    path("messages/settings/channel/remove", settings.remove_channel, name="remove_channel"),
    path("messages/settings/feed", settings.renew_feed, name="renew_feed"),
    path("messages/settings/feed/end", settings.end_feed, name="end_feed"),
    path("calendar-feed/<str:token>.ics", feed.calendar_feed, name="calendar_feed"),
]
