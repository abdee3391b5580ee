# libvt.la is every object of the library; libvirt.la is it behind the version script, and the
# tests that look inside link it as it is.
noinst_LTLIBRARIES += libvt.la
lib_LTLIBRARIES += libvirt.la

libvt_la_CFLAGS = $(AM_CFLAGS) -fvisibility=hidden -ftls-model=initial-exec
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
	src/conf/domain_parse_devices.c \
	src/conf/domain_parse_disk.c \
	src/conf/domain_parse_net.c \
	src/conf/domain_parse_os.c \
	src/conf/domain_parse_other.c \
	src/conf/domain_words.c \
	src/conf/put.h \
	src/conf/take.c \
	src/conf/take.h \
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
	src/peek/memfd_source.c \
	src/peek/memfd_source.h \
	src/peek/memory.c \
	src/peek/memory.h \
	src/peek/read.c \
	src/peek/read.h \
	src/peek/source.c \
	src/peek/source.h \
	src/peek/walk.c \
	src/peek/walk.h \
	src/peek/window.c \
	src/peek/window.h \
	src/hypervisor/crc32c.c \
	src/hypervisor/crc32c.h \
	src/hypervisor/elf_core.c \
	src/hypervisor/elf_core.h \
	src/hypervisor/ram_image.c \
	src/hypervisor/ram_image.h \
	src/hypervisor/ram_stream.c \
	src/hypervisor/ram_stream.h \
	src/hypervisor/snapshot.h \
	src/hypervisor/vm.c \
	src/hypervisor/vm.h \
	src/hypervisor/test/capabilities.c \
	src/hypervisor/test/capabilities.h \
	src/hypervisor/test/cause.c \
	src/hypervisor/test/cause.h \
	src/hypervisor/test/define.c \
	src/hypervisor/test/define.h \
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
	src/hypervisor/test/node_file.c \
	src/hypervisor/test/node_file.h \
	src/hypervisor/test/peek.c \
	src/hypervisor/test/pin.c \
	src/hypervisor/test/ram.c \
	src/hypervisor/test/resources.c \
	src/hypervisor/test/save.c \
	src/hypervisor/test/script.c \
	src/hypervisor/test/script.h \
	src/hypervisor/test/world.c \
	src/hypervisor/test/world.h \
	src/conn/auth_default.c \
	src/conn/by_hand.c \
	src/conn/call.c \
	src/conn/call.h \
	src/conn/driver.h \
	src/conn/drivers.c \
	src/conn/error_api.c \
	src/conn/event_api.c \
	src/conn/init.h \
	src/conn/migrate.c \
	src/conn/open.c \
	src/conn/uri.c \
	src/conn/uri.h

libvirt_la_SOURCES =
libvirt_la_LIBADD = libvt.la
libvirt_la_DEPENDENCIES = libvt.la gen/libvirt.syms
libvirt_la_LDFLAGS = $(AM_LDFLAGS) -version-info 6:1:6 -Wl,--version-script=gen/libvirt.syms \
	-Wl,-z,relro,-z,now $(LIBVIRT_LDFLAGS)

libvirtincludedir = $(includedir)/libvirt
libvirtinclude_HEADERS = include/libvirt/libvirt-common.h \
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
	include/libvirt/libvirt.h \
	include/libvirt/virterror.h
