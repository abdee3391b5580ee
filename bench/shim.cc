/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The C face of Google Benchmark.
 * Only what the rows need: register, loop, bytes, failure, results. */
#include "config.h"

#include <benchmark/benchmark.h>

#include <regex>
#include <string>
#include <vector>

#include "shim.h"

namespace
{

benchmark::State *state_of(struct bench *b)
{
    return reinterpret_cast<benchmark::State *>(b);
}

const benchmark::State *state_of(const struct bench *b)
{
    return reinterpret_cast<const benchmark::State *>(b);
}

/* Hands each repetition to C; prints nothing. */
class SinkReporter : public benchmark::BenchmarkReporter
{
  public:
    SinkReporter(bench_sink *sink, void *opaque) : sink_(sink), opaque_(opaque)
    {
    }

    bool ReportContext(const Context &) override
    {
        return true;
    }

    void ReportRuns(const std::vector<Run> &runs) override
    {
        for (const Run &run : runs) {
            if (run.run_type == Run::RT_Iteration)
                report(run);
        }
    }

  private:
    void report(const Run &run)
    {
        struct bench_result result = {};
        auto bytes = run.counters.find("bytes_per_second");

        result.name = run.run_name.function_name.c_str();
        result.threads = static_cast<int>(run.threads);
        result.ns = run.GetAdjustedRealTime();
        if (bytes != run.counters.end())
            result.bytes_per_s = bytes->second.value;
        if (run.error_occurred)
            result.error = run.error_message.c_str();
        sink_(opaque_, &result);
    }

    bench_sink *sink_;
    void *opaque_;
};

} // namespace

bool bench_next_n(struct bench *b, int n)
{
    return state_of(b)->KeepRunningBatch(n);
}

int bench_thread(const struct bench *b)
{
    return state_of(b)->thread_index();
}

int bench_threads(const struct bench *b)
{
    return state_of(b)->threads();
}

void bench_bytes(struct bench *b, uint64_t bytes_per_op)
{
    benchmark::State *state = state_of(b);

    state->SetBytesProcessed(state->iterations() * static_cast<int64_t>(bytes_per_op));
}

void bench_fail(struct bench *b, const char *why)
{
    state_of(b)->SkipWithError(why);
}

void bench_init(int *argc, char **argv, const char *const *defaults, int n_defaults)
{
    std::vector<char *> all;
    int n;

    all.push_back(argv[0]);
    for (int i = 0; i < n_defaults; i++)
        all.push_back(const_cast<char *>(defaults[i]));
    for (int i = 1; i < *argc; i++)
        all.push_back(argv[i]);
    n = static_cast<int>(all.size());
    all.push_back(nullptr);
    /* Known options go, the others keep their order, and none of the defaults is left. */
    benchmark::Initialize(&n, all.data());
    for (int i = 1; i < n; i++)
        argv[i] = all[i];
    *argc = n;
    argv[n] = nullptr;
}

const char *bench_filter(void)
{
    static const std::string filter = benchmark::GetBenchmarkFilter();

    return filter.c_str();
}

int bench_match(const char *regex, const char *text)
{
    try {
        return std::regex_search(text, std::regex(regex, std::regex::extended)) ? 1 : 0;
    } catch (const std::regex_error &) {
        return -1;
    }
}

void bench_register(const char *name, bench_func *func, const struct bench_row *row,
                    const int *threads)
{
    auto *made = benchmark::RegisterBenchmark(name, [func, row](benchmark::State &state) {
        func(reinterpret_cast<struct bench *>(&state), row);
    });

    made->UseRealTime();
    for (int i = 0; threads[i] != 0; i++)
        made->Threads(threads[i]);
}

void bench_run(bench_sink *sink, void *opaque)
{
    SinkReporter reporter(sink, opaque);

    benchmark::RunSpecifiedBenchmarks(&reporter, ".");
    benchmark::ClearRegisteredBenchmarks();
}
