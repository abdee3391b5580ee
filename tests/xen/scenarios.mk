# The scenarios that hold for every hypervisor: they are run on Xen as well, on a host in memory by
# `make check`, on a real one by tests/xen/lab/scenarios, which reads this list.
# tests/xen/scenario-NAME.xen runs tests/scenario/test-NAME, and tests/xen/driver-NAME.xen, in memory only,
# tests/xen/test-driver-NAME.
XEN_ON_FAKE = \
	tests/xen/scenario-close-while-used.xen \
	tests/xen/scenario-connect-references.xen \
	tests/xen/scenario-core-dump.xen \
	tests/xen/scenario-define.xen \
	tests/xen/scenario-devices.xen \
	tests/xen/scenario-error-text.xen \
	tests/xen/scenario-events.xen \
	tests/xen/scenario-events-close.xen \
	tests/xen/scenario-events-inside.xen \
	tests/xen/scenario-events-threads.xen \
	tests/xen/scenario-events-two-threads.xen \
	tests/xen/scenario-gone.xen \
	tests/xen/scenario-host.xen \
	tests/xen/scenario-info.xen \
	tests/xen/scenario-job-none.xen \
	tests/xen/scenario-life.xen \
	tests/xen/scenario-lookup.xen \
	tests/xen/scenario-migrate-here.xen \
	tests/xen/scenario-peek-block.xen \
	tests/xen/scenario-peek-huge.xen \
	tests/xen/scenario-peek-memory.xen \
	tests/xen/scenario-relative.xen \
	tests/xen/scenario-resources.xen \
	tests/xen/scenario-save-restore.xen \
	tests/xen/scenario-signals.xen \
	tests/xen/scenario-threads-first-use.xen \
	tests/xen/scenario-validate.xen \
	tests/xen/driver-asks.xen \
	tests/xen/driver-as-told.xen \
	tests/xen/driver-boot.xen \
	tests/xen/driver-built-paused.xen \
	tests/xen/driver-crash.xen \
	tests/xen/driver-defined-started.xen \
	tests/xen/driver-end-missed.xen \
	tests/xen/driver-ended-early.xen \
	tests/xen/driver-ends.xen \
	tests/xen/driver-events.xen \
	tests/xen/driver-files.xen \
	tests/xen/driver-hang.xen \
	tests/xen/driver-kept-document.xen \
	tests/xen/driver-last-close.xen \
	tests/xen/driver-migrated.xen \
	tests/xen/driver-missing.xen \
	tests/xen/driver-others.xen \
	tests/xen/driver-renamed.xen \
	tests/xen/driver-save-killed.xen \
	tests/xen/driver-two-create.xen

# Those that `make check-xen` runs on a real host; `make check-xen-scenarios` runs all.
XEN_REAL_SCENARIOS = core-dump define events events-inside events-threads life lookup migrate-here resources save-restore

# Those in which threads meet, for tools under which all would take too long.
XEN_UNDER_VALGRIND = \
	tests/xen/scenario-close-while-used.xen \
	tests/xen/scenario-events-threads.xen \
	tests/xen/scenario-threads-first-use.xen \
	tests/xen/driver-ends.xen \
	tests/xen/driver-events.xen \
	tests/xen/driver-last-close.xen \
	tests/xen/driver-others.xen
