package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.programs.ProcessCommands;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Runs the tests of a class in a process of its own, behind a program such as `unshare`, because a
/// JVM cannot leave its namespaces.
final class Fork {
  private Fork() {}

  /// Holds that every test of the class passes behind these words of a command line.
  static void run(List<String> before, Class<?> tests) throws IOException {
    var arguments = new ArrayList<>(before);
    var path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    arguments.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    arguments.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    arguments.addAll(List.of("-cp", path, Fork.class.getName(), tests.getName()));
    var result = ProcessCommands.unix().run(arguments, Duration.ofMinutes(5));
    assertThat(result.out()).as(result.err()).endsWith("all passed\n");
    assertThat(result.exit()).isZero();
  }

  /// A new object for each test, as JUnit does it.
  public static void main(String[] names) throws ReflectiveOperationException {
    var type = Class.forName(names[0]);
    var make = type.getDeclaredConstructor();
    make.setAccessible(true);
    for (Method method : Arrays.asList(type.getMethods())) {
      if (method.isAnnotationPresent(Test.class)) {
        run(make.newInstance(), method);
      }
    }
    System.out.println("all passed");
  }

  private static void run(Object test, Method method) throws ReflectiveOperationException {
    try {
      method.setAccessible(true);
      method.invoke(test);
    } catch (InvocationTargetException e) {
      throw new AssertionError(method.getName(), e.getCause());
    }
  }
}
