"""The access kernel: the case shell, who takes part and for how long, what the person said yes to, what was
handed over.

Owns the SQL functions that alone write access; must not know dates of custody, homes or plans.
"""
