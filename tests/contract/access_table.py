"""THE access table: who gets which status from every method of every route, for a call that is well-formed.

`{…}` in a path is the id of what `whose` names: the caller's `own`, that of a member (`stranger`), of another
cashier (`colleague`), of another manager (`boss`), or one that does not `exist`. `.` stands where a caller has none.
"""

from typing import NamedTuple

from tests.hashers import PASSWORD
from tests.loan_factories import PRODUCT

ROLES = ("anonymous", "member", "cashier", "manager", "administrator")

TABLE = """
method path                                        whose     sends        anonymous member cashier manager administrator

POST   /api/users/login/                           own       credentials        200    200     200     200           200
POST   /api/users/login/                           stranger  credentials        200    409     409     409           409
POST   /api/users/token/refresh/                   own       a_token            401    200     200     200           200
POST   /api/users/logout/                          own       nothing            204    204     204     204           204
GET    /api/users/auth/check/                      own       nothing            401    200     200     200           200
GET    /api/users/me/                              own       nothing            401    200     200     200           200
PATCH  /api/users/me/                              own       name               401    200     200     200           200
POST   /api/users/password/change/                 own       passwords          401    204     204     204           204
POST   /api/users/password/reset/                  stranger  email              202    202     202     202           202
POST   /api/users/password/reset/confirm/          stranger  link               204    204     204     204           204
POST   /api/users/register/                        own       registration       202    202     202     202           202
POST   /api/users/register/confirm/                stranger  registration_link  204    204     204     204           204
POST   /api/users/me/email/                        own       new_email          401    202     202     202           202
POST   /api/users/me/email/confirm/                stranger  email_link         204    204     204     204           204

GET    /api/users/                                 own       nothing            401    403     200     200           200
POST   /api/users/                                 own       new_member         401    403     201     201           201
POST   /api/users/                                 own       new_cashier        401    403     403     201           201
POST   /api/users/                                 own       new_manager        401    403     403     403           201
GET    /api/users/{user_id}/                       own       nothing              .    403     404     200           200
GET    /api/users/{user_id}/                       stranger  nothing            401    403     200     200           200
GET    /api/users/{user_id}/                       colleague nothing            401    403     404     200           200
GET    /api/users/{user_id}/                       boss      nothing            401    403     404     200           200
GET    /api/users/{user_id}/                       nobody    nothing            401    403     404     404           404
PATCH  /api/users/{user_id}/                       own       name                 .    403     403     403           200
PATCH  /api/users/{user_id}/                       own       deactivation         .    403     403     403           403
PATCH  /api/users/{user_id}/                       own       manager_role         .    403     403     403           403
PATCH  /api/users/{user_id}/                       stranger  name               401    403     403     200           200
PATCH  /api/users/{user_id}/                       stranger  deactivation       401    403     403     200           200
PATCH  /api/users/{user_id}/                       stranger  cashier_role       401    403     403     200           200
PATCH  /api/users/{user_id}/                       stranger  manager_role       401    403     403     403           200
PATCH  /api/users/{user_id}/                       colleague name               401    403     403     200           200
PATCH  /api/users/{user_id}/                       colleague manager_role       401    403     403     403           200
PATCH  /api/users/{user_id}/                       boss      name               401    403     403     403           200
PATCH  /api/users/{user_id}/                       boss      deactivation       401    403     403     403           200
PATCH  /api/users/{user_id}/                       nobody    name               401    403     403     404           404

GET    /api/sessions/                              own       nothing            401    200     200     200           200
GET    /api/sessions/                              stranger  ?user              401    403     403     200           200
GET    /api/sessions/                              nobody    ?user              401    403     403     200           200
DELETE /api/sessions/{session_id}/                 own       nothing              .    204     204     204           204
DELETE /api/sessions/{session_id}/                 stranger  nothing            401    404     404     204           204
DELETE /api/sessions/{session_id}/                 colleague nothing            401    404     404     204           204
DELETE /api/sessions/{session_id}/                 boss      nothing            401    404     404     204           204
DELETE /api/sessions/{session_id}/                 nobody    nothing            401    404     404     404           404
POST   /api/sessions/revoke-others/                own       nothing            401    200     200     200           200

GET    /api/accounts/                              own       nothing            401    200     200     200           200
POST   /api/accounts/                              own       new_account          .    403     403     403           403
POST   /api/accounts/                              stranger  new_account        401    403     201     201           201
POST   /api/accounts/                              nobody    new_account        401    403     400     400           400
GET    /api/accounts/{number}/                     own       nothing              .    200     200     200           200
GET    /api/accounts/{number}/                     stranger  nothing            401    404     200     200           200
GET    /api/accounts/{number}/                     nobody    nothing            401    404     404     404           404
GET    /api/accounts/{number}/entries/             own       nothing              .    200     200     200           200
GET    /api/accounts/{number}/entries/             stranger  nothing            401    404     200     200           200
GET    /api/accounts/{number}/entries/             nobody    nothing            401    404     404     404           404
GET    /api/accounts/{number}/statement/           own       nothing              .    200     200     200           200
GET    /api/accounts/{number}/statement/           stranger  nothing            401    404     200     200           200
GET    /api/accounts/{number}/statement/           nobody    nothing            401    404     404     404           404
POST   /api/accounts/{number}/freeze/              own       reason               .    403     403     403           403
POST   /api/accounts/{number}/freeze/              stranger  reason             401    403     403     200           200
POST   /api/accounts/{number}/freeze/              nobody    reason             401    403     403     404           404
POST   /api/accounts/{number}/unfreeze/            own       reason               .    403     403     403           403
POST   /api/accounts/{number}/unfreeze/            stranger  reason             401    403     403     200           200
POST   /api/accounts/{number}/unfreeze/            nobody    reason             401    403     403     404           404
POST   /api/accounts/{number}/close/               own       reason               .    403     403     403           403
POST   /api/accounts/{number}/close/               stranger  reason             401    403     403     200           200
POST   /api/accounts/{number}/close/               nobody    reason             401    403     403     404           404

GET    /api/transactions/                          own       nothing            401    200     200     200           200
GET    /api/transactions/{transaction_id}/         own       nothing              .    200     200     200           200
GET    /api/transactions/{transaction_id}/         stranger  nothing            401    404     200     200           200
GET    /api/transactions/{transaction_id}/         nobody    nothing            401    404     404     404           404
POST   /api/transactions/deposit/                  own       cash                 .    403     403     403           403
POST   /api/transactions/deposit/                  stranger  cash               401    403     201     201           201
POST   /api/transactions/deposit/                  nobody    cash               401    403     404     404           404
POST   /api/transactions/withdraw/                 own       cash                 .    403     403     403           403
POST   /api/transactions/withdraw/                 stranger  cash               401    403     201     201           201
POST   /api/transactions/withdraw/                 nobody    cash               401    403     404     404           404
POST   /api/transactions/transfer/                 own       transfer             .    201     403     403           403
POST   /api/transactions/transfer/                 stranger  transfer           401    404     201     201           201
POST   /api/transactions/transfer/                 nobody    transfer           401    404     404     404           404
POST   /api/transactions/{transaction_id}/reverse/ own       reason               .    403     403     403           403
POST   /api/transactions/{transaction_id}/reverse/ stranger  reason             401    403     403     201           201
POST   /api/transactions/{transaction_id}/reverse/ nobody    reason             401    403     403     404           404

GET    /api/loans/products/                        own       nothing            401    200     200     200           200
POST   /api/loans/products/                        own       new_product        401    403     403     201           201
GET    /api/loans/products/{product_id}/           own       nothing              .    200     200     200           200
GET    /api/loans/products/{product_id}/           stranger  nothing            401    200     200     200           200
GET    /api/loans/products/{product_id}/           nobody    nothing            401    404     404     404           404
PATCH  /api/loans/products/{product_id}/           own       inactive             .    403     403     200           200
PATCH  /api/loans/products/{product_id}/           stranger  inactive           401    403     403     200           200
PATCH  /api/loans/products/{product_id}/           nobody    inactive           401    403     403     404           404
POST   /api/loans/quote/                           stranger  terms              401    200     200     200           200
POST   /api/loans/quote/                           nobody    terms              401    400     400     400           400
GET    /api/loans/                                 own       nothing            401    200     200     200           200
POST   /api/loans/                                 own       application          .    201     403     403           403
POST   /api/loans/                                 stranger  application        401    400     403     403           403
POST   /api/loans/                                 nobody    application        401    400     403     403           403
GET    /api/loans/{loan_id}/                       own       nothing              .    200     200     200           200
GET    /api/loans/{loan_id}/                       stranger  nothing            401    404     200     200           200
GET    /api/loans/{loan_id}/                       nobody    nothing            401    404     404     404           404
GET    /api/loans/{loan_id}/schedule/              own       nothing              .    200     200     200           200
GET    /api/loans/{loan_id}/schedule/              stranger  nothing            401    404     200     200           200
GET    /api/loans/{loan_id}/schedule/              nobody    nothing            401    404     404     404           404
POST   /api/loans/{loan_id}/approve/               own       note                 .    403     403     403           403
POST   /api/loans/{loan_id}/approve/               stranger  note               401    403     403     200           200
POST   /api/loans/{loan_id}/approve/               nobody    note               401    403     403     404           404
POST   /api/loans/{loan_id}/reject/                own       reason               .    403     403     403           403
POST   /api/loans/{loan_id}/reject/                stranger  reason             401    403     403     200           200
POST   /api/loans/{loan_id}/reject/                nobody    reason             401    403     403     404           404
POST   /api/loans/{loan_id}/cancel/                own       nothing              .    200     403     200           200
POST   /api/loans/{loan_id}/cancel/                stranger  nothing            401    404     403     200           200
POST   /api/loans/{loan_id}/cancel/                nobody    nothing            401    404     403     404           404
POST   /api/loans/{loan_id}/disburse/              own       nothing              .    403     403     403           403
POST   /api/loans/{loan_id}/disburse/              stranger  nothing            401    403     201     201           201
POST   /api/loans/{loan_id}/disburse/              nobody    nothing            401    403     404     404           404
POST   /api/loans/{loan_id}/repay/                 own       repayment            .    201     403     403           403
POST   /api/loans/{loan_id}/repay/                 stranger  repayment          401    404     201     201           201
POST   /api/loans/{loan_id}/repay/                 nobody    repayment          401    404     404     404           404
POST   /api/loans/{loan_id}/write-off/             own       reason               .    403     403     403           403
POST   /api/loans/{loan_id}/write-off/             stranger  reason             401    403     403     201           201
POST   /api/loans/{loan_id}/write-off/             nobody    reason             401    403     403     404           404

GET    /api/dashboard/                             own       nothing            401    200     200     200           200
GET    /api/reports/                               own       nothing            401    403     403     200           200
GET    /api/reports/{name}/                        own       nothing              .    403     403     200           200
GET    /api/reports/{name}/                        stranger  nothing            401    403     403     200           200
GET    /api/reports/{name}/                        nobody    nothing            401    403     403     404           404

GET    /api/audit/events/                          own       nothing            401    403     403     200           200
GET    /api/audit/events/                          stranger  ?user              401    403     403     200           200
"""

# What a well-formed call sends. `{…}`: of the person that `whose` names.
SENDS = {
    "nothing": None,
    "?user": None,
    "credentials": {"email": "{email}", "password": PASSWORD},
    "a_token": {"refresh": "{refresh}"},
    "name": {"full_name": "Somebody Else"},
    "passwords": {"current_password": PASSWORD, "new_password": "violet harbour 31 lanterns"},
    "email": {"email": "{email}"},
    "link": {"uid": "{uid}", "token": "{token}", "new_password": "violet harbour 31 lanterns"},
    "registration_link": {"uid": "{uid}", "token": "{token}", "password": PASSWORD},
    "new_email": {"email": "new@example.com", "password": PASSWORD},
    "email_link": {"uid": "{uid}", "token": "{token}"},
    "registration": {"email": "new@example.com", "password": "violet harbour 31 lanterns", "full_name": "New"},
    "new_member": {"email": "new@example.com", "full_name": "New", "role": "member"},
    "new_cashier": {"email": "new@example.com", "full_name": "New", "role": "cashier"},
    "new_manager": {"email": "new@example.com", "full_name": "New", "role": "manager"},
    "new_account": {"owner": "{user_id}", "type": "savings"},
    "reason": {"reason": "asked for by the holder"},
    "cash": {"account": "{number}", "amount": "10.00"},
    "transfer": {"from_account": "{number}", "to_account": "{target}", "amount": "10.00"},
    "new_product": PRODUCT,
    "inactive": {"is_active": False},
    "terms": {"product": "{product_id}", "amount": "1000", "term_months": 10},
    "application": {
        "product": "{product_id}",
        "amount": "1000",
        "term_months": 10,
        "purpose": "Roof",
        "account": "{number}",
    },
    "note": {"note": "as agreed"},
    "repayment": {"amount": "10.00"},
    "deactivation": {"is_active": False},
    "cashier_role": {"role": "cashier"},
    "manager_role": {"role": "manager"},
}


class Row(NamedTuple):
    method: str
    path: str
    whose: str
    sends: str
    statuses: dict[str, int]

    @property
    def route(self):
        return self.method, self.path


def _rows():
    header, *lines = [line.split() for line in TABLE.splitlines() if line.strip()]
    assert tuple(header[4:]) == ROLES
    for method, path, whose, sends, *statuses in lines:
        by_role = zip(ROLES, statuses, strict=True)
        yield Row(method, path, whose, sends, {role: int(status) for role, status in by_role if status != "."})


ROWS = list(_rows())
