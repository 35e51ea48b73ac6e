"""What prison and municipality have agreed: agreements, their versions, parameters, deadlines and working
days.

Owns the calendar and the rule for computing a deadline from what has happened.
Must never know a person, a case or who may see what: a deadline is computed from dates that are handed in.
"""
