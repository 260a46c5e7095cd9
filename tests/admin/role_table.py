"""What each role gets on each page of the admin and for each action, as a table.

In a cell: what a cashier, a manager, the administrator get. A status; or where a redirect leads: `index` as if there
were no such row, `done` to the row or its list with a message. Anonymous people and members are sent to sign in,
whatever they ask for.
"""

ROLES = ("cashier", "manager", "administrator")
NOBODY = "403 403 403"
MANAGERS = "403 200 200"
EVERYBODY = "200 200 200"
NOT_HERS = "index 200 200"

# By page: its list, its form for a new row, that form sent.
LISTS = {
    "users_user": (EVERYBODY, EVERYBODY, EVERYBODY),
    "sessions_browser_browsersession": (MANAGERS, NOBODY, NOBODY),
    "audit_auditevent": (MANAGERS, NOBODY, NOBODY),
    "accounts_account": (EVERYBODY, NOBODY, NOBODY),
    "transactions_transaction": (EVERYBODY, NOBODY, NOBODY),
    "transactions_entry": (MANAGERS, NOBODY, NOBODY),
    "loans_product": (MANAGERS, NOBODY, NOBODY),
    "loans_loan": (MANAGERS, NOBODY, NOBODY),
    "loans_dueinstalment": (MANAGERS, NOBODY, NOBODY),
    "loans_repayment": (MANAGERS, NOBODY, NOBODY),
}

# By row: to read it and its history, to send a change, to ask for and to send its deletion.
ROWS = {
    "users_user member": (EVERYBODY, MANAGERS, NOBODY),
    "users_user cashier": (NOT_HERS, MANAGERS, NOBODY),
    "users_user manager": (NOT_HERS, "403 403 200", NOBODY),
    "sessions_browser_browsersession": (MANAGERS, NOBODY, NOBODY),
    "audit_auditevent": (MANAGERS, NOBODY, NOBODY),
    "accounts_account member's": (EVERYBODY, NOBODY, NOBODY),
    "accounts_account bank's": (NOT_HERS, NOBODY, NOBODY),
    "transactions_transaction": (EVERYBODY, NOBODY, NOBODY),
    "transactions_transaction repayment": (EVERYBODY, NOBODY, NOBODY),
    "transactions_entry": (MANAGERS, NOBODY, NOBODY),
    "loans_product": (MANAGERS, NOBODY, NOBODY),
    "loans_loan": (MANAGERS, NOBODY, NOBODY),
    "loans_loan running": (MANAGERS, NOBODY, NOBODY),
    "loans_dueinstalment": (MANAGERS, NOBODY, NOBODY),
    "loans_repayment": (MANAGERS, NOBODY, NOBODY),
}

# By action and row: the page that asks, and the order sent; `done` may be a refusal, in a message.
DONE = "403 done done"
ACTIONS = {
    "accounts_account freeze member's": (MANAGERS, DONE),
    "accounts_account freeze bank's": (MANAGERS, DONE),
    "accounts_account unfreeze member's": (MANAGERS, DONE),
    "accounts_account unfreeze bank's": (MANAGERS, DONE),
    "accounts_account close member's": (MANAGERS, DONE),
    "accounts_account close bank's": (MANAGERS, DONE),
    "loans_loan approve": (MANAGERS, DONE),
    "loans_loan approve running": (MANAGERS, DONE),
    "loans_loan reject": (MANAGERS, DONE),
    "loans_loan reject running": (MANAGERS, DONE),
    "sessions_browser_browsersession revoke": (MANAGERS, DONE),
    "transactions_transaction reverse": (MANAGERS, DONE),
    "transactions_transaction reverse repayment": (MANAGERS, DONE),
    "users_user deactivate member": (MANAGERS, DONE),
    "users_user deactivate cashier": (MANAGERS, DONE),
    "users_user deactivate manager": ("403 403 200", "403 403 done"),
    "users_user revoke_sessions member": (MANAGERS, DONE),
    "users_user revoke_sessions cashier": (MANAGERS, DONE),
    "users_user revoke_sessions manager": (MANAGERS, DONE),
    "users_user send_password_reset member": (EVERYBODY, "done done done"),
    "users_user send_password_reset cashier": (NOT_HERS, "index done done"),
    "users_user send_password_reset manager": (NOT_HERS, "index done done"),
}

# Of the lists: done to the rows that are ticked.
LIST_ACTIONS = {"sessions_browser_browsersession revoke_selected"}
