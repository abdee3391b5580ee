# Documents; the support matrix is written from the drivers' tables.
dist_doc_DATA = README.md ARCHITECTURE.md docs/dependencies.md docs/differences.md docs/events.md \
	docs/peek.md docs/performance.md docs/relative-paths.md docs/schemas.md docs/threads.md
EXTRA_DIST += docs/drivers/test.md docs/drivers/network.md docs/drivers/nodedev.md docs/drivers/storage-devices.md docs/drivers/storage.md docs/drivers/xen.md
doc_DATA = docs/support.md
noinst_PROGRAMS += build-aux/support-matrix
build_aux_support_matrix_SOURCES = build-aux/support-matrix.c
build_aux_support_matrix_LDADD = libvt.la
CLEANFILES += docs/support.md
docs/support.md: build-aux/support-matrix$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) docs && ./build-aux/support-matrix$(EXEEXT) >$@.tmp
	$(AM_V_at)mv $@.tmp $@
