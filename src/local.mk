# libvt.la is every object of the library; libvirt.la is it behind the version script, and the
# tests that look inside link it as it is.
noinst_LTLIBRARIES += libvt.la
lib_LTLIBRARIES += libvirt.la

# Modules that drivers load.
driverdir = $(pkglibdir)/drivers

libvt_la_CFLAGS = $(AM_CFLAGS) -fvisibility=hidden -ftls-model=initial-exec
libvt_la_CPPFLAGS = $(AM_CPPFLAGS) -DVT_SCHEMAS='"$(schemasdir)"' \
	-DVT_DRIVER_DIR='"$(driverdir)"' -DVT_CONFIG_DIR='"$(sysconfdir)/libvirt"' \
	-DVT_STATE_DIR='"$(runstatedir)/libvirt"' -DVT_DUMP_DIR='"$(localstatedir)/lib/libvirt/libxl"'
libvt_la_LIBADD = $(LIBXML_LIBS)
nodist_libvt_la_SOURCES = gen/ops.h gen/calls.h gen/calls.c gen/entry.c gen/signatures.c
libvt_la_SOURCES = src/util/cleanup.h \
	src/util/clock.h \
	src/util/compiler.h \
	src/util/count.h \
	src/util/file.c \
	src/util/file.h \
	src/util/lines.c \
	src/util/lines.h \
	src/util/lock.c \
	src/util/lock.h \
	src/util/path.c \
	src/util/path.h \
	src/util/process.c \
	src/util/process.h \
	src/util/strbuf.c \
	src/util/strbuf.h \
	src/util/stripe.c \
	src/util/stripe.h \
	src/util/striped.c \
	src/util/striped.h \
	src/util/uuid.c \
	src/util/uuid.h \
	src/util/valgrind.c \
	src/util/valgrind.h \
	src/obj/connect.c \
	src/obj/connect.h \
	src/obj/error.c \
	src/obj/error.h \
	src/obj/error_text.c \
	src/obj/handle.c \
	src/obj/handle.h \
	src/obj/index.c \
	src/obj/index.h \
	src/obj/object.c \
	src/obj/object.h \
	src/obj/table.c \
	src/obj/table.h \
	src/conf/arena.c \
	src/conf/arena.h \
	src/conf/capabilities.c \
	src/conf/capabilities.h \
	src/conf/domain.h \
	src/conf/domain_change.c \
	src/conf/domain_check.c \
	src/conf/domain_copy.c \
	src/conf/domain_copy.h \
	src/conf/domain_def.c \
	src/conf/domain_device.h \
	src/conf/domain_embedded.c \
	src/conf/domain_embedded.h \
	src/conf/domain_format.c \
	src/conf/domain_format.h \
	src/conf/domain_format_char.c \
	src/conf/domain_format_devices.c \
	src/conf/domain_parse.c \
	src/conf/domain_parse.h \
	src/conf/domain_parse_carried.c \
	src/conf/domain_parse_devices.c \
	src/conf/domain_parse_disk.c \
	src/conf/domain_parse_net.c \
	src/conf/domain_parse_os.c \
	src/conf/domain_parse_other.c \
	src/conf/domain_place.c \
	src/conf/domain_words.c \
	src/conf/nodedev.h \
	src/conf/nodedev_format.c \
	src/conf/nodedev_parse.c \
	src/conf/nodedev_words.c \
	src/conf/nodedev_words.h \
	src/conf/names.c \
	src/conf/names.h \
	src/conf/network.h \
	src/conf/network_def.c \
	src/conf/network_parse.c \
	src/conf/network_parse.h \
	src/conf/network_parse_ip.c \
	src/conf/put.h \
	src/conf/relative.c \
	src/conf/relative.h \
	src/conf/take.c \
	src/conf/take.h \
	src/conf/validate.c \
	src/conf/validate.h \
	src/conf/storage.c \
	src/conf/storage.h \
	src/conf/storage_pool.c \
	src/conf/storage_pool.h \
	src/conf/storage_source.c \
	src/conf/storage_source.h \
	src/conf/storage_vol.c \
	src/conf/storage_vol.h \
	src/conf/units.c \
	src/conf/units.h \
	src/conf/xml.c \
	src/conf/xml.h \
	src/conf/xml_scan.c \
	src/conf/xml_scan.h \
	src/conf/xml_tree.c \
	src/event/deliver.c \
	src/event/event.c \
	src/event/event.h \
	src/event/impl.c \
	src/event/impl.h \
	src/event/queue.h \
	src/event/loop.c \
	src/event/loop.h \
	src/event/loop_fd.c \
	src/event/loop_state.h \
	src/event/loop_timer.c \
	src/peek/disk.c \
	src/peek/disk.h \
	src/peek/disk_table.c \
	src/peek/disk_table.h \
	src/peek/elf_header.c \
	src/peek/elf_program.c \
	src/peek/elf_source.c \
	src/peek/elf_source.h \
	src/peek/elf_xen.c \
	src/peek/fault.c \
	src/peek/file_source.c \
	src/peek/file_source.h \
	src/peek/foreign.c \
	src/peek/foreign.h \
	src/peek/foreign_frames.c \
	src/peek/foreign_frames.h \
	src/peek/foreign_map.c \
	src/peek/foreign_map.h \
	src/peek/foreign_p2m.c \
	src/peek/foreign_p2m.h \
	src/peek/memfd_source.c \
	src/peek/memfd_source.h \
	src/peek/memory.c \
	src/peek/memory.h \
	src/peek/read.c \
	src/peek/read.h \
	src/peek/source.c \
	src/peek/source.h \
	src/peek/tend.c \
	src/peek/tend.h \
	src/peek/walk.c \
	src/peek/walk.h \
	src/peek/window.c \
	src/peek/window.h \
	src/stream/file.c \
	src/stream/file.h \
	src/stream/stream.c \
	src/stream/stream.h \
	src/stream/watch.c \
	src/stream/watch.h \
	src/hypervisor/cause.c \
	src/hypervisor/cause.h \
	src/hypervisor/crc32c.c \
	src/hypervisor/crc32c.h \
	src/hypervisor/device.c \
	src/hypervisor/device.h \
	src/hypervisor/domains.c \
	src/hypervisor/domains.h \
	src/hypervisor/elf_core.c \
	src/hypervisor/elf_core.h \
	src/hypervisor/events.c \
	src/hypervisor/events.h \
	src/hypervisor/info.c \
	src/hypervisor/info.h \
	src/hypervisor/life.c \
	src/hypervisor/life.h \
	src/hypervisor/peek.c \
	src/hypervisor/peek.h \
	src/hypervisor/ram_image.c \
	src/hypervisor/ram_image.h \
	src/hypervisor/ram_stream.c \
	src/hypervisor/ram_stream.h \
	src/hypervisor/snapshot.h \
	src/hypervisor/vm.c \
	src/hypervisor/vm.h \
	src/hypervisor/wish.c \
	src/hypervisor/wish.h \
	src/hypervisor/test/capabilities.c \
	src/hypervisor/test/capabilities.h \
	src/hypervisor/test/define.c \
	src/hypervisor/test/device.c \
	src/hypervisor/test/driver.c \
	src/hypervisor/test/driver.h \
	src/hypervisor/test/events.c \
	src/hypervisor/test/functions.h \
	src/hypervisor/test/guest_paging.c \
	src/hypervisor/test/guest_paging.h \
	src/hypervisor/test/guest_ram.c \
	src/hypervisor/test/guest_ram.h \
	src/hypervisor/test/host.c \
	src/hypervisor/test/info.c \
	src/hypervisor/test/life.c \
	src/hypervisor/test/life.h \
	src/hypervisor/test/lookup.c \
	src/hypervisor/test/migrate.c \
	src/hypervisor/test/network.c \
	src/hypervisor/test/network.h \
	src/hypervisor/test/network_bridge.c \
	src/hypervisor/test/network_bridge.h \
	src/hypervisor/test/network_change.c \
	src/hypervisor/test/node_file.c \
	src/hypervisor/test/node_file.h \
	src/hypervisor/test/nodedev.c \
	src/hypervisor/test/nodedev.h \
	src/hypervisor/test/nodedev_host.c \
	src/hypervisor/test/nodedev_pci.c \
	src/hypervisor/test/peek.c \
	src/hypervisor/test/pin.c \
	src/hypervisor/test/ram.c \
	src/hypervisor/test/resources.c \
	src/hypervisor/test/save.c \
	src/hypervisor/test/script.c \
	src/hypervisor/test/script.h \
	src/hypervisor/test/storage.h \
	src/hypervisor/test/storage_dir.c \
	src/hypervisor/test/storage_dir.h \
	src/hypervisor/test/storage_dir_make.c \
	src/hypervisor/test/storage_look.c \
	src/hypervisor/test/storage_pool.c \
	src/hypervisor/test/storage_pool_define.c \
	src/hypervisor/test/storage_pool_info.c \
	src/hypervisor/test/storage_pool_life.c \
	src/hypervisor/test/storage_stream.c \
	src/hypervisor/test/storage_vol.c \
	src/hypervisor/test/storage_vol_make.c \
	src/hypervisor/test/world.c \
	src/hypervisor/test/world.h \
	src/hypervisor/xen/act.c \
	src/hypervisor/xen/act.h \
	src/hypervisor/xen/autostart.c \
	src/hypervisor/xen/autostart.h \
	src/hypervisor/xen/define.c \
	src/hypervisor/xen/define.h \
	src/hypervisor/xen/device.c \
	src/hypervisor/xen/driver.c \
	src/hypervisor/xen/driver.h \
	src/hypervisor/xen/files.c \
	src/hypervisor/xen/files.h \
	src/hypervisor/xen/files_folder.h \
	src/hypervisor/xen/files_look.c \
	src/hypervisor/xen/functions.h \
	src/hypervisor/xen/host.c \
	src/hypervisor/xen/host.h \
	src/hypervisor/xen/info.c \
	src/hypervisor/xen/keep.c \
	src/hypervisor/xen/keep.h \
	src/hypervisor/xen/life.c \
	src/hypervisor/xen/life.h \
	src/hypervisor/xen/live.c \
	src/hypervisor/xen/live.h \
	src/hypervisor/xen/load.c \
	src/hypervisor/xen/load.h \
	src/hypervisor/xen/lookup.c \
	src/hypervisor/xen/migrate.c \
	src/hypervisor/xen/peek.c \
	src/hypervisor/xen/peek.h \
	src/hypervisor/xen/resources.c \
	src/hypervisor/xen/save.c \
	src/hypervisor/xen/seen.c \
	src/hypervisor/xen/seen.h \
	src/hypervisor/xen/sync.c \
	src/hypervisor/xen/sync.h \
	src/hypervisor/xen/thread.c \
	src/hypervisor/xen/thread.h \
	src/hypervisor/xen/vm.c \
	src/hypervisor/xen/watch.c \
	src/hypervisor/xen/watch.h \
	src/hypervisor/xen/world.c \
	src/hypervisor/xen/world.h \
	src/conn/auth_default.c \
	src/conn/by_hand.c \
	src/conn/call.c \
	src/conn/call.h \
	src/conn/driver.h \
	src/conn/drivers.c \
	src/conn/error_api.c \
	src/conn/event_api.c \
	src/conn/host.c \
	src/conn/host.h \
	src/conn/init.h \
	src/conn/migrate.c \
	src/conn/open.c \
	src/conn/relative.c \
	src/conn/stream.c \
	src/conn/stream_all.c \
	src/conn/uri.c \
	src/conn/uri.h

libvirt_la_SOURCES =
libvirt_la_LIBADD = libvt.la
libvirt_la_DEPENDENCIES = libvt.la gen/libvirt.syms
libvirt_la_LDFLAGS = $(AM_LDFLAGS) -version-info 6:1:6 -Wl,--version-script=gen/libvirt.syms \
	-Wl,-z,relro,-z,now $(LIBVIRT_LDFLAGS)

# What is linked with the libraries of Xen; loaded when a connection to Xen is opened.  It stays
# loaded: they leave handlers for fork behind.
if XEN
driver_LTLIBRARIES = xen.la
driver_PROGRAMS = xen-keeper
xen_keeper_SOURCES = src/hypervisor/xen/keeper/main.c
xen_keeper_LDADD = libvt.la
xen_la_CFLAGS = $(AM_CFLAGS) -fvisibility=hidden $(XEN_CFLAGS)
xen_la_LIBADD = $(XEN_LIBS)
xen_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared -export-symbols-regex '^vitrine_xen_host$$' \
	-Wl,-z,relro,-z,now,-z,nodelete $(LIBVIRT_LDFLAGS)
xen_la_SOURCES = src/hypervisor/xen/host.h \
	src/hypervisor/xen/module/child.c \
	src/hypervisor/xen/module/config.c \
	src/hypervisor/xen/module/config_devices.c \
	src/hypervisor/xen/module/config_display.c \
	src/hypervisor/xen/module/config_text.c \
	src/hypervisor/xen/module/create.c \
	src/hypervisor/xen/module/describe.c \
	src/hypervisor/xen/module/describe.h \
	src/hypervisor/xen/module/describe_devices.c \
	src/hypervisor/xen/module/describe_doc.c \
	src/hypervisor/xen/module/devices.c \
	src/hypervisor/xen/module/domains.c \
	src/hypervisor/xen/module/fail.c \
	src/hypervisor/xen/module/frames.c \
	src/hypervisor/xen/module/host.c \
	src/hypervisor/xen/module/life.c \
	src/hypervisor/xen/module/log.c \
	src/hypervisor/xen/module/module.h \
	src/hypervisor/xen/module/op.c \
	src/hypervisor/xen/module/open.c \
	src/hypervisor/xen/module/quiet.c \
	src/hypervisor/xen/module/resources.c \
	src/hypervisor/xen/module/sched.c \
	src/hypervisor/xen/module/stats.c \
	src/hypervisor/xen/module/store.c \
	src/hypervisor/xen/module/stream.c
endif

libvirtincludedir = $(includedir)/libvirt
libvirtinclude_HEADERS = include/libvirt/libvirt-common.h \
	include/libvirt/libvirt-domain-define.h \
	include/libvirt/libvirt-domain-event.h \
	include/libvirt/libvirt-domain-state.h \
	include/libvirt/libvirt-object-event.h \
	include/libvirt/libvirt-domain-peek.h \
	include/libvirt/libvirt-domain-resources.h \
	include/libvirt/libvirt-domain.h \
	include/libvirt/libvirt-event.h \
	include/libvirt/libvirt-host.h \
	include/libvirt/libvirt-network.h \
	include/libvirt/libvirt-nodedev.h \
	include/libvirt/libvirt-storage-vol.h \
	include/libvirt/libvirt-storage.h \
	include/libvirt/libvirt-stream.h \
	include/libvirt/libvirt.h \
	include/libvirt/virterror.h
