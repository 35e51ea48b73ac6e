"""The command `hjemvei`: starts, prepares and checks an installation.

Knows no domain word: what a command does to the data is a Django command of the app that owns it. Operators
read English, as in Django's, PostgreSQL's and pip's own messages.
"""
