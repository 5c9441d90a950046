package io.reeve.system;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives a test a [VirtualSite] in its parameter. One is booted and enrolled for all of them, which
/// takes minutes, and saved as it then is; each test goes on from there, in seconds, with memory
/// and disks of its own.
final class VirtualSites implements ParameterResolver {
  static final List<String> PROGRAMS =
      List.of("qemu-system-x86_64", "qemu-img", "mmdebstrap", "mkfs.ext4", "setpriv");

  private static final Namespace PLACE = Namespace.create(VirtualSites.class);
  private static final String READY = "ready";

  /// What is kept until the last test has ended.
  private record Kept(VirtualDisks disks) implements AutoCloseable {
    static Kept make() throws IOException {
      return Requirements.orSkip(PROGRAMS, () -> new Kept(prepared()));
    }

    private static VirtualDisks prepared() throws IOException {
      var copies = Files.createTempDirectory("reeve-program");
      try {
        var reeve = ReeveFiles.copy(copies);
        var disks = VirtualDisks.make(VirtualImage.get(), reeve, false);
        try (var site = VirtualSite.on(VirtualMachine.boot(disks))) {
          site.manage(reeve);
          site.machine().save(READY);
          return disks;
        } catch (RuntimeException | AssertionError | IOException failed) {
          disks.close();
          throw failed;
        }
      } finally {
        ImageCache.remove(copies);
      }
    }

    @Override
    public void close() {
      disks.close();
    }
  }

  /// One test's machine.
  private record Lent(VirtualSite site) implements AutoCloseable {
    @Override
    public void close() {
      site.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType().equals(VirtualSite.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    var kept =
        test.getRoot()
            .getStore(PLACE)
            .getOrComputeIfAbsent(Kept.class, _ -> unchecked(Kept::make), Kept.class);
    var site = unchecked(() -> VirtualSite.on(VirtualMachine.resume(kept.disks(), READY)));
    test.getStore(PLACE).put(Lent.class, new Lent(site));
    return site;
  }

  private static <T> T unchecked(Requirements.Try<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
