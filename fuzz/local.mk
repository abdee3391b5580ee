# Fuzz targets, built with --enable-fuzz (clang).  `make check-fuzz` runs each for 40 seconds.
EXTRA_DIST += fuzz/corpus fuzz/fuzz.h
if FUZZ
FUZZ_LINK = -fsanitize=fuzzer,address,undefined
FUZZ_TARGETS = fuzz/fuzz-domain \
	fuzz/fuzz-elf \
	fuzz/fuzz-foreign \
	fuzz/fuzz-image \
	fuzz/fuzz-iscsi \
	fuzz/fuzz-network \
	fuzz/fuzz-node-file \
	fuzz/fuzz-nodedev \
	fuzz/fuzz-pool \
	fuzz/fuzz-relative \
	fuzz/fuzz-storage-tools \
	fuzz/fuzz-uri \
	fuzz/fuzz-vol \
	fuzz/fuzz-virsh
noinst_PROGRAMS += $(FUZZ_TARGETS)
# They alone.
fuzz-targets: $(BUILT_SOURCES)
	$(MAKE) $(AM_MAKEFLAGS) $(FUZZ_TARGETS)
fuzz_fuzz_domain_SOURCES = fuzz/fuzz-domain.c
fuzz_fuzz_domain_LDADD = libvt.la
fuzz_fuzz_domain_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_elf_SOURCES = fuzz/fuzz-elf.c
fuzz_fuzz_elf_LDADD = libvt.la
fuzz_fuzz_elf_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_foreign_SOURCES = fuzz/fuzz-foreign.c
fuzz_fuzz_foreign_LDADD = libvt.la
fuzz_fuzz_foreign_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_image_SOURCES = fuzz/fuzz-image.c
fuzz_fuzz_image_LDADD = libvt.la
fuzz_fuzz_image_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_iscsi_SOURCES = fuzz/fuzz-iscsi.c
fuzz_fuzz_iscsi_LDADD = libvt.la
fuzz_fuzz_iscsi_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_network_SOURCES = fuzz/fuzz-network.c
fuzz_fuzz_network_LDADD = libvt.la
fuzz_fuzz_network_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_node_file_SOURCES = fuzz/fuzz-node-file.c
fuzz_fuzz_node_file_LDADD = libvt.la
fuzz_fuzz_node_file_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_nodedev_SOURCES = fuzz/fuzz-nodedev.c
fuzz_fuzz_nodedev_LDADD = libvt.la
fuzz_fuzz_nodedev_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_pool_SOURCES = fuzz/fuzz-pool.c
fuzz_fuzz_pool_LDADD = libvt.la
fuzz_fuzz_pool_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_relative_SOURCES = fuzz/fuzz-relative.c
fuzz_fuzz_relative_LDADD = libvt.la
fuzz_fuzz_relative_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_storage_tools_SOURCES = fuzz/fuzz-storage-tools.c
fuzz_fuzz_storage_tools_LDADD = libvt.la
fuzz_fuzz_storage_tools_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_uri_SOURCES = fuzz/fuzz-uri.c
fuzz_fuzz_uri_LDADD = libvt.la
fuzz_fuzz_uri_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_vol_SOURCES = fuzz/fuzz-vol.c
fuzz_fuzz_vol_LDADD = libvt.la
fuzz_fuzz_vol_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_virsh_SOURCES = fuzz/fuzz-virsh.c $(VIRSH_PARTS)
fuzz_fuzz_virsh_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tools/virsh
fuzz_fuzz_virsh_LDADD = libvirt.la $(LIBXML_LIBS)
fuzz_fuzz_virsh_LDFLAGS = $(FUZZ_LINK)
endif
