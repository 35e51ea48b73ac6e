"""No identity number in a log line, wherever it came from."""

from __future__ import annotations

import io
import logging

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.utils.module_loading import import_string

NUMBER = "27909642545"


def line(message: str, *values: object, **more: object) -> str:
    """As the installation's own handler writes it."""
    made = settings.LOGGING["formatters"]["line"]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(import_string(made["()"])(made["format"]))
    logger = logging.Logger("hjemvei.test")
    logger.addHandler(handler)
    logger.error(message, *values, **more)  # type: ignore[arg-type]
    return stream.getvalue()


def test_a_number_is_hidden_in_text_values_and_tracebacks() -> None:
    assert NUMBER not in line(f"who is {NUMBER}?") and "***********" in line("who is %s?", NUMBER)
    assert "42545" not in line("279096 42545 came")
    try:
        raise ValueError(f"no {NUMBER} here")
    except ValueError:
        assert NUMBER not in line("it broke", exc_info=True)
    assert "20261123101" in line("batch 20261123101 of 12345678901234")


def test_uploads_are_never_written_to_a_temporary_file() -> None:
    (handler,) = settings.FILE_UPLOAD_HANDLERS
    assert import_string(handler) is MemoryFileUploadHandler
