"""What was read, what was changed, what is to be sent: written in the transaction that it tells of.

Owns the read log, the change log with its seals, the outbox and the keys that make a double submit happen
once.
"""
