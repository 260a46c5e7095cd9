"""The access table: the status that every role gets from every method of every route for a well-formed request.

`{…}` in a path is the id of an object. `whose` names its owner: the caller (`own`), another `member`, `cashier` or
`manager`; `absent` is an id that does not exist. `.` means that the caller has no such object.
"""

from typing import NamedTuple

from tests.hashers import PASSWORD
from tests.loan_factories import PRODUCT

ROLES = ("anonymous", "member", "cashier", "manager", "administrator")

TABLE = """
method path                                        whose   sends         anonymous member cashier manager administrator

POST   /api/users/login/                           own     credentials         200    200     200     200           200
POST   /api/users/login/                           member  credentials         200    409     409     409           409
POST   /api/users/login/factor/                    own     second_step         200    200     200     200           200
POST   /api/users/login/passkey/options/           own     nothing             200    200     200     200           200
POST   /api/users/login/passkey/                   own     passkey_login       200    200     200     200           200
POST   /api/users/token/refresh/                   own     refresh_token       401    200     200     200           200
POST   /api/users/logout/                          own     nothing             204    204     204     204           204
GET    /api/users/auth/check/                      own     nothing             401    200     200     200           200
GET    /api/users/me/                              own     nothing             401    200     200     200           200
PATCH  /api/users/me/                              own     name                401    200     200     200           200
GET    /api/users/browsers/                        own     nothing             401    200     200     200           200
DELETE /api/users/browsers/{known_browser_id}/     own     nothing               .    204     204     204           204
DELETE /api/users/browsers/{known_browser_id}/     member  nothing             401    404     404     404           404
DELETE /api/users/browsers/{known_browser_id}/     absent  nothing             401    404     404     404           404
GET    /api/users/factors/                         own     nothing             401    200     200     200           200
POST   /api/users/factors/totp/                    own     nothing             401    200     200     200           200
DELETE /api/users/factors/totp/                    own     nothing             401    204     204     204           204
POST   /api/users/factors/totp/confirm/            own     first_code          401    204     204     204           204
POST   /api/users/factors/passkeys/options/        own     nothing             401    200     200     200           200
POST   /api/users/factors/passkeys/                own     new_passkey         401    201     201     201           201
DELETE /api/users/factors/passkeys/{passkey_id}/   own     nothing               .    204     204     204           204
DELETE /api/users/factors/passkeys/{passkey_id}/   member  nothing             401    404     404     404           404
DELETE /api/users/factors/passkeys/{passkey_id}/   absent  nothing             401    404     404     404           404
POST   /api/users/factors/recovery-codes/          own     nothing             401    201     201     201           201
POST   /api/users/factors/proof/                   own     proof               401    204     204     204           204
POST   /api/users/factors/proof/options/           own     nothing             401    200     200     200           200
POST   /api/users/password/change/                 own     passwords           401    204     204     204           204
POST   /api/users/password/reset/                  member  email               202    202     202     202           202
POST   /api/users/password/reset/confirm/          member  reset_link          204    204     204     204           204
POST   /api/users/register/                        own     registration        202    202     202     202           202
POST   /api/users/register/confirm/                member  register_link       204    204     204     204           204
POST   /api/users/me/email/                        own     new_email           401    202     202     202           202
POST   /api/users/me/email/confirm/                member  email_link          204    204     204     204           204

GET    /api/users/                                 own     nothing             401    403     200     200           200
POST   /api/users/                                 own     new_member          401    403     201     201           201
POST   /api/users/                                 own     new_cashier         401    403     403     201           201
POST   /api/users/                                 own     new_manager         401    403     403     403           201
GET    /api/users/{user_id}/                       own     nothing               .    403     404     200           200
GET    /api/users/{user_id}/                       member  nothing             401    403     200     200           200
GET    /api/users/{user_id}/                       cashier nothing             401    403     404     200           200
GET    /api/users/{user_id}/                       manager nothing             401    403     404     200           200
GET    /api/users/{user_id}/                       absent  nothing             401    403     404     404           404
PATCH  /api/users/{user_id}/                       own     name                  .    403     403     403           200
PATCH  /api/users/{user_id}/                       own     deactivation          .    403     403     403           403
PATCH  /api/users/{user_id}/                       own     manager_role          .    403     403     403           403
PATCH  /api/users/{user_id}/                       member  name                401    403     403     200           200
PATCH  /api/users/{user_id}/                       member  deactivation        401    403     403     200           200
PATCH  /api/users/{user_id}/                       member  cashier_role        401    403     403     200           200
PATCH  /api/users/{user_id}/                       member  manager_role        401    403     403     403           200
PATCH  /api/users/{user_id}/                       cashier name                401    403     403     200           200
PATCH  /api/users/{user_id}/                       cashier manager_role        401    403     403     403           200
PATCH  /api/users/{user_id}/                       manager name                401    403     403     403           200
PATCH  /api/users/{user_id}/                       manager deactivation        401    403     403     403           200
PATCH  /api/users/{user_id}/                       absent  name                401    403     403     404           404

DELETE /api/users/{user_id}/factors/               own     nothing               .    403     403     403           403
DELETE /api/users/{user_id}/factors/               member  nothing             401    403     403     204           204
DELETE /api/users/{user_id}/factors/               cashier nothing             401    403     403     204           204
DELETE /api/users/{user_id}/factors/               manager nothing             401    403     403     403           204
DELETE /api/users/{user_id}/factors/               absent  nothing             401    403     403     404           404

POST   /api/confirmations/                         own     described_transfer  401    201     403     403           403
POST   /api/confirmations/                         member  described_transfer  401    404     201     201           201
POST   /api/confirmations/                         absent  described_transfer  401    404     404     404           404
POST   /api/confirmations/{confirmation_id}/       own     current_code          .    204     204     204           204
POST   /api/confirmations/{confirmation_id}/       member  current_code        401    404     404     404           404
POST   /api/confirmations/{confirmation_id}/       absent  current_code        401    404     404     404           404

GET    /api/sessions/                              own     nothing             401    200     200     200           200
GET    /api/sessions/                              member  ?user               401    403     403     200           200
GET    /api/sessions/                              absent  ?user               401    403     403     200           200
DELETE /api/sessions/{session_id}/                 own     nothing               .    204     204     204           204
DELETE /api/sessions/{session_id}/                 member  nothing             401    404     404     204           204
DELETE /api/sessions/{session_id}/                 cashier nothing             401    404     404     204           204
DELETE /api/sessions/{session_id}/                 manager nothing             401    404     404     204           204
DELETE /api/sessions/{session_id}/                 absent  nothing             401    404     404     404           404
POST   /api/sessions/revoke-others/                own     nothing             401    200     200     200           200

GET    /api/accounts/                              own     nothing             401    200     200     200           200
POST   /api/accounts/                              own     new_account           .    403     403     403           403
POST   /api/accounts/                              member  new_account         401    403     201     201           201
POST   /api/accounts/                              absent  new_account         401    403     400     400           400
GET    /api/accounts/{number}/                     own     nothing               .    200     200     200           200
GET    /api/accounts/{number}/                     member  nothing             401    404     200     200           200
GET    /api/accounts/{number}/                     absent  nothing             401    404     404     404           404
GET    /api/accounts/{number}/payee/               own     nothing               .    200     200     200           200
GET    /api/accounts/{number}/payee/               member  nothing             401    200     200     200           200
GET    /api/accounts/{number}/payee/               absent  nothing             401    404     404     404           404
GET    /api/accounts/{number}/entries/             own     nothing               .    200     200     200           200
GET    /api/accounts/{number}/entries/             member  nothing             401    404     200     200           200
GET    /api/accounts/{number}/entries/             absent  nothing             401    404     404     404           404
GET    /api/accounts/{number}/statement/           own     nothing               .    200     200     200           200
GET    /api/accounts/{number}/statement/           member  nothing             401    404     200     200           200
GET    /api/accounts/{number}/statement/           absent  nothing             401    404     404     404           404
GET    /api/accounts/{number}/statement.csv        own     nothing               .    200     200     200           200
GET    /api/accounts/{number}/statement.csv        member  nothing             401    404     200     200           200
GET    /api/accounts/{number}/statement.csv        absent  nothing             401    404     404     404           404
GET    /api/accounts/{number}/statement.pdf        own     nothing               .    200     200     200           200
GET    /api/accounts/{number}/statement.pdf        member  nothing             401    404     200     200           200
GET    /api/accounts/{number}/statement.pdf        absent  nothing             401    404     404     404           404
POST   /api/accounts/{number}/freeze/              own     reason                .    403     403     403           403
POST   /api/accounts/{number}/freeze/              member  reason              401    403     403     200           200
POST   /api/accounts/{number}/freeze/              absent  reason              401    403     403     404           404
POST   /api/accounts/{number}/unfreeze/            own     reason                .    403     403     403           403
POST   /api/accounts/{number}/unfreeze/            member  reason              401    403     403     200           200
POST   /api/accounts/{number}/unfreeze/            absent  reason              401    403     403     404           404
POST   /api/accounts/{number}/close/               own     reason                .    403     403     403           403
POST   /api/accounts/{number}/close/               member  reason              401    403     403     200           200
POST   /api/accounts/{number}/close/               absent  reason              401    403     403     404           404

GET    /api/transactions/                          own     nothing             401    200     200     200           200
GET    /api/transactions/payees/                   own     nothing             401    200     403     403           403
GET    /api/transactions/limits/                   own     nothing             401    200     200     200           200
GET    /api/transactions/{transaction_id}/         own     nothing               .    200     200     200           200
GET    /api/transactions/{transaction_id}/         member  nothing             401    404     200     200           200
GET    /api/transactions/{transaction_id}/         absent  nothing             401    404     404     404           404
GET    /api/transactions/{transaction_id}/receipt/ own     nothing               .    200     200     200           200
GET    /api/transactions/{transaction_id}/receipt/ member  nothing             401    404     200     200           200
GET    /api/transactions/{transaction_id}/receipt/ absent  nothing             401    404     404     404           404
GET    /api/transactions/{transaction_id}/receipt.pdf own    nothing             .    200     200     200           200
GET    /api/transactions/{transaction_id}/receipt.pdf member nothing           401    404     200     200           200
GET    /api/transactions/{transaction_id}/receipt.pdf absent nothing           401    404     404     404           404
POST   /api/transactions/deposit/                  own     cash                  .    403     403     403           403
POST   /api/transactions/deposit/                  member  cash                401    403     201     201           201
POST   /api/transactions/deposit/                  absent  cash                401    403     404     404           404
POST   /api/transactions/withdraw/                 own     cash                  .    403     403     403           403
POST   /api/transactions/withdraw/                 member  cash                401    403     201     201           201
POST   /api/transactions/withdraw/                 absent  cash                401    403     404     404           404
POST   /api/transactions/transfer/                 own     transfer              .    201     403     403           403
POST   /api/transactions/transfer/                 member  transfer            401    404     201     201           201
POST   /api/transactions/transfer/                 absent  transfer            401    404     404     404           404
POST   /api/transactions/{transaction_id}/reverse/ own     reason                .    403     403     403           403
POST   /api/transactions/{transaction_id}/reverse/ member  reason              401    403     403     201           201
POST   /api/transactions/{transaction_id}/reverse/ absent  reason              401    403     403     404           404

GET    /api/tills/                                 own     nothing             401    403     200     200           200
POST   /api/tills/vault/receive/                   own     vault               401    403     403     201           201
POST   /api/tills/vault/pay-out/                   own     vault               401    403     403     201           201
POST   /api/tills/{cashier_id}/fund/               own     amount                .    403     403     201           201
POST   /api/tills/{cashier_id}/fund/               member  amount              401    403     403     404           404
POST   /api/tills/{cashier_id}/fund/               cashier amount              401    403     403     201           201
POST   /api/tills/{cashier_id}/fund/               manager amount              401    403     403     201           201
POST   /api/tills/{cashier_id}/fund/               absent  amount              401    403     403     404           404
POST   /api/tills/{cashier_id}/return/             own     amount                .    403     403     201           201
POST   /api/tills/{cashier_id}/return/             member  amount              401    403     403     404           404
POST   /api/tills/{cashier_id}/return/             cashier amount              401    403     403     201           201
POST   /api/tills/{cashier_id}/return/             manager amount              401    403     403     201           201
POST   /api/tills/{cashier_id}/return/             absent  amount              401    403     403     404           404
POST   /api/tills/{cashier_id}/count/              own     counted               .    403     201     201           201
POST   /api/tills/{cashier_id}/count/              member  counted             401    403     404     404           404
POST   /api/tills/{cashier_id}/count/              cashier counted             401    403     404     201           201
POST   /api/tills/{cashier_id}/count/              manager counted             401    403     404     201           201
POST   /api/tills/{cashier_id}/count/              absent  counted             401    403     404     404           404

GET    /api/loans/products/                        own     nothing             401    200     200     200           200
POST   /api/loans/products/                        own     new_product         401    403     403     201           201
GET    /api/loans/products/{product_id}/           own     nothing               .    200     200     200           200
GET    /api/loans/products/{product_id}/           member  nothing             401    200     200     200           200
GET    /api/loans/products/{product_id}/           absent  nothing             401    404     404     404           404
PATCH  /api/loans/products/{product_id}/           own     inactive              .    403     403     200           200
PATCH  /api/loans/products/{product_id}/           member  inactive            401    403     403     200           200
PATCH  /api/loans/products/{product_id}/           absent  inactive            401    403     403     404           404
POST   /api/loans/quote/                           member  terms               401    200     200     200           200
POST   /api/loans/quote/                           absent  terms               401    400     400     400           400
GET    /api/loans/                                 own     nothing             401    200     200     200           200
POST   /api/loans/                                 own     application           .    201     403     403           403
POST   /api/loans/                                 member  application         401    400     403     403           403
POST   /api/loans/                                 absent  application         401    400     403     403           403
GET    /api/loans/{loan_id}/                       own     nothing               .    200     200     200           200
GET    /api/loans/{loan_id}/                       member  nothing             401    404     200     200           200
GET    /api/loans/{loan_id}/                       absent  nothing             401    404     404     404           404
GET    /api/loans/{loan_id}/schedule/              own     nothing               .    200     200     200           200
GET    /api/loans/{loan_id}/schedule/              member  nothing             401    404     200     200           200
GET    /api/loans/{loan_id}/schedule/              absent  nothing             401    404     404     404           404
GET    /api/loans/{loan_id}/payoff/                own     nothing               .    200     200     200           200
GET    /api/loans/{loan_id}/payoff/                member  nothing             401    404     200     200           200
GET    /api/loans/{loan_id}/payoff/                absent  nothing             401    404     404     404           404
GET    /api/loans/{loan_id}/payments/              own     nothing               .    200     200     200           200
GET    /api/loans/{loan_id}/payments/              member  nothing             401    404     200     200           200
GET    /api/loans/{loan_id}/payments/              absent  nothing             401    404     404     404           404
POST   /api/loans/{loan_id}/approve/               own     note                  .    403     403     403           403
POST   /api/loans/{loan_id}/approve/               member  note                401    403     403     200           200
POST   /api/loans/{loan_id}/approve/               absent  note                401    403     403     404           404
POST   /api/loans/{loan_id}/reject/                own     reason                .    403     403     403           403
POST   /api/loans/{loan_id}/reject/                member  reason              401    403     403     200           200
POST   /api/loans/{loan_id}/reject/                absent  reason              401    403     403     404           404
POST   /api/loans/{loan_id}/cancel/                own     nothing               .    200     403     200           200
POST   /api/loans/{loan_id}/cancel/                member  nothing             401    404     403     200           200
POST   /api/loans/{loan_id}/cancel/                absent  nothing             401    404     403     404           404
POST   /api/loans/{loan_id}/disburse/              own     nothing               .    403     403     403           403
POST   /api/loans/{loan_id}/disburse/              member  nothing             401    403     201     201           201
POST   /api/loans/{loan_id}/disburse/              absent  nothing             401    403     404     404           404
POST   /api/loans/{loan_id}/repay/                 own     repayment             .    201     403     403           403
POST   /api/loans/{loan_id}/repay/                 member  repayment           401    404     201     201           201
POST   /api/loans/{loan_id}/repay/                 absent  repayment           401    404     404     404           404
POST   /api/loans/{loan_id}/settle/                own     nothing               .    201     403     403           403
POST   /api/loans/{loan_id}/settle/                member  nothing             401    404     201     201           201
POST   /api/loans/{loan_id}/settle/                absent  nothing             401    404     404     404           404
POST   /api/loans/{loan_id}/write-off/             own     reason                .    403     403     403           403
POST   /api/loans/{loan_id}/write-off/             member  reason              401    403     403     201           201
POST   /api/loans/{loan_id}/write-off/             absent  reason              401    403     403     404           404

GET    /api/config/                                own     nothing             200    200     200     200           200
GET    /api/dashboard/                             own     nothing             401    200     200     200           200
GET    /api/reports/                               own     nothing             401    403     403     200           200
GET    /api/reports/{name}/                        own     nothing               .    403     403     200           200
GET    /api/reports/{name}/                        member  nothing             401    403     403     200           200
GET    /api/reports/{name}/                        absent  nothing             401    403     403     404           404
GET    /api/reports/{name}.csv                     own     nothing               .    403     403     200           200
GET    /api/reports/{name}.csv                     member  nothing             401    403     403     200           200
GET    /api/reports/{name}.csv                     absent  nothing             401    403     403     404           404

GET    /api/audit/events/                          own     nothing             401    403     403     200           200
GET    /api/audit/events/                          member  ?user               401    403     403     200           200
"""

# The bodies of well-formed requests. `{…}` is a value of the object that `whose` names.
SENDS = {
    "nothing": None,
    "?user": None,
    "credentials": {"email": "{email}", "password": PASSWORD},
    "second_step": {"challenge": "{challenge}", "code": "{code}"},
    "passkey_login": {"challenge": "{challenge}", "credential": "{credential}"},
    "first_code": {"code": "{code}"},
    "current_code": {"code": "{code}"},
    "described_transfer": {
        "method": "POST",
        "path": "/api/transactions/transfer/",
        "body": "{request_body}",
        "idempotency_key": "a key",
    },
    "new_passkey": {"name": "Phone", "credential": "{credential}"},
    "proof": {"password": PASSWORD},
    "refresh_token": {"refresh": "{refresh}"},
    "name": {"full_name": "Somebody Else"},
    "passwords": {"current_password": PASSWORD, "new_password": "violet harbour 31 lanterns"},
    "email": {"email": "{email}"},
    "reset_link": {"uid": "{uid}", "token": "{token}", "new_password": "violet harbour 31 lanterns"},
    "register_link": {"uid": "{uid}", "token": "{token}", "password": PASSWORD},
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
    "vault": {"amount": "10.00", "account": "bank", "description": "Bank"},
    "amount": {"amount": "10.00"},
    "counted": {"counted": "9.00"},
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
