# Two kinds of test programs: those that use the public library as anybody does, and those that
# look inside and link its objects (libvt.la).
PUBLIC_TESTS = \
	tests/obj/test-errors \
	tests/scenario/test-connect
INTERNAL_TESTS = \
	tests/refusals/test-refusals

AM_TESTS_ENVIRONMENT = \
	top_srcdir='$(top_srcdir)' top_builddir='$(top_builddir)' \
	CC='$(CC)' CXX='$(CXX)' PYTHON='$(PYTHON)' \
	MALLOC_PERTURB_=$$(($$$$ % 255 + 1)); \
	export top_srcdir top_builddir CC CXX PYTHON MALLOC_PERTURB_;
LOG_COMPILER = $(top_builddir)/run

check_PROGRAMS += $(PUBLIC_TESTS) $(INTERNAL_TESTS)
TESTS += $(PUBLIC_TESTS) $(INTERNAL_TESTS)

TEST_LINK = libvirt.la
LDADD = libvirt.la

tests_refusals_test_refusals_SOURCES = tests/refusals/test-refusals.c tests/refusals/fixture.c \
	tests/refusals/fixture.h tests/refusals/refusal.h
nodist_tests_refusals_test_refusals_SOURCES = gen/refusals.c
tests_refusals_test_refusals_LDADD = libvt.la
