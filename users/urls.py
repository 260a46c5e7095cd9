"""`/api/users/`."""

from django.urls import path

from users.views.own import MeView, PasswordChangeView, PasswordResetConfirmView, PasswordResetView, RegisterView
from users.views.people import PeopleView, PersonView
from users.views.signing_in import AuthCheckView, LoginView, LogoutView, RefreshView

urlpatterns = [
    path("login/", LoginView.as_view(), name="login"),
    path("token/refresh/", RefreshView.as_view(), name="token-refresh"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("auth/check/", AuthCheckView.as_view(), name="auth-check"),
    path("me/", MeView.as_view(), name="me"),
    path("password/change/", PasswordChangeView.as_view(), name="password-change"),
    path("password/reset/", PasswordResetView.as_view(), name="password-reset"),
    path("password/reset/confirm/", PasswordResetConfirmView.as_view(), name="password-reset-confirm"),
    path("register/", RegisterView.as_view(), name="register"),
    path("", PeopleView.as_view(), name="people"),
    path("<bounded:user_id>/", PersonView.as_view(), name="person"),
]
