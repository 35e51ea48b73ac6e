# Every target is one command of `python3 -m hjemvei`, which needs no make.
PYTHON ?= python3
SIZES ?=

.PHONY: help demo test evidence check bench serve doctor

help:
	@echo "make demo    a demo world on http://127.0.0.1:8000 (PORT=8001 chooses another port)"
	@echo "make test    the whole suite (ARGS='tests/core -k name' a part of it)"
	@echo "make evidence  what takes too long for every day, written to docs/evidence"
	@echo "make check   style, types, layers, templates, migrations"
	@echo "make bench   the speed table (SIZES=1M the largest)"
	@echo "make doctor  what is wrong with this installation, and how to mend it"

demo:
	@exec $(PYTHON) -m hjemvei demo $(if $(PORT),--port $(PORT)) $(ARGS)

test:
	@exec $(PYTHON) -m hjemvei test $(ARGS)

evidence:
	@exec $(PYTHON) -m hjemvei evidence $(ARGS)

check:
	@exec $(PYTHON) -m hjemvei check

bench:
	@exec $(PYTHON) -m hjemvei bench $(if $(SIZES),--sizes $(SIZES)) $(ARGS)

serve doctor:
	@exec $(PYTHON) -m hjemvei $@ $(ARGS)
