"""What the embedded server is started with."""

from __future__ import annotations

from hjemvei.core.postgres_places import PORT

HBA = "local all all trust\nhost all all all reject\n"
SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "shared_buffers": "128MB",
    "max_connections": "60",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "wal_level": "replica",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
"""The log carries no statement, parameter or values of a broken constraint: they may be personal data."""

NOT_DURABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "log_error_verbosity": "default",
}
