# Programs that use the public library as anybody does.  The two longest come first, so that others run beside them.
PUBLIC_TESTS = \
	tests/storage/test-host-killed \
	tests/scenario/test-oom \
	tests/event/test-loop-file-threads \
	tests/event/test-events-own-loop \
	tests/event/test-loop-handles \
	tests/event/test-loop-many \
	tests/event/test-loop-no-spin \
	tests/event/test-loop-odd-descriptors \
	tests/event/test-loop-own-loop \
	tests/event/test-loop-register \
	tests/event/test-loop-remove \
	tests/event/test-loop-slow-callback \
	tests/event/test-loop-threads \
	tests/event/test-loop-timers \
	tests/event/test-loop-wake \
	tests/nodedev/test-host-hotplug \
	tests/nodedev/test-host-loop \
	tests/nodedev/test-host-many \
	tests/nodedev/test-host-threads \
	tests/network/test-network-host-threads \
	tests/scenario/test-close-while-used \
	tests/scenario/test-connect \
	tests/scenario/test-connect-references \
	tests/scenario/test-core-dump \
	tests/scenario/test-core-dump-read-back \
	tests/scenario/test-define \
	tests/scenario/test-devices \
	tests/scenario/test-devices-later \
	tests/scenario/test-error-text \
	tests/scenario/test-events \
	tests/scenario/test-events-inside \
	tests/scenario/test-events-objects \
	tests/scenario/test-events-threads \
	tests/scenario/test-events-close \
	tests/scenario/test-events-families \
	tests/scenario/test-events-migrate \
	tests/scenario/test-events-two-threads \
	tests/scenario/test-gone \
	tests/scenario/test-host \
	tests/scenario/test-info \
	tests/scenario/test-job \
	tests/scenario/test-job-none \
	tests/scenario/test-life \
	tests/scenario/test-lookup \
	tests/scenario/test-migrate \
	tests/scenario/test-migrate-arguments \
	tests/scenario/test-migrate-here \
	tests/scenario/test-node-documents \
	tests/scenario/test-network \
	tests/scenario/test-network-define \
	tests/scenario/test-network-events \
	tests/scenario/test-network-gone \
	tests/scenario/test-network-node-file \
	tests/scenario/test-network-threads \
	tests/scenario/test-node-file \
	tests/scenario/test-node-file-fifo \
	tests/scenario/test-node-file-more \
	tests/scenario/test-nodedev \
	tests/scenario/test-nodedev-host \
	tests/scenario/test-nodedev-pci \
	tests/scenario/test-peek-block \
	tests/scenario/test-peek-guest \
	tests/scenario/test-peek-huge \
	tests/scenario/test-peek-memory \
	tests/scenario/test-relative \
	tests/scenario/test-resources \
	tests/scenario/test-resources-embedded \
	tests/scenario/test-save-format \
	tests/scenario/test-save-restore \
	tests/scenario/test-script \
	tests/scenario/test-script-counts \
	tests/scenario/test-signals \
	tests/scenario/test-storage-names \
	tests/scenario/test-storage-pools \
	tests/scenario/test-storage-volumes \
	tests/scenario/test-storage-copying \
	tests/scenario/test-storage-files \
	tests/scenario/test-storage-handles \
	tests/scenario/test-storage-killed \
	tests/scenario/test-storage-stuck \
	tests/scenario/test-storage-threads \
	tests/scenario/test-storage-world \
	tests/scenario/test-storage-oom \
	tests/storage/test-host-allocation \
	tests/storage/test-host-backing \
	tests/storage/test-host-broken \
	tests/storage/test-host-copies \
	tests/storage/test-host-iscsi \
	tests/storage/test-host-leftover \
	tests/storage/test-host-many \
	tests/storage/test-host-partitions \
	tests/storage/test-host-pools \
	tests/storage/test-host-processes \
	tests/storage/test-host-sources \
	tests/storage/test-host-stuck \
	tests/storage/test-host-stuck-tool \
	tests/storage/test-host-volumes \
	tests/storage/test-host-zeros \
	tests/scenario/test-stream-all \
	tests/scenario/test-stream-oom \
	tests/scenario/test-stream-sparse \
	tests/scenario/test-stream-volume \
	tests/scenario/test-stuck \
	tests/scenario/test-threads-first-use \
	tests/scenario/test-validate \
	tests/xen/test-driver-autostart \
	tests/xen/test-driver-close-busy \
	tests/xen/test-driver-controlling \
	tests/xen/test-driver-defined-meanwhile \
	tests/xen/test-driver-files-unreadable \
	tests/xen/test-driver-first-error \
	tests/xen/test-driver-network \
	tests/xen/test-driver-network-boot \
	tests/xen/test-driver-own-starts \
	tests/xen/test-driver-same-uuid \
	tests/xen/test-driver-taken-away \
	tests/xen/test-driver-two-define \
	tests/obj/test-errors \
	tests/stress/stress \
	tests/headers/layout \
	tests/headers/layout-later \
	tests/headers/prototypes

# Programs that look inside and link the library's objects (libvt.la).
INTERNAL_TESTS = \
	tests/refusals/test-refusals \
	tests/stress/stress-handles \
	tests/scenario/test-script-calls \
	tests/scenario/test-stream \
	tests/scenario/test-stream-events \
	tests/scenario/test-stream-threads \
	tests/obj/test-handles \
	tests/obj/test-table \
	tests/storage/test-image \
	tests/storage/test-image-vmdk \
	tests/storage/test-iscsi-texts \
	tests/storage/test-scsi-units \
	tests/storage/test-lvm-hostile \
	tests/storage/test-lvm-output \
	tests/storage/test-partitions \
	tests/storage/test-partitions-hostile \
	tests/store/test-store-active \
	tests/store/test-store-changes \
	tests/store/test-store-claims \
	tests/store/test-store-killed \
	tests/store/test-store-many \
	tests/store/test-store-no-watch \
	tests/store/test-store-odd-files \
	tests/store/test-store-processes \
	tests/store/test-store-roots \
	tests/util/test-file \
	tests/util/test-file-eintr \
	tests/util/test-lock \
	tests/util/test-outfile-edges \
	tests/util/test-path \
	tests/util/test-process \
	tests/util/test-strbuf \
	tests/util/test-striped \
	tests/util/test-uuid \
	tests/event/test-events-sources \
	tests/nodedev/test-host-hostile \
	tests/nodedev/test-host-overflow \
	tests/nodedev/test-host-pci \
	tests/event/test-loop-no-memory \
	tests/conf/capabilities-format \
	tests/conf/device-attach-detach \
	tests/conf/domain-embedded \
	tests/conf/domain-errors \
	tests/conf/domain-extra \
	tests/conf/domain-live-bridge \
	tests/conf/domain-roundtrip \
	tests/conf/memory-units \
	tests/conf/nodedev-details \
	tests/conf/nodedev-documents \
	tests/conf/network-errors \
	tests/network/test-lease-parse \
	tests/network/test-network-killed \
	tests/network/test-lease-file \
	tests/conf/network-roundtrip \
	tests/conf/oom \
	tests/conf/storage-documents \
	tests/conf/storage-values \
	tests/conf/xml-bounds \
	tests/conf/xml-threads \
	tests/peek/test-foreign-pv \
	tests/peek/test-foreign-asks \
	tests/peek/test-foreign-translated \
	tests/peek/test-foreign-gone \
	tests/peek/test-foreign-paged \
	tests/peek/test-foreign-part \
	tests/peek/test-foreign-tend \
	tests/peek/test-foreign-layout \
	tests/peek/test-foreign-stress \
	tests/peek/test-foreign-hostile \
	tests/peek/test-outfile-sigpipe \
	tests/peek/test-peek-absent-pages \
	tests/peek/test-peek-cap \
	tests/peek/test-peek-disk-bounds \
	tests/peek/test-peek-disk-fifo-refused \
	tests/peek/test-peek-disk-limit \
	tests/peek/test-peek-disk-replaced \
	tests/peek/test-peek-elf-qemu \
	tests/peek/test-peek-elf-read-back \
	tests/peek/test-peek-elf-xen \
	tests/peek/test-peek-end-of-ram \
	tests/peek/test-peek-foreign \
	tests/peek/test-peek-holes \
	tests/peek/test-peek-not-sealed \
	tests/peek/test-peek-set-source \
	tests/peek/test-peek-truncated-file \
	tests/peek/test-peek-walk \
	tests/peek/test-peek-walk-faults \
	tests/peek/test-peek-window-crossing \
	tests/peek/test-ram-image \
	tests/xen/test-driver-document-late \
	tests/xen/test-fake \
	tests/xen/test-fake-devices \
	tests/xen/test-fake-images \
	tests/xen/test-fake-life \
	tests/xen/test-fake-memory \
	tests/xen/test-fake-stale \
	tests/xen/test-fake-threads

# A Xen host in memory, in place of the module that is linked with the libraries of Xen.
check_LTLIBRARIES = tests/xen/fake/xen.la
tests_xen_fake_xen_la_SOURCES = \
	tests/xen/fake/control.c \
	tests/xen/fake/control.h \
	tests/xen/fake/core.c \
	tests/xen/fake/describe.c \
	tests/xen/fake/devices.c \
	tests/xen/fake/fake.h \
	tests/xen/fake/frames.c \
	tests/xen/fake/guest.c \
	tests/xen/fake/host.c \
	tests/xen/fake/image.c \
	tests/xen/fake/later.c \
	tests/xen/fake/memory.c \
	tests/xen/fake/ops.c \
	tests/xen/fake/script.c \
	tests/xen/fake/store.c \
	tests/xen/fake/toolstack.c \
	tests/xen/fake/world.c \
	tests/xen/guest/pattern.h \
	src/util/lock.c \
	src/util/strbuf.c
tests_xen_fake_xen_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/xen/fake
tests_xen_fake_xen_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -rpath /nowhere \
	-export-symbols-regex '^vitrine_'
tests_xen_fake_xen_la_LIBADD =
tests_xen_test_driver_document_late_LDADD = libvt.la
tests_xen_test_fake_LDADD = libvt.la
tests_xen_test_fake_devices_LDADD = libvt.la
tests_xen_test_fake_images_LDADD = libvt.la
tests_xen_test_fake_life_LDADD = libvt.la
tests_xen_test_fake_memory_LDADD = libvt.la
tests_xen_test_fake_stale_LDADD = libvt.la
tests_xen_test_fake_threads_LDADD = libvt.la

# Scenarios once more, on that host.
include tests/xen/scenarios.mk
$(XEN_ON_FAKE):
	$(AM_V_GEN)$(MKDIR_P) $(@D) && : >$@
XEN_LOG_COMPILER = $(top_srcdir)/tests/xen/on-fake
CLEANFILES += $(XEN_ON_FAKE)

# The driver with that host behind it; as NAME.xen in scenarios.mk.
DRIVER_TESTS = \
	tests/xen/test-driver-asks \
	tests/xen/test-driver-as-told \
	tests/xen/test-driver-boot \
	tests/xen/test-driver-built-paused \
	tests/xen/test-driver-crash \
	tests/xen/test-driver-defined-started \
	tests/xen/test-driver-end-missed \
	tests/xen/test-driver-ended-early \
	tests/xen/test-driver-ends \
	tests/xen/test-driver-events \
	tests/xen/test-driver-files \
	tests/xen/test-driver-hang \
	tests/xen/test-driver-kept-document \
	tests/xen/test-driver-last-close \
	tests/xen/test-driver-migrated \
	tests/xen/test-driver-missing \
	tests/xen/test-driver-others \
	tests/xen/test-driver-renamed \
	tests/xen/test-driver-save-killed \
	tests/xen/test-driver-two-create
check_PROGRAMS += $(DRIVER_TESTS)
check_LTLIBRARIES += tests/xen/old/xen.la
tests_xen_old_xen_la_SOURCES = tests/xen/old/module.c
tests_xen_old_xen_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -rpath /nowhere
tests_xen_old_xen_la_LIBADD =

# Programs of the tool's own pieces.
VIRSH_TESTS = \
	tests/virsh/test-virsh-event \
	tests/virsh/test-virsh-hexdump \
	tests/virsh/test-virsh-progress \
	tests/virsh/test-virsh-size \
	tests/virsh/test-virsh-tokens

SCRIPT_TESTS = \
	tests/headers/each-alone.sh \
	tests/storage/autostart.sh \
	tests/storage/tools-fail.sh \
	tests/storage/without-uuid.sh \
	tests/virsh/all-run.sh \
	tests/virsh/completion-bash.sh \
	tests/virsh/console.sh \
	tests/virsh/device.sh \
	tests/virsh/domain-edit.sh \
	tests/virsh/domain-file.sh \
	tests/virsh/domain-life.sh \
	tests/virsh/domain-list.sh \
	tests/virsh/domain-parts.sh \
	tests/virsh/domain-relative.sh \
	tests/virsh/domain-stat.sh \
	tests/virsh/domain-tune.sh \
	tests/virsh/domain-xml.sh \
	tests/virsh/frame-broken-pipe.sh \
	tests/virsh/frame-no-connection.sh \
	tests/virsh/frame-options.sh \
	tests/virsh/frame-quoting.sh \
	tests/virsh/frame-script.sh \
	tests/virsh/frame-status.sh \
	tests/virsh/host.sh \
	tests/virsh/interactive.sh \
	tests/virsh/job.sh \
	tests/virsh/man-complete.sh \
	tests/virsh/nodedev.sh \
	tests/virsh/net-edit.sh \
	tests/virsh/net-life.sh \
	tests/virsh/net-list.sh \
	tests/virsh/peek-block.sh \
	tests/virsh/peek-memory.sh \
	tests/virsh/pool-xml.sh \
	tests/virsh/pool.sh \
	tests/storage/host-fs.sh \
	tests/virsh/progress.sh \
	tests/virsh/shell.sh \
	tests/virsh/vol.sh \
	tests/virsh/vol-data.sh \
	tests/nodedev/host-tree.sh \
	tests/api/test-error-codes.sh \
	tests/api/test-golden.sh \
	tests/api/test-install.sh \
	tests/api/test-layers.sh \
	tests/api/test-symbols.sh \
	tests/docs/test-doc-examples.sh \
	tests/network/apart.sh \
	tests/network/class.sh \
	tests/network/crash.sh \
	tests/network/flushed.sh \
	tests/network/forward.sh \
	tests/network/hostile.sh \
	tests/network/later.sh \
	tests/network/leases.sh \
	tests/network/life.sh \
	tests/network/mtu.sh \
	tests/network/names.sh \
	tests/network/nat.sh \
	tests/network/nowhere.sh \
	tests/network/together.sh \
	tests/network/without-uuid.sh \
	tests/schemas/validate.sh \
	tests/schemas/virt-xml-validate.sh \
	tests/compile-fail/run.sh

# Included by several of them.
HEADERS_OF_TESTS = \
	tests/conf/conf-documents.h \
	tests/conf/conf-testing.h \
	tests/event/loop_testing.h \
	tests/nodedev/own_world.h \
	tests/headers/layout.h \
	tests/kill_at.h \
	tests/peek/core_maker.h \
	tests/peek/fake_foreign.h \
	tests/peek/fake_host.h \
	tests/peek/peek_testing.h \
	tests/scenario/driver.h \
	tests/scenario/heard.h \
	tests/scenario/loop_thread.h \
	tests/network/killed_acts.h \
	tests/scenario/network_testing.h \
	tests/scenario/scenario.h \
	tests/scenario/storage.h \
	tests/storage/host_acts.h \
	tests/storage/host_testing.h \
	tests/scenario/stream_pipe.h \
	tests/store/store_testing.h \
	tests/testing.h \
	tests/waiting.h \
	tests/xen/driver_testing.h \
	tests/xen/frame_testing.h \
	tests/xen/host_testing.h \
	tests/xen/world_testing.h

TEST_BINARIES = $(PUBLIC_TESTS) $(INTERNAL_TESTS) $(VIRSH_TESTS)
check_PROGRAMS += $(TEST_BINARIES)
TESTS += $(TEST_BINARIES) $(SCRIPT_TESTS) $(XEN_ON_FAKE)
EXTRA_DIST += $(SCRIPT_TESTS) $(HEADERS_OF_TESTS) tests/xen/on-fake tests/api/test-layers.py tests/compile-fail tests/virsh/lib.sh tests/network/lib.sh tests/conf/data tests/documents tests/headers/old-client.c \
	tests/headers/old-client-cxx.cc

AM_TESTS_ENVIRONMENT = \
	top_srcdir='$(top_srcdir)' top_builddir='$(top_builddir)' srcdir='$(top_srcdir)/tests' \
	abs_top_srcdir='$(abs_top_srcdir)' abs_top_builddir='$(abs_top_builddir)' \
	VIRSH='$(abs_top_builddir)/tools/virsh/virsh' CC='$(CC)' CXX='$(CXX)' PYTHON='$(PYTHON)' \
	MALLOC_PERTURB_=$$(($$$$ % 255 + 1)); \
	export top_srcdir top_builddir srcdir abs_top_srcdir abs_top_builddir VIRSH CC CXX PYTHON \
	MALLOC_PERTURB_;
TEST_EXTENSIONS = .sh .xen
LOG_COMPILER = $(top_builddir)/run
SH_LOG_COMPILER = $(top_builddir)/run bash

LDADD = libvirt.la

tests_refusals_test_refusals_SOURCES = tests/refusals/test-refusals.c tests/refusals/fixture.c \
	tests/refusals/fixture.h tests/refusals/refusal.h
nodist_tests_refusals_test_refusals_SOURCES = gen/refusals.c
tests_refusals_test_refusals_LDADD = libvt.la
tests_stress_stress_handles_SOURCES = tests/stress/stress-handles.c tests/refusals/fixture.c
tests_stress_stress_handles_LDADD = libvt.la
tests_stress_stress_SOURCES = tests/stress/stress.c tests/stress/stress.h tests/stress/ops.c \
	tests/stress/ops_others.c

tests_event_test_events_own_loop_SOURCES = tests/event/test-events-own-loop.c \
	tests/event/own_loop.c tests/event/own_loop.h
tests_event_test_loop_own_loop_SOURCES = tests/event/test-loop-own-loop.c tests/event/own_loop.c \
	tests/event/own_loop.h
tests_event_test_loop_no_memory_SOURCES = tests/event/test-loop-no-memory.c \
	tests/scenario/oom_alloc.c tests/scenario/oom_alloc.h
tests_event_test_events_sources_LDADD = libvt.la
tests_nodedev_test_host_hostile_LDADD = libvt.la
tests_nodedev_test_host_overflow_LDADD = libvt.la
tests_nodedev_test_host_pci_LDADD = libvt.la
tests_event_test_loop_no_memory_LDADD = libvt.la

tests_scenario_test_stream_LDADD = libvt.la
tests_scenario_test_stream_events_LDADD = libvt.la
tests_scenario_test_stream_threads_LDADD = libvt.la
tests_obj_test_handles_LDADD = libvt.la
tests_obj_test_table_LDADD = libvt.la
tests_storage_test_image_LDADD = libvt.la
tests_storage_test_image_vmdk_LDADD = libvt.la
tests_storage_test_iscsi_texts_LDADD = libvt.la
tests_storage_test_scsi_units_LDADD = libvt.la
tests_storage_test_lvm_hostile_LDADD = libvt.la
tests_storage_test_lvm_output_LDADD = libvt.la
tests_storage_test_partitions_LDADD = libvt.la
tests_storage_test_partitions_hostile_LDADD = libvt.la
tests_store_test_store_active_LDADD = libvt.la
tests_store_test_store_changes_LDADD = libvt.la
tests_store_test_store_claims_LDADD = libvt.la
tests_store_test_store_killed_LDADD = libvt.la
tests_store_test_store_many_LDADD = libvt.la
tests_store_test_store_no_watch_LDADD = libvt.la
tests_store_test_store_odd_files_LDADD = libvt.la
tests_store_test_store_processes_LDADD = libvt.la
tests_store_test_store_roots_LDADD = libvt.la
tests_util_test_file_LDADD = libvt.la
tests_util_test_lock_LDADD = libvt.la
tests_util_test_path_LDADD = libvt.la
tests_util_test_process_LDADD = libvt.la
tests_util_test_strbuf_LDADD = libvt.la
tests_util_test_striped_LDADD = libvt.la
tests_util_test_uuid_LDADD = libvt.la
tests_scenario_test_oom_SOURCES = tests/scenario/test-oom.c tests/scenario/oom_alloc.c \
	tests/scenario/oom_alloc.h tests/scenario/oom_steps.c tests/scenario/oom_steps.h
tests_scenario_test_stream_oom_SOURCES = tests/scenario/test-stream-oom.c \
	tests/scenario/oom_alloc.c tests/scenario/oom_alloc.h
tests_scenario_test_storage_oom_SOURCES = tests/scenario/test-storage-oom.c \
	tests/scenario/oom_alloc.c tests/scenario/oom_alloc.h
tests_scenario_test_host_LDADD = libvirt.la $(LIBXML_LIBS)
tests_scenario_test_script_calls_LDADD = libvt.la
tests_util_test_file_eintr_LDADD = libvt.la
tests_util_test_outfile_edges_LDADD = libvt.la
tests_conf_capabilities_format_LDADD = libvt.la
tests_conf_device_attach_detach_LDADD = libvt.la
tests_conf_domain_embedded_LDADD = libvt.la
tests_conf_domain_errors_LDADD = libvt.la
tests_conf_domain_extra_LDADD = libvt.la
tests_conf_domain_live_bridge_LDADD = libvt.la
tests_conf_domain_roundtrip_LDADD = libvt.la
tests_conf_memory_units_LDADD = libvt.la
tests_conf_nodedev_details_LDADD = libvt.la
tests_conf_nodedev_documents_LDADD = libvt.la
tests_conf_network_errors_LDADD = libvt.la
tests_network_test_lease_parse_LDADD = libvt.la
tests_network_test_lease_file_LDADD = libvt.la
tests_network_test_network_killed_LDADD = libvt.la
tests_conf_network_roundtrip_LDADD = libvt.la
tests_conf_oom_LDADD = libvt.la
tests_conf_storage_documents_LDADD = libvt.la
tests_conf_storage_values_LDADD = libvt.la
tests_conf_xml_bounds_LDADD = libvt.la
tests_conf_xml_threads_LDADD = libvt.la
tests_peek_test_foreign_pv_LDADD = libvt.la
tests_peek_test_foreign_asks_LDADD = libvt.la
tests_peek_test_foreign_translated_LDADD = libvt.la
tests_peek_test_foreign_gone_LDADD = libvt.la
tests_peek_test_foreign_paged_LDADD = libvt.la
tests_peek_test_foreign_part_LDADD = libvt.la
tests_peek_test_foreign_tend_LDADD = libvt.la
tests_peek_test_foreign_layout_LDADD = libvt.la
tests_peek_test_foreign_stress_LDADD = libvt.la
tests_peek_test_foreign_hostile_LDADD = libvt.la
tests_peek_test_outfile_sigpipe_LDADD = libvt.la
tests_peek_test_peek_absent_pages_LDADD = libvt.la
tests_peek_test_peek_cap_LDADD = libvt.la
tests_peek_test_peek_disk_bounds_LDADD = libvt.la
tests_peek_test_peek_disk_fifo_refused_LDADD = libvt.la
tests_peek_test_peek_disk_limit_LDADD = libvt.la
tests_peek_test_peek_disk_replaced_LDADD = libvt.la
tests_peek_test_peek_elf_qemu_LDADD = libvt.la
tests_peek_test_peek_elf_read_back_LDADD = libvt.la
tests_peek_test_peek_elf_xen_LDADD = libvt.la
tests_peek_test_peek_end_of_ram_LDADD = libvt.la
tests_peek_test_peek_foreign_LDADD = libvt.la
tests_peek_test_peek_holes_LDADD = libvt.la
tests_peek_test_peek_not_sealed_LDADD = libvt.la
tests_peek_test_peek_set_source_LDADD = libvt.la
tests_peek_test_peek_truncated_file_LDADD = libvt.la
tests_peek_test_peek_walk_LDADD = libvt.la
tests_peek_test_peek_walk_faults_LDADD = libvt.la
tests_peek_test_peek_window_crossing_LDADD = libvt.la
tests_peek_test_ram_image_LDADD = libvt.la
tests_virsh_test_virsh_event_SOURCES = tests/virsh/test-virsh-event.c $(VIRSH_PARTS)
tests_virsh_test_virsh_event_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tools/virsh
tests_virsh_test_virsh_event_LDADD = libvirt.la $(LIBXML_LIBS)
tests_virsh_test_virsh_hexdump_SOURCES = tests/virsh/test-virsh-hexdump.c tools/virsh/hexdump.c src/util/strbuf.c
tests_virsh_test_virsh_hexdump_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tools/virsh
tests_virsh_test_virsh_hexdump_LDADD =
tests_virsh_test_virsh_progress_SOURCES = tests/virsh/test-virsh-progress.c tools/virsh/progress.c \
	tools/virsh/size.c src/util/strbuf.c
tests_virsh_test_virsh_progress_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tools/virsh
tests_virsh_test_virsh_progress_LDADD =
tests_virsh_test_virsh_size_SOURCES = tests/virsh/test-virsh-size.c tools/virsh/size.c src/util/strbuf.c
tests_virsh_test_virsh_size_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tools/virsh
tests_virsh_test_virsh_size_LDADD =
tests_virsh_test_virsh_tokens_SOURCES = tests/virsh/test-virsh-tokens.c tools/virsh/tokens.c src/util/strbuf.c
tests_virsh_test_virsh_tokens_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tools/virsh
tests_virsh_test_virsh_tokens_LDADD =

# Real input: a kernel booted under QEMU, a file system made by mkfs.  Helpers of the scripts.
REAL_TESTS = tests/real/kernel-dump.sh tests/real/ext4-disk.sh
REAL_BINARIES = \
	tests/real/real-find-banner \
	tests/real/real-compare-bytes \
	tests/real/real-holes \
	tests/real/real-virtual \
	tests/real/real-core-again \
	tests/real/real-disk-superblock \
	tests/real/real-disk-replaced
check_PROGRAMS += $(REAL_BINARIES)
TESTS += $(REAL_TESTS)
EXTRA_DIST += $(REAL_TESTS) tests/real/lib.sh tests/real/guest-init tests/real/boot-and-dump.py
REAL_GUEST = tests/real/core_file.c tests/real/core_file.h tests/real/real_guest.c \
	tests/real/real_guest.h tests/real/real_domain.c tests/real/real_domain.h
REAL_DISK = tests/real/real_disk.c tests/real/real_disk.h tests/real/real_domain.c \
	tests/real/real_domain.h
tests_real_real_find_banner_SOURCES = tests/real/real-find-banner.c $(REAL_GUEST)
tests_real_real_compare_bytes_SOURCES = tests/real/real-compare-bytes.c $(REAL_GUEST)
tests_real_real_holes_SOURCES = tests/real/real-holes.c $(REAL_GUEST)
tests_real_real_virtual_SOURCES = tests/real/real-virtual.c $(REAL_GUEST)
tests_real_real_core_again_SOURCES = tests/real/real-core-again.c $(REAL_GUEST)
tests_real_real_disk_superblock_SOURCES = tests/real/real-disk-superblock.c $(REAL_DISK)
tests_real_real_disk_replaced_SOURCES = tests/real/real-disk-replaced.c $(REAL_DISK)

# The module for Xen, function by function: a program that runs on a real Xen only.
if XEN
check_PROGRAMS += tests/xen/module-lab
tests_xen_module_lab_SOURCES = tests/xen/module-lab.c tests/xen/module_lab.c tests/xen/module_lab.h \
	tests/xen/module_lab_build.c tests/xen/module_lab_devices.c tests/xen/module_lab_frames.c \
	tests/xen/module_lab_host.c tests/xen/module_lab_life.c tests/xen/module_lab_signals.c
tests_xen_module_lab_LDADD = libvt.la

# What is proved on a real Xen, with real guests: in the lab, by tests/xen/real/run-all.
XEN_REAL = tests/xen/real/lab.c tests/xen/real/lab.h tests/xen/real/lab_xl.c
XEN_REAL_LINK = libvirt.la $(XEN_LIBS)
XEN_REAL_NAMES = \
	tests/xen/real/bench-peek \
	tests/xen/real/events-xl \
	tests/xen/real/isolation \
	tests/xen/real/peek-all \
	tests/xen/real/peek-balloon \
	tests/xen/real/peek-life
check_PROGRAMS += $(XEN_REAL_NAMES)
tests_xen_real_bench_peek_SOURCES = tests/xen/real/bench-peek.c $(XEN_REAL)
tests_xen_real_bench_peek_LDADD = $(XEN_REAL_LINK) -lxenguest
tests_xen_real_events_xl_SOURCES = tests/xen/real/events-xl.c $(XEN_REAL)
tests_xen_real_events_xl_LDADD = $(XEN_REAL_LINK)
tests_xen_real_isolation_SOURCES = tests/xen/real/isolation.c $(XEN_REAL)
tests_xen_real_isolation_LDADD = $(XEN_REAL_LINK)
tests_xen_real_peek_all_SOURCES = tests/xen/real/peek-all.c $(XEN_REAL)
tests_xen_real_peek_all_LDADD = $(XEN_REAL_LINK)
tests_xen_real_peek_balloon_SOURCES = tests/xen/real/peek-balloon.c $(XEN_REAL)
tests_xen_real_peek_balloon_LDADD = $(XEN_REAL_LINK)
tests_xen_real_peek_life_SOURCES = tests/xen/real/peek-life.c $(XEN_REAL)
tests_xen_real_peek_life_LDADD = $(XEN_REAL_LINK)

check-xen: libvirt.la xen.la xen-keeper$(EXEEXT) tools/virsh/virsh$(EXEEXT) $(XEN_REAL_NAMES)
	$(MAKE) $(AM_MAKEFLAGS) $(XEN_REAL_SCENARIOS:%=tests/scenario/test-%)
	$(srcdir)/tests/xen/real/run-all $(builddir)
bench-xen: libvirt.la xen.la xen-keeper$(EXEEXT) tools/virsh/virsh$(EXEEXT) $(XEN_REAL_NAMES)
	$(srcdir)/tests/xen/real/run-all $(builddir) bench counted
# Takes ten minutes.
check-xen-scenarios: libvirt.la xen.la xen-keeper$(EXEEXT)
	$(MAKE) $(AM_MAKEFLAGS) check TESTS=
	$(srcdir)/tests/xen/lab/scenarios $(builddir)
endif
EXTRA_DIST += tests/xen/real/run-all

# What is proved on real devices and servers: in the lab, by tests/lab/run-all, whose programs are these.
LAB_NAMES = tests/lab/storage-zeroed
check_PROGRAMS += $(LAB_NAMES)
check-lab: libvirt.la tools/virsh/virsh$(EXEEXT) tools/virt-xml-validate$(EXEEXT) $(LAB_NAMES)
	$(srcdir)/tests/lab/run-all $(builddir)

distclean-local:
	rm -rf tests/real/cache

# The tests again, built another way or under a tool that watches.
EXTRA_DIST += build-aux/check-fuzz build-aux/check-valgrind build-aux/check-variant build-aux/helgrind.supp \
	build-aux/tsan.supp
check-asan check-tsan check-fuzz: $(GENERATED)
	$(srcdir)/build-aux/check-variant $(@:check-%=%) $(srcdir)
check-valgrind check-helgrind:
	$(MAKE) $(AM_MAKEFLAGS) all
	$(MAKE) $(AM_MAKEFLAGS) check TESTS=
	srcdir='$(top_srcdir)/tests' $(srcdir)/build-aux/check-valgrind $(@:check-%=%) $(TEST_BINARIES) $(XEN_UNDER_VALGRIND)
.PHONY: check-asan check-tsan check-fuzz check-valgrind check-helgrind fuzz-targets
clean-local:
	rm -rf build-asan build-tsan build-fuzz

# What the labs share, and the Xen lab: its own guests, and what boots them.
EXTRA_DIST += tests/lab/build-lib.sh tests/lab/common.sh tests/lab/extract-kernel tests/lab/init-lib.sh \
	tests/lab/run-all-lib.sh tests/lab/run-lib.sh
# The lab of plain Linux.
EXTRA_DIST += tests/lab/README.md tests/lab/build tests/lab/devices.sh tests/lab/packages tests/lab/pools.sh \
	tests/lab/run tests/lab/run-all tests/lab/selftest.sh tests/lab/storage-disk.sh \
	tests/lab/storage-logical.sh tests/lab/targets.sh \
	tests/lab/machine/init tests/lab/machine/one tests/lab/machine/world
EXTRA_DIST += tests/xen/guest/build tests/xen/guest/disk.S tests/xen/guest/event.c tests/xen/guest/guest.h \
	tests/xen/guest/guest.lds tests/xen/guest/main.c tests/xen/guest/memory.c tests/xen/guest/pattern.h \
	tests/xen/guest/pv.c tests/xen/guest/start.S tests/xen/guest/store.c tests/xen/guest/text.c \
	tests/xen/guest/translated.c
EXTRA_DIST += tests/xen/lab/README.md tests/xen/lab/build tests/xen/lab/run \
	tests/xen/lab/scenarios tests/xen/lab/selftest tests/xen/lab/dom0/block tests/xen/lab/dom0/check-pattern.c \
	tests/xen/lab/dom0/guest-lib.sh tests/xen/lab/dom0/init tests/xen/lab/dom0/scenarios tests/xen/lab/dom0/selftest \
	tests/xen/lab/dom0/vif-bridge tests/xen/lab/dom0/wait-for-text.c tests/xen/lab/dom0/xl.conf \
	tests/xen/lab/guests/linuxpv.cfg tests/xen/lab/guests/linuxpvh.cfg tests/xen/lab/guests/mini.cfg \
	tests/xen/lab/guests/minihvm.cfg tests/xen/lab/guests/minihvmfast.cfg tests/xen/lab/guests/minipvh.cfg \
	tests/xen/lab/guests/minitree.cfg tests/xen/lab/linux/init tests/xen/lab/linux/marker.c
EXTRA_DIST += tests/xen/real/virsh-devices.sh tests/xen/real/virsh-host.sh tests/xen/real/virsh-migrate.sh \
	tests/xen/real/virsh-pygrub.sh
