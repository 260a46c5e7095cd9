"""`users`: members and staff, identified by their e-mail address."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Now

from core.authorization.capabilities import Capability, has_capability
from core.authorization.roles import Role
from core.clock import now
from core.db.search import FoldedField, SearchableModel, SearchableQuerySet
from core.languages import current_language, default_language
from core.text import nfc
from users.email_normalization import normalize_email
from users.password_hashing import verify_password
from users.versions import FACTS, add_first_versions, add_version


class UserQuerySet(SearchableQuerySet["User"]):
    """Writes the versions of users that are inserted or changed together."""

    def bulk_create(self, objs: Iterable["User"], *args: Any, **options: Any) -> list["User"]:
        """As Django's, and their versions (`users.versions`)."""
        with transaction.atomic(savepoint=False):
            users = super().bulk_create(objs, *args, **options)
            add_first_versions(users)
        return users

    def update(self, **changes: Any) -> int:
        """As Django's; a change of name, role or active flag gets a version."""
        if changes.keys().isdisjoint(FACTS):
            return super().update(**changes)
        with transaction.atomic(savepoint=False):
            ids = list(self.values_list("pk", flat=True))
            count = super().update(**changes)
            for user in self.model.objects.filter(pk__in=ids):
                add_version(user)
        return count


class UserManager(BaseUserManager["User"]):
    """Creates users; e-mail addresses are stored normalized."""

    def get_queryset(self) -> models.QuerySet["User"]:
        """A queryset that keeps the search keys up to date and writes versions."""
        return UserQuerySet(self.model, using=self._db)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Creates a user; one without a password cannot log in before setting one."""
        user = self.model(email=normalize_email(email), **{"language": default_language(), **fields})
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this e-mail address, which is normalized first."""
        return self.get(email=normalize_email(username or ""))


class User(SearchableModel, AbstractBaseUser, PermissionsMixin):
    """A member, cashier or manager. Users are deactivated, never deleted, because transactions refer to them."""

    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=150)
    full_name_folded = FoldedField(source="full_name")
    phone = models.CharField(max_length=32, blank=True, default="", db_default="")
    language = models.CharField(max_length=10, default=settings.LANGUAGE_CODE, db_default="en")  # of mails
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER, db_default=Role.MEMBER, db_index=True)
    is_active = models.BooleanField(default=True, db_default=True)
    # Part of the admin's session hash and of mailed links: incrementing it invalidates all of them.
    session_version = models.PositiveIntegerField(default=0, db_default=0, editable=False, db_column="admin_epoch")
    # Whether there is an authenticator or a passkey. Kept by `users.authentication.second_factors`, so that a request
    # needs no query to find out.
    has_factor = models.BooleanField(default=False, db_default=False, editable=False)
    date_joined = models.DateTimeField(default=now, db_default=Now())

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]  # beside the e-mail, for `createsuperuser`

    class Meta:
        db_table = "users"
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(
                condition=models.Q(is_superuser=False) | models.Q(role=Role.MANAGER), name="user_superuser_is_manager"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """As Django's; a new user and a change of name, role or active flag get a version (`users.versions`)."""
        is_new, changed = self._state.adding, None if update_fields is None else set(update_fields)
        with transaction.atomic(savepoint=False):
            super().save(*args, update_fields=changed, **options)
            if is_new:
                add_first_versions([self])
            elif changed is None or not changed.isdisjoint(FACTS):
                add_version(self)

    def set_password(self, raw_password: str | None) -> None:
        """Hashes it in NFC, as `users.password_hashing` does everywhere."""
        super().set_password(None if raw_password is None else nfc(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Verifies the password in NFC or as typed. The next login renews an outdated hash (`users.authentication`)."""
        return raw_password is not None and verify_password(raw_password, self.password).is_valid

    def get_full_name(self) -> str:
        """The name, for Django's pages."""
        return self.full_name

    def get_session_auth_hash(self) -> str:
        """Invalidates the admin's sessions when the password or `session_version` changes."""
        return f"{super().get_session_auth_hash()}{self.session_version}"

    @property
    def is_staff(self) -> bool:
        """Whether the user may use Django's admin."""
        return has_capability(self, Capability.USE_STAFF_SITE)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Always False, also for a superuser: roles have capabilities instead."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """Always False; see `has_perm`."""
        return False


class PendingRegistration(models.Model):
    """A registration whose address is not confirmed yet. It is not a user: no list, count or report includes it.

    `uid` is a new random value for every request and part of the mailed link, so a new request invalidates older links.
    A registered address gets a row, too, so that the same statements run, but no link.
    """

    email = models.EmailField(unique=True)
    uid = models.CharField(max_length=32, db_index=True)
    full_name = models.CharField(max_length=150)
    password = models.CharField(max_length=128)  # the hash
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "pending_registrations"

    def __str__(self) -> str:
        return f"Registration {self.pk}"

    def to_user(self) -> User:
        """The member, not saved, that the registration becomes when it is confirmed in a request."""
        return User(
            email=self.email,
            full_name=self.full_name,
            password=self.password,
            role=Role.MEMBER,
            language=current_language(),
        )


class PendingEmailChange(models.Model):
    """The new address that a user has requested and not confirmed; a newer request replaces it (`uid` as above)."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    uid = models.CharField(max_length=32, db_index=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "pending_email_changes"

    def __str__(self) -> str:
        return f"E-mail change {self.pk}"


class KnownBrowser(models.Model):
    """A browser on which a user has signed in, kept when its session ends. UNIQUE decides which login is the first.

    `browser_hash` is the SHA-256 of the `browserId` cookie, as in `browser_sessions`. `is_minted` is whether the cookie
    was generated by this server: a value that anybody else has chosen, and may know, never makes a browser known.
    `failures` counts the wrong passwords since the last success on it.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="known_browsers")
    browser_hash = models.CharField(max_length=64)
    is_minted = models.BooleanField()
    user_agent = models.CharField(max_length=255, default="")
    first_seen_at = models.DateTimeField(default=now)
    last_seen_at = models.DateTimeField(default=now)  # the last sign-in
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "known_browsers"
        constraints = [models.UniqueConstraint(fields=["user", "browser_hash"], name="known_browser_user_hash")]

    def __str__(self) -> str:
        return f"Browser {self.pk}"
