"""Every kind of event there is, in one enum."""

from django.db.models import TextChoices


class Event(TextChoices):
    """What happened. The value is what the API shows; labels are for staff."""

    LOGIN_SUCCEEDED = "login_succeeded", "Signed in"
    LOGIN_FAILED = "login_failed", "Wrong e-mail or password"
    LOGIN_BLOCKED = "login_blocked", "Sign-in refused: browser in use by somebody else"
    LOGIN_THROTTLED = "login_throttled", "Sign-in refused: too many tries"
    LOGOUT = "logout", "Signed out"
    TOKEN_REFRESHED = "token_refreshed", "Tokens refreshed"
    TOKEN_REUSED = "token_reused", "Spent refresh token used again: session ended"
    TOKEN_FORGED = "token_forged", "Forged token cookie: session ended"
    BROWSER_MISMATCH = "browser_mismatch", "Token used from another browser"
    SESSION_EXPIRED = "session_expired", "Session expired"
    SESSION_REPLACED = "session_replaced", "Signed in again on the same browser"
    SESSION_REVOKED = "session_revoked", "Session revoked"
    CROSS_SITE_REFUSED = "cross_site_refused", "Cross-site request refused"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    PASSWORD_CHANGE_FAILED = "password_change_failed", "Password change: wrong current password"
    PASSWORD_RESET_REQUESTED = "password_reset_requested", "Password reset asked for"
    PASSWORD_RESET = "password_reset", "Password set by a mailed link"
    USER_REGISTERED = "user_registered", "Registered"
    USER_INVITED = "user_invited", "Created by staff and invited"
    USER_CHANGED = "user_changed", "Profile changed"
    ROLE_CHANGED = "role_changed", "Role changed"
    USER_DEACTIVATED = "user_deactivated", "Deactivated"
    USER_REACTIVATED = "user_reactivated", "Activated again"
    ADMIN_LOGIN = "admin_login", "Signed in to the admin"
    ADMIN_LOGOUT = "admin_logout", "Signed out of the admin"
