"""What was agreed and what came of it, in figures: coverage, target numbers, administrative load.

Figures are counted by the database and leave it suppressed (ADR-0032); nothing here knows a person.
"""
