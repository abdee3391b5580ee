# Programs as a user of the library writes them: they include nothing but its public headers.
noinst_PROGRAMS += examples/demo examples/peek
examples_demo_SOURCES = examples/demo.c examples/demo.h examples/demo_load.c examples/demo_show.c
examples_demo_LDADD = libvirt.la $(JEMALLOC_LIBS)
examples_peek_SOURCES = examples/peek.c
examples_peek_LDADD = libvirt.la
