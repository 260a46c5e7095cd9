"""A manager's day: decides on a loan, freezes an account, reverses a payment, reads reports, ends a session."""

from tools.postman.counter import balance_is, deposit, enrol, open_account
from tools.postman.signing_in import sign_in, sign_out
from tools.postman.step import Step, refused

MANAGER = "Number(pm.variables.get('manager_user_id'))"
OURS = "results.find(row => String(row.id) === pm.variables.replaceIn('{{%s}}'))"


def report(title: str, name: str, *, checks: dict[str, str], expect: dict[str, str] | None = None) -> Step:
    """Reads a report as of today."""
    return Step(
        name=title,
        operation="get_report",
        path={"name": name},
        expect={"report": name, **(expect or {})},
        checks=checks,
    )


def change_status(title: str, operation: str, reason: str, status: str) -> Step:
    """Freezes, unfreezes or closes `account`, which then has this status."""
    return Step(
        name=title,
        operation=operation,
        body={"reason": reason},
        expect={"number": "{{account}}", "status": status},
    )


APPLICATION = [
    sign_in("member"),
    Step(
        name="The member's accounts",
        operation="list_accounts",
        query={"status": "active", "page_size": "1"},
        expect={"results[0].status": "active"},
        keep={"account": "results[0].number"},
    ),
    Step(
        name="What loans there are",
        operation="list_loan_products",
        query={"is_active": "true"},
        checks={"Household is one": "pm.expect(answer.results.map(row => row.name)).to.include('Household')"},
        keep={"product_id": "results.find(row => row.name === 'Household').id"},
    ),
    Step(
        name="What one would cost",
        operation="quote_loan",
        body={"product": "{{product_id}}", "amount": "1200.00", "term_months": 12},
        checks={
            "what is paid is the amount and the interest": (
                "pm.expect((1200 + Number(answer.total_interest)).toFixed(2)).to.eql(answer.total_payable)"
            ),
        },
        keep={"instalment": "instalment"},
    ),
    Step(
        name="The member applies for it, and stays signed in",
        operation="apply_for_loan",
        status=201,
        copy={"member_access": "access"},
        body={
            "product": "{{product_id}}",
            "amount": "1200.00",
            "term_months": 12,
            "purpose": "Solar panel",
            "account": "{{account}}",
        },
        expect={"status": "applied", "amount": "1200.00", "borrower.id": "{{member_user_id}}"},
        keep={"loan_id": "id"},
    ),
]

DECISION = [
    Step(
        name="The start of the day",
        operation="get_dashboard",
        expect={"role": "manager"},
        checks={
            "an application waits": "pm.expect(answer.approvals.waiting).to.be.at.least(1)",
            "there are series to plot": "pm.expect(answer.series.days).to.not.be.empty",
        },
    ),
    Step(
        name="The applications that wait",
        operation="list_loans",
        query={"status": "applied", "page_size": "200"},
        checks={
            "the member's is among them": f"pm.expect(answer.{OURS % 'loan_id'}).to.include({{amount: '1200.00'}})",
        },
    ),
    Step(
        name="The schedule of the application",
        operation="get_loan_schedule",
        expect={"[0].number": 1, "[0].total": "{{instalment}}", "[11].balance_after": "0.00"},
        checks={
            "it has twelve instalments": "pm.expect(answer).to.have.lengthOf(12)",
            "they pay the loan back to the cent": (
                "pm.expect(answer.reduce((sum, row) => sum + Number(row.principal), 0).toFixed(2)).to.eql('1200.00')"
            ),
        },
    ),
    Step(
        name="Approve it",
        operation="approve_loan",
        body={"note": "Has saved for a year"},
        expect={"id": "{{loan_id}}", "status": "approved", "decision_note": "Has saved for a year"},
    ),
    refused("A decision happens once", "reject_loan", 409, "already_decided", body={"reason": "Second thoughts"}),
    Step(
        name="Take it back, so that the next run finds the same bank",
        operation="cancel_loan",
        expect={"id": "{{loan_id}}", "status": "cancelled"},
    ),
]

ACCOUNTS = [
    enrol(),
    open_account("savings", "account"),
    deposit("200.00"),
    change_status("Freeze the account", "freeze_account", "A lost card", "frozen"),
    refused(
        "A frozen account pays nothing out",
        "withdraw",
        422,
        "account_frozen",
        body={"account": "{{account}}", "amount": "1.00"},
    ),
    change_status("Unfreeze it", "unfreeze_account", "The card is found", "active"),
    Step(
        name="Reverse the deposit",
        operation="reverse_transaction",
        status=201,
        body={"reason": "Counted wrong"},
        expect={"kind": "reversal", "amount": "200.00", "reverses": "{{transaction_id}}"},
        keep={"reversal_id": "id"},
    ),
    refused("It is reversed once", "reverse_transaction", 409, "already_reversed", body={"reason": "Counted wrong"}),
    Step(
        name="The deposit says so",
        operation="get_transaction",
        expect={"id": "{{transaction_id}}", "status": "reversed", "reversed_by": "{{reversal_id}}"},
    ),
    balance_is("0.00"),
    change_status("Close the account", "close_account", "At the member's wish", "closed"),
]

CASH = [
    Step(
        name="The cash in the vault and the tills",
        operation="list_tills",
        checks={
            "the manager's till is among them": (
                f"pm.expect(answer.results.map(row => row.cashier.id)).to.include({MANAGER})"
            ),
        },
        keep={"vault_before": "vault.balance"},
    ),
    Step(
        name="Cash from the bank into the vault",
        operation="receive_cash",
        status=201,
        body={"amount": "300.00", "account": "bank", "description": "From the bank"},
        expect={"kind": "bank_cash", "amount": "300.00", "description": "From the bank"},
    ),
    Step(
        name="From the vault to a till",
        operation="fund_till",
        status=201,
        path={"cashier_id": "{{manager_user_id}}"},
        body={"amount": "50.00"},
        expect={"kind": "cash_transfer", "amount": "50.00"},
    ),
    Step(
        name="And back",
        operation="return_cash",
        status=201,
        path={"cashier_id": "{{manager_user_id}}"},
        body={"amount": "50.00"},
        expect={"kind": "cash_transfer", "amount": "50.00"},
    ),
    Step(
        name="Cash from the vault to the bank",
        operation="pay_out_cash",
        status=201,
        body={"amount": "300.00", "account": "bank", "description": "To the bank"},
        expect={"kind": "bank_cash", "amount": "300.00"},
    ),
    refused(
        "More than the vault holds",
        "pay_out_cash",
        422,
        "vault_insufficient",
        body={"amount": "999999999999.00", "account": "bank", "description": "To the bank"},
    ),
    Step(
        name="The vault holds what it held",
        operation="list_tills",
        expect={"vault.balance": "{{vault_before}}"},
    ),
]

REPORTS = [
    report(
        "The summary",
        "summary",
        checks={"there are members": "pm.expect(answer.summary.members).to.be.at.least(2)"},
    ),
    report(
        "The trial balance",
        "trial-balance",
        expect={"summary.difference": "0.00"},
        checks={"both sides are alike": "pm.expect(answer.summary.debit).to.eql(answer.summary.credit)"},
    ),
    report(
        "The loan portfolio",
        "loan-portfolio",
        checks={
            "PAR30 is a share": "pm.expect(Number(answer.summary.par30)).to.be.within(0, 1)",
            "the rows add up to it": (
                "pm.expect(answer.rows.reduce((sum, row) => sum + Number(row.outstanding_principal), 0).toFixed(2))"
                ".to.eql(answer.summary.gross_portfolio)"
            ),
        },
    ),
    Step(
        name="The audit log of the member",
        operation="list_audit_events",
        query={"user": "{{member_id}}"},
        checks={
            "every change is on it, newest first": (
                "pm.expect(answer.results.map(row => row.event).filter(event => !event.endsWith('_read')))"
                ".to.eql(['account_closed', 'transaction_reversed', "
                "'account_unfrozen', 'account_frozen', 'deposit_posted', 'account_opened', 'user_invited'])"
            ),
            "and who did it": (f"pm.expect([...new Set(answer.results.map(row => row.actor))]).to.eql([{MANAGER}])"),
        },
    ),
]

SESSIONS = [
    Step(
        name="Where the borrower is signed in",
        operation="list_sessions",
        query={"user": "{{member_user_id}}", "page_size": "200"},
        checks={"the session is there": f"pm.expect(answer.{OURS % 'member_session_id'}).to.be.an('object')"},
    ),
    Step(
        name="End that session",
        operation="end_session",
        status=204,
        path={"session_id": "{{member_session_id}}"},
    ),
    refused("The borrower is signed out", "check_authentication", 401, "session_ended", bearer="{{member_access}}"),
]

STEPS = [*APPLICATION, sign_in("manager"), *DECISION, *ACCOUNTS, *CASH, *REPORTS, *SESSIONS, sign_out("manager")]
