"""Errors, clock, states, the database and its session, text, paging.

Knows no domain word, and imports nothing of the project.
"""
