"""The reports by name. The route, the OpenAPI document, JSON and CSV follow from the definitions."""

from reports.definitions import ReportDefinition
from reports.selectors.activity import CashierActivity, cashier_activity, daily_transactions
from reports.selectors.loan_portfolio import ProductAgingBucket, loan_portfolio
from reports.selectors.member_growth import MemberGrowth, member_growth
from reports.selectors.summary import Figure, summary
from reports.selectors.trial_balance import TrialBalanceLine, trial_balance_report
from transactions.ledger.daily_totals import DayTotal

REPORTS = {
    report.name: report
    for report in (
        ReportDefinition("summary", "Summary", Figure, summary),
        ReportDefinition("trial-balance", "Trial balance", TrialBalanceLine, trial_balance_report),
        ReportDefinition("daily-transactions", "Daily transactions", DayTotal, daily_transactions),
        ReportDefinition("cashier-activity", "Cashier activity", CashierActivity, cashier_activity),
        ReportDefinition("loan-portfolio", "Loan portfolio", ProductAgingBucket, loan_portfolio),
        ReportDefinition("member-growth", "Member growth", MemberGrowth, member_growth),
    )
}
