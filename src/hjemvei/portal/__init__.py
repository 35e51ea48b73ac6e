"""The person's own view (`/min-side/`): what happens next, dates, home, plan, consents, who has looked.

Owns the ways in (a printed code on a device that staff opened, a verified identity number), the person's own
words, and what the database roles `hjemvei_portal` and `hjemvei_deed` may reach (ADR-0019). It must never run
as staff, and never show a case that is not the session's.
"""
