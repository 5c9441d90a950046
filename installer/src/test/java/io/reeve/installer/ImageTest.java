package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleFinder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which parts of the JDK a package's runtime has that no tool finds in the program.
final class ImageTest {
  /// Without it `windows-my` has no keys: Java finds its provider by name.
  @ParameterizedTest
  @CsvSource({"Windows 11, true", "Windows Server 2025, true", "Mac OS X, false", "Linux, false"})
  void onlyOnWindowsItHasTheKeysOfTheMachine(String system, boolean has) {
    assertThat(Image.byName(system)).contains("jdk.crypto.cryptoki");
    assertThat(Image.byName(system).contains("jdk.crypto.mscapi")).isEqualTo(has);
  }

  /// Else the command line is a program of windows, whose words nobody sees.
  @Test
  void onWindowsAllButTheTrayHaveAConsole() {
    assertThat(Image.properties(Launcher.REEVED, "Windows 11"))
        .startsWith("arguments=daemon\njava-options=-")
        .endsWith("\nwin-console=true\n");
    assertThat(Image.properties(Launcher.TRAY, "Windows 11")).endsWith("\nwin-console=false\n");
    assertThat(Image.properties(Launcher.TRAY, "Linux")).doesNotContain("win-console");
  }

  @Test
  void onWindowsTheProcessThatTheServiceManagerStartsIsTheOneThatServes() {
    var made =
        List.of(
            "[Application]",
            "app.classpath=$APPDIR/agent-core-0.1.jar",
            "app.classpath=$APPDIR/netty-codec-http-4.jar",
            "[JavaOptions]",
            "java-options=-Xmx256m");
    assertThat(Image.settings(Launcher.REEVED, made, "Windows 11"))
        .startsWith("[Application]", "win.norestart=true")
        .containsAll(made);
    assertThat(Image.settings(Launcher.REEVED, made, "Linux")).isEqualTo(made);
    assertThat(Image.settings(Launcher.TRAY, made, "Linux"))
        .contains("app.classpath=$APPDIR/agent-core-0.1.jar")
        .doesNotContain("app.classpath=$APPDIR/netty-codec-http-4.jar");
  }

  @Test
  void whatItNamesIsInThisSystemsJdk() {
    assertThat(Image.byName(System.getProperty("os.name")))
        .allMatch(module -> ModuleFinder.ofSystem().find(module).isPresent());
  }
}
