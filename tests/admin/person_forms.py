"""The forms of a person in the admin: their paths, fields and errors."""

import html

from audit.models import AuditEvent

ADD = "/admin/users/user/add/"
INVITATION = {"email": "invited@example.com", "full_name": "Ivy Invited", "phone": "", "role": "member"}


def path(person, kind="change"):
    return f"/admin/users/user/{person.pk}/{kind}/"


def submit_change(browser, person, **changes):
    """Submits the form of the page with changes; `None` leaves a field out, as an unchecked checkbox."""
    form = {"full_name": person.full_name, "phone": person.phone, "role": person.role, "is_active": "on"} | changes
    return browser.post(path(person), **{name: value for name, value in form.items() if value is not None})


def form_fields(response):
    """The fields of the page's form."""
    return list(response.context["adminform"].form.fields)


def assert_form_error(response, field, message):
    """Checks that the form is shown again with this error; returns the form."""
    form = response.context["adminform"].form
    assert response.status_code == 200
    assert message in " ".join(form.errors[field])
    assert message in html.unescape(response.content.decode())
    return form


def audit_rows():
    events = AuditEvent.objects.exclude(event__in=["login_succeeded", "admin_login", "person_read"]).order_by("id")
    return list(events.values_list("event", "user_id", "actor_id"))
