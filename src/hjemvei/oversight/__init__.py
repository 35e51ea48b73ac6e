"""Who has looked at whom: for the person, for those who print it for the person, and for the privacy officer.

Owns the findings of the nightly look at the read log and what became of them. Must never open a case.
"""
