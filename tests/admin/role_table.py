"""The response to each role on each page of the admin and for each action, as a table.

A cell has the results of the cashier, the manager and the administrator: a status, or the target of a redirect, which
is `index` as for an absent row, or `done` for the row or its list with a message. Anonymous users and members are
redirected to the login page by every request.
"""

ROLES = ("cashier", "manager", "administrator")
FORBIDDEN = "403 403 403"
MANAGERS = "403 200 200"
ALL_STAFF = "200 200 200"
HIDDEN_FROM_CASHIERS = "index 200 200"

# By page: the list, the form for a new row, the submitted form.
LISTS = {
    "users_user": (ALL_STAFF, ALL_STAFF, ALL_STAFF),
    "sessions_browser_browsersession": (MANAGERS, FORBIDDEN, FORBIDDEN),
    "outbox_outgoingmail": (MANAGERS, FORBIDDEN, FORBIDDEN),
    "audit_auditevent": (MANAGERS, FORBIDDEN, FORBIDDEN),
    "accounts_account": (ALL_STAFF, FORBIDDEN, FORBIDDEN),
    "transactions_transaction": (ALL_STAFF, FORBIDDEN, FORBIDDEN),
    "transactions_entry": (MANAGERS, FORBIDDEN, FORBIDDEN),
    "loans_product": (MANAGERS, FORBIDDEN, FORBIDDEN),
    "loans_loan": (ALL_STAFF, FORBIDDEN, FORBIDDEN),
    "loans_dueinstalment": (MANAGERS, FORBIDDEN, FORBIDDEN),
    "loans_repayment": (MANAGERS, FORBIDDEN, FORBIDDEN),
    "loans_loanevent": (MANAGERS, FORBIDDEN, FORBIDDEN),
}

# By row: reading it, submitting a change, opening and submitting its deletion. Its history redirects if reading is 200.
ROWS = {
    "users_user member": (ALL_STAFF, MANAGERS, FORBIDDEN),
    "users_user cashier": (HIDDEN_FROM_CASHIERS, MANAGERS, FORBIDDEN),
    "users_user manager": (HIDDEN_FROM_CASHIERS, "403 403 200", FORBIDDEN),
    "sessions_browser_browsersession": (MANAGERS, FORBIDDEN, FORBIDDEN),
    "outbox_outgoingmail": (MANAGERS, FORBIDDEN, FORBIDDEN),
    "audit_auditevent": (MANAGERS, FORBIDDEN, FORBIDDEN),
    "accounts_account member's": (ALL_STAFF, FORBIDDEN, FORBIDDEN),
    "accounts_account bank's": (HIDDEN_FROM_CASHIERS, FORBIDDEN, FORBIDDEN),
    "transactions_transaction": (ALL_STAFF, FORBIDDEN, FORBIDDEN),
    "transactions_transaction repayment": (ALL_STAFF, FORBIDDEN, FORBIDDEN),
    "transactions_entry": (MANAGERS, FORBIDDEN, FORBIDDEN),
    "loans_product": (MANAGERS, FORBIDDEN, FORBIDDEN),
    "loans_loan": (ALL_STAFF, FORBIDDEN, FORBIDDEN),
    "loans_loan active": (ALL_STAFF, FORBIDDEN, FORBIDDEN),
    "loans_dueinstalment": (MANAGERS, FORBIDDEN, FORBIDDEN),
    "loans_repayment": (MANAGERS, FORBIDDEN, FORBIDDEN),
    "loans_loanevent": (MANAGERS, FORBIDDEN, FORBIDDEN),
}

# By action and row: the confirmation page, and the submitted form; `refused` is the page again, with an error.
DONE, REFUSED = "403 done done", "403 refused refused"
ACTIONS = {
    "accounts_account freeze member's": (MANAGERS, DONE),
    "accounts_account freeze bank's": (MANAGERS, REFUSED),
    "accounts_account unfreeze member's": (MANAGERS, DONE),
    "accounts_account unfreeze bank's": (MANAGERS, REFUSED),
    "accounts_account close member's": (MANAGERS, REFUSED),  # it has money
    "accounts_account close bank's": (MANAGERS, REFUSED),
    "loans_loan approve": (MANAGERS, DONE),
    "loans_loan approve active": (MANAGERS, REFUSED),
    "loans_loan reject": (MANAGERS, REFUSED),  # it has just been approved
    "loans_loan reject active": (MANAGERS, REFUSED),
    "sessions_browser_browsersession revoke": (MANAGERS, DONE),
    "transactions_transaction reverse": (MANAGERS, DONE),
    "transactions_transaction reverse repayment": (MANAGERS, DONE),
    "users_user deactivate member": (MANAGERS, DONE),
    "users_user deactivate cashier": (MANAGERS, DONE),
    "users_user deactivate manager": ("403 403 200", "403 403 done"),
    "users_user activate member": (MANAGERS, DONE),
    "users_user activate cashier": (MANAGERS, DONE),
    "users_user activate manager": ("403 403 200", "403 403 done"),
    "users_user remove_factors member": (MANAGERS, DONE),
    "users_user remove_factors cashier": (MANAGERS, DONE),
    "users_user remove_factors manager": ("403 403 200", "403 403 done"),
    "users_user revoke_sessions member": (MANAGERS, DONE),
    "users_user revoke_sessions cashier": (MANAGERS, DONE),
    "users_user revoke_sessions manager": (MANAGERS, DONE),
    "users_user send_password_reset member": (ALL_STAFF, "done done done"),
    "users_user send_password_reset cashier": (HIDDEN_FROM_CASHIERS, "index done done"),
    "users_user send_password_reset manager": (HIDDEN_FROM_CASHIERS, "index done done"),
}

# Other pages: the cells of a GET.
EXPORTS = {"audit_auditevent export": MANAGERS}

# Actions of the lists, on the selected rows.
LIST_ACTIONS = {"sessions_browser_browsersession revoke_selected"}
