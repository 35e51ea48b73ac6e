"""How a unit carries out what was agreed: its own routines by version, who has read them, what was learned.

Owns the text of the steps, the review dates and the log of improvements.
Must never know a case or a person in prison: a routine is about how work is done.
"""
