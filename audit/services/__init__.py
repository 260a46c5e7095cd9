"""Writes the audit log: events in the caller's transaction, refusals within caps, reads once an hour."""

from audit.services.reads import record_audit_read, record_read
from audit.services.recording import record, record_all, record_all_deferred, record_deferred, record_for_each
from audit.services.refusals import record_refusal, record_refusal_alone

__all__ = [
    "record",
    "record_all",
    "record_all_deferred",
    "record_audit_read",
    "record_deferred",
    "record_for_each",
    "record_read",
    "record_refusal",
    "record_refusal_alone",
]
