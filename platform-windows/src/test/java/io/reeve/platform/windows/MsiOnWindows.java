package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reeve.core.apps.AppManifest;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.FileAttributes;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Windows Installer itself, with a package that is made here. Never on a machine that somebody
/// uses.
final class MsiOnWindows {
  private static final String CODE = "{DDDDDDDD-2222-3333-4444-555555555555}";
  private static final Path FILE = Path.of("C:\\windows\\temp\\reeve-tiny.msi");
  private final Win32 windows = WineWin32.here();
  private final NativeMsi packages = new NativeMsi(windows);
  private final Registry registry = new NativeRegistry(windows);
  private final Commands commands =
      (arguments, patience) -> {
        var folders = SystemFolders.of(windows);
        var program =
            new Launch.Program(arguments, Programs.environment(folders), folders.windows(), "");
        var ended = new Launch(windows).run(program, 0, patience);
        return new Commands.Result(ended.exit(), ended.text(), "");
      };
  private final MsiTool tool =
      MsiTool.of(
          windows,
          commands,
          MsiRestart.of(
              new Host(Path.of("/"), commands, FileAttributes.none(), Clock.systemUTC()),
              Optional::empty));

  @BeforeEach
  void makeAPackage() throws IOException {
    assumeTrue(WineWin32.isHosted(), "SKIPPED: programs are installed inside Wine only");
    new TinyMsi(windows).make(FILE.toString(), CODE, "1.2.0");
    tool.remove(List.of(CODE));
  }

  private static AppManifest manifest(String more) throws IOException {
    var parsed = AppManifest.parse("{\"type\": \"msi\", \"name\": \"%s\"%s}".formatted(CODE, more));
    return new AppManifest(
        "msi",
        CODE,
        parsed.version(),
        Optional.of(new AppManifest.PackageFile(FILE.toString(), "")),
        List.of(),
        parsed.signer(),
        List.of());
  }

  @Test
  void aPackageSaysWhatItIs() throws IOException {
    assertThat(packages.read(FILE))
        .isEqualTo(
            new MsiPackages.Said(
                CODE, "1.2.0", Optional.of("{BBBBBBBB-2222-3333-4444-555555555555}")));
    assertThatThrownBy(() -> packages.read(Path.of("C:\\windows\\system32\\kernel32.dll")))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("as a package of Windows Installer");
  }

  @Test
  void itIsInstalledKnownAndRemoved() throws IOException {
    var there = RegistryKey.machine("SOFTWARE\\ReeveTinyMsi");
    assertThat(tool.installed(CODE)).isEmpty();
    tool.install(manifest(""));
    assertThat(tool.installed(CODE)).contains("1.2.0");
    assertThat(registry.value(there, "There").flatMap(RegistryData::text)).contains("yes");
    assertThat(tool.suits(manifest(", \"version\": \">= 1.10\""), "1.2.0")).isFalse();
    assertThat(tool.remove(List.of(CODE))).isEmpty();
    assertThat(tool.installed(CODE)).isEmpty();
    assertThat(registry.value(there, "There")).isEmpty();
  }

  @Test
  void aPackageWithoutASignatureIsNotTakenWhereOneIsAskedFor() throws IOException {
    assertThatThrownBy(() -> tool.install(manifest(", \"signer\": \"Contoso Ltd\"")))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("WinVerifyTrust");
    assertThat(tool.installed(CODE)).isEmpty();
  }

  @Test
  void noProductsAreRelatedToAnUnknownLine() throws IOException {
    assertThat(packages.related("{EEEEEEEE-2222-3333-4444-555555555555}")).isEmpty();
  }
}
