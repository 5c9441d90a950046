package io.reeve.platform.windows;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs test classes and writes down what came of them, a line for each test: outcome, class, name
/// and, in base64, why. The file is there only when all have run.
final class OnWindowsMain {
  private OnWindowsMain() {}

  static void main(String[] arguments) throws IOException {
    var results = Path.of(arguments[0]);
    var lines = new ArrayList<String>();
    for (var type : List.of(arguments).subList(1, arguments.length)) {
      lines.addAll(run(type));
    }
    Files.write(results, lines);
  }

  private static List<String> run(String type) {
    var lines = new ArrayList<String>();
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(type))
            .build();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionSkipped(TestIdentifier test, String reason) {
                lines.add(line("SKIPPED", type, test, reason));
              }

              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                boolean failed = result.getStatus() == TestExecutionResult.Status.FAILED;
                if (test.isTest() || failed) {
                  var why = result.getThrowable().map(OnWindowsMain::trace).orElse("");
                  lines.add(line(result.getStatus().name(), type, test, why));
                }
              }
            });
    return lines;
  }

  private static String line(String outcome, String type, TestIdentifier test, String why) {
    boolean whole = test.getSource().filter(ClassSource.class::isInstance).isPresent();
    return String.join(
        "\t",
        outcome,
        type.substring(type.lastIndexOf('.') + 1),
        whole ? "(class)" : test.getDisplayName(),
        Base64.getEncoder().encodeToString(why.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  private static String trace(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
