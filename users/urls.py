"""`/api/users/`."""

from django.urls import path

from users.authentication.views.browsers import BrowsersView, BrowserView
from users.authentication.views.email_change import EmailChangeConfirmView, EmailChangeView
from users.authentication.views.factors import (
    FactorsView,
    PasskeyOptionsView,
    PasskeysView,
    PasskeyView,
    PersonFactorsView,
    ProofOptionsView,
    ProofView,
    RecoveryCodesView,
    TotpConfirmView,
    TotpView,
)
from users.authentication.views.login import AuthCheckView, LoginView, LogoutView, RefreshView
from users.authentication.views.login_factor import LoginFactorView, PasskeyLoginOptionsView, PasskeyLoginView
from users.authentication.views.passwords import PasswordChangeView, PasswordResetConfirmView, PasswordResetView
from users.authentication.views.registration import RegisterConfirmView, RegisterView
from users.views.profile import MeView
from users.views.user_management import PeopleView, PersonView

urlpatterns = [
    path("login/", LoginView.as_view(), name="login"),
    path("login/factor/", LoginFactorView.as_view(), name="login-factor"),
    path("login/passkey/options/", PasskeyLoginOptionsView.as_view(), name="passkey-login-options"),
    path("login/passkey/", PasskeyLoginView.as_view(), name="passkey-login"),
    path("token/refresh/", RefreshView.as_view(), name="token-refresh"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("auth/check/", AuthCheckView.as_view(), name="auth-check"),
    path("me/", MeView.as_view(), name="me"),
    path("me/email/", EmailChangeView.as_view(), name="email-change"),
    path("me/email/confirm/", EmailChangeConfirmView.as_view(), name="email-change-confirm"),
    path("password/change/", PasswordChangeView.as_view(), name="password-change"),
    path("password/reset/", PasswordResetView.as_view(), name="password-reset"),
    path("password/reset/confirm/", PasswordResetConfirmView.as_view(), name="password-reset-confirm"),
    path("browsers/", BrowsersView.as_view(), name="browsers"),
    path("browsers/<bounded:known_browser_id>/", BrowserView.as_view(), name="browser"),
    path("factors/", FactorsView.as_view(), name="factors"),
    path("factors/totp/", TotpView.as_view(), name="totp"),
    path("factors/totp/confirm/", TotpConfirmView.as_view(), name="totp-confirm"),
    path("factors/passkeys/", PasskeysView.as_view(), name="passkeys"),
    path("factors/passkeys/options/", PasskeyOptionsView.as_view(), name="passkey-options"),
    path("factors/passkeys/<bounded:passkey_id>/", PasskeyView.as_view(), name="passkey"),
    path("factors/recovery-codes/", RecoveryCodesView.as_view(), name="recovery-codes"),
    path("factors/proof/", ProofView.as_view(), name="factor-proof"),
    path("factors/proof/options/", ProofOptionsView.as_view(), name="factor-proof-options"),
    path("register/", RegisterView.as_view(), name="register"),
    path("register/confirm/", RegisterConfirmView.as_view(), name="register-confirm"),
    path("", PeopleView.as_view(), name="people"),
    path("<bounded:user_id>/", PersonView.as_view(), name="person"),
    path("<bounded:user_id>/factors/", PersonFactorsView.as_view(), name="person-factors"),
]
