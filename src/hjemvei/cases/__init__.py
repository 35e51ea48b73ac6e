"""One person's road through one custody: release dates, notices, responsibility, tasks, timeline and
messages.

Owns what is to be done, by whom and when, and the rules that decide it (`rules/`, without Django and without
a clock).
Must never know the dwelling, the plan or the lease: those apps stand above and read the case.
"""
