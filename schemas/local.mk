# RELAX NG of every kind of document.
SCHEMAS = \
	schemas/capability.rng \
	schemas/node.rng \
	schemas/nodedev.rng
EXTRA_DIST += $(SCHEMAS)
	schemas/network.rng

schemasdir = $(datadir)/libvirt/schemas
dist_schemas_DATA = $(SCHEMAS)
