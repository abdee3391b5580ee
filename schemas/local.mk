# RELAX NG of every kind of document.
SCHEMAS = \
	schemas/nodedev.rng
EXTRA_DIST += $(SCHEMAS)
