# The benchmarks: a program of rows in C over a thin C++ shim.  They never gate anything.
EXTRA_DIST += bench/compare bench/.clang-format

if HAVE_BENCHMARK
EXTRA_PROGRAMS = bench/vitrine-bench
CLEANFILES += bench/vitrine-bench
bench_vitrine_bench_SOURCES = bench/main.c bench/shim.cc bench/shim.h bench/rows.h \
	bench/report.c bench/report.h bench/fixture.c bench/fixture.h bench/fixture_xml.c \
	bench/plain_table.c bench/plain_table.h bench/stuck.c bench/stuck.h \
	bench/bench_handles.c bench/bench_lookup.c bench/bench_info.c bench/bench_xml.c \
	bench/bench_peek.c bench/bench_blocked.c
bench_vitrine_bench_CXXFLAGS = $(AM_CXXFLAGS) $(BENCHMARK_CFLAGS)
bench_vitrine_bench_LDADD = libvirt.la $(BENCHMARK_LIBS) $(LIBXML_LIBS) $(JEMALLOC_LIBS)

bench: bench/vitrine-bench$(EXEEXT)
	$(AM_V_at)./bench/vitrine-bench$(EXEEXT) $(BENCH_ARGS)
else
bench:
	@echo 'bench: not built, configure did not find Google Benchmark (Debian: libbenchmark-dev)'
endif
.PHONY: bench
