# virsh: uses the public library only, and a few pieces of src/util.
bin_PROGRAMS += tools/virsh/virsh
# All but the program's own frame: fuzz/ links them, too.
VIRSH_PARTS = \
	src/util/file.c \
	src/util/strbuf.c \
	src/util/uuid.c \
	tools/virsh/cmd_device.c \
	tools/virsh/cmd_domain_file.c \
	tools/virsh/cmd_domain_info.c \
	tools/virsh/cmd_domain_life.c \
	tools/virsh/cmd_domain_list.c \
	tools/virsh/cmd_domain_parts.c \
	tools/virsh/cmd_domain_stat.c \
	tools/virsh/cmd_domain_tune.c \
	tools/virsh/cmd_domain_xml.c \
	tools/virsh/cmd_event.c \
	tools/virsh/cmd_host.c \
	tools/virsh/cmd_nodedev.c \
	tools/virsh/cmd_net.c \
	tools/virsh/cmd_net_leases.c \
	tools/virsh/cmd_net_list.c \
	tools/virsh/cmd_peek.c \
	tools/virsh/cmd_pool.c \
	tools/virsh/cmd_pool_create.c \
	tools/virsh/cmd_pool_list.c \
	tools/virsh/cmd_schedinfo.c \
	tools/virsh/cmd_shell.c \
	tools/virsh/cmd_vol.c \
	tools/virsh/cmd_vol_create.c \
	tools/virsh/cmd_vol_data.c \
	tools/virsh/columns.c \
	tools/virsh/columns.h \
	tools/virsh/command.c \
	tools/virsh/command.h \
	tools/virsh/complete.c \
	tools/virsh/complete.h \
	tools/virsh/complete_domain.c \
	tools/virsh/complete_network.c \
	tools/virsh/complete_nodedev.c \
	tools/virsh/complete_pool.c \
	tools/virsh/console.c \
	tools/virsh/console.h \
	tools/virsh/domain.c \
	tools/virsh/domain.h \
	tools/virsh/edit.c \
	tools/virsh/edit.h \
	tools/virsh/eventwait.c \
	tools/virsh/eventwait.h \
	tools/virsh/help.c \
	tools/virsh/help.h \
	tools/virsh/hexdump.c \
	tools/virsh/hexdump.h \
	tools/virsh/input.c \
	tools/virsh/input.h \
	tools/virsh/job.c \
	tools/virsh/job.h \
	tools/virsh/listing.c \
	tools/virsh/listing.h \
	tools/virsh/nodedev.c \
	tools/virsh/nodedev.h \
	tools/virsh/network.c \
	tools/virsh/network.h \
	tools/virsh/parse.c \
	tools/virsh/parse.h \
	tools/virsh/pool.c \
	tools/virsh/pool.h \
	tools/virsh/progress.c \
	tools/virsh/progress.h \
	tools/virsh/report.c \
	tools/virsh/report.h \
	tools/virsh/script.c \
	tools/virsh/script.h \
	tools/virsh/shell.c \
	tools/virsh/shell.h \
	tools/virsh/size.c \
	tools/virsh/size.h \
	tools/virsh/table.c \
	tools/virsh/table.h \
	tools/virsh/tokens.c \
	tools/virsh/tokens.h \
	tools/virsh/words.c \
	tools/virsh/words.h \
	tools/virsh/xmldoc.c \
	tools/virsh/xmldoc.h \
	tools/virsh/xmlout.c \
	tools/virsh/xmlout.h
tools_virsh_virsh_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tools/virsh
tools_virsh_virsh_CFLAGS = $(AM_CFLAGS) $(READLINE_CFLAGS)
tools_virsh_virsh_SOURCES = $(VIRSH_PARTS) tools/virsh/main.c tools/virsh/interactive.h
if HAVE_READLINE
tools_virsh_virsh_SOURCES += tools/virsh/interactive.c tools/virsh/complete_readline.c
else
tools_virsh_virsh_SOURCES += tools/virsh/interactive_plain.c
endif
tools_virsh_virsh_LDADD = libvirt.la $(LIBXML_LIBS) $(READLINE_LIBS) $(JEMALLOC_LIBS)

# The manual page: the table of commands is its source.
noinst_PROGRAMS += build-aux/virsh-man
build_aux_virsh_man_SOURCES = build-aux/virsh-man.c $(VIRSH_PARTS)
build_aux_virsh_man_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tools/virsh
build_aux_virsh_man_LDADD = libvirt.la $(LIBXML_LIBS)
dist_man_MANS += docs/man/virsh.1
EXTRA_DIST += docs/man/virsh.1.in
CLEANFILES += docs/man/virsh.1
docs/man/virsh.1: $(srcdir)/docs/man/virsh.1.in build-aux/virsh-man$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) docs/man
	$(AM_V_at)./build-aux/virsh-man$(EXEEXT) $(srcdir)/docs/man/virsh.1.in >$@.tmp
	$(AM_V_at)mv $@.tmp $@

# Where bash-completion looks beside any prefix.  Source: its README, "install location".
bashcompletiondir = $(datadir)/bash-completion/completions
dist_bashcompletion_DATA = completions/virsh.bash
# virt-xml-validate: the library's own check, so it holds the library's objects.
bin_PROGRAMS += tools/virt-xml-validate
tools_virt_xml_validate_SOURCES = tools/virt-xml-validate.c
tools_virt_xml_validate_LDADD = libvt.la $(LIBXML_LIBS)
dist_man_MANS += docs/man/virt-xml-validate.1
