"""Who may open a case: ordered rules over facts, each with its code and reason (ADR-0017).

The database enforces the same by its own means; `tests/sharing/test_access_agrees.py` compares them.
"""
