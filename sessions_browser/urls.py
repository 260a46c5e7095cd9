"""`/api/sessions/`."""

from django.urls import path

from sessions_browser.views import RevokeOthersView, SessionsView, SessionView

urlpatterns = [
    path("", SessionsView.as_view(), name="sessions"),
    path("revoke-others/", RevokeOthersView.as_view(), name="sessions-revoke-others"),
    path("<bounded:session_id>/", SessionView.as_view(), name="session"),
]
