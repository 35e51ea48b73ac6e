"""The JSON interface: router, tokens, problem answers, idempotency, paging."""
