package org.ocellus.benchmarks.micro;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ocellus.benchmarks.BenchCommand;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Each step of the library on its own, by JMH, beside the bare call that it is made of. */
@Command(
    name = "micro",
    mixinStandardHelpOptions = true,
    description =
        "The time and the allocation of each step, beside that of bare OpenCV, ONNX Runtime and"
            + " Lucene; one thread.")
public final class MicroBench implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(
      paramLabel = "REGEX",
      arity = "0..1",
      defaultValue = ".*",
      description = "of the steps; all unless said")
  private String steps = ".*";

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "1",
      description = "of each of five measurements; ${DEFAULT-VALUE} unless said")
  private int seconds;

  @Override
  public Integer call() throws RunnerException {
    PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
    Options options =
        new OptionsBuilder()
            .include("org\\.ocellus\\.benchmarks\\.micro\\..*" + steps)
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .threads(1)
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(seconds))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(seconds))
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    out.printf("%s, SIMD by %s%n%n", BenchCommand.machine(), BenchCommand.simd());
    out.printf("| step | µs | ± (99.9 %%) | bytes allocated |%n|---|---|---|---|%n");
    for (RunResult result : results) {
      Result<?> time = result.getPrimaryResult();
      Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
      out.printf(
          Locale.ROOT,
          "| %s | %.1f | %.1f | %.0f |%n",
          name(result),
          time.getScore(),
          time.getScoreError(),
          allocated == null ? 0 : allocated.getScore());
    }
    out.flush();
    return 0;
  }

  private static String name(RunResult result) {
    String[] parts = result.getParams().getBenchmark().split("\\.");
    List<String> parameters =
        result.getParams().getParamsKeys().stream()
            .map(key -> key + " " + result.getParams().getParam(key))
            .toList();
    String step = parts[parts.length - 2] + "." + parts[parts.length - 1];
    return parameters.isEmpty() ? step : step + ", " + String.join(", ", parameters);
  }
}
