# The description of the API, and what is generated from it into gen/.
API = api/classes.api api/connection.api api/host.api api/domain.api api/network.api \
	api/storage.api api/nodedev.api api/event.api api/stream.api api/error.api
APIGEN = build-aux/apigen/apigen build-aux/apigen/model.py build-aux/apigen/entry.py \
	build-aux/apigen/tables.py build-aux/apigen/refusals.py
EXTRA_DIST += $(API) $(APIGEN) build-aux/apigen/README api/golden

GENERATED = gen/ops.h gen/calls.h gen/calls.c gen/entry.c gen/libvirt.syms gen/signatures.c \
	gen/refusals.c gen/golden
BUILT_SOURCES += $(GENERATED)
CLEANFILES += $(GENERATED) gen/stamp

gen/stamp: $(API) $(APIGEN)
	$(AM_V_GEN)$(MKDIR_P) gen
	$(AM_V_at)cd $(srcdir) && $(PYTHON) build-aux/apigen/apigen $(API) -o $(abs_top_builddir)/gen
	$(AM_V_at)touch $@
$(GENERATED): gen/stamp
