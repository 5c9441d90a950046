package io.reeve.core.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class LinesTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  @TempDir private Path folder;
  private Lines near;
  private Lines far;

  @BeforeEach
  void connect() throws IOException {
    var address = UnixDomainSocketAddress.of(folder.resolve("s"));
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(address);
      far = new Lines(SocketChannel.open(address), 1024);
      near = new Lines(listener.accept(), 1024);
    }
  }

  @AfterEach
  void close() throws IOException {
    far.close();
    near.close();
  }

  /// Writes while the test reads: a socket holds less than that.
  private void says(String line) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            far.write(line, LONG);
          } catch (IOException _) {
            // The test has read what it wants.
          }
        });
  }

  @Test
  void aLineThatIsSkippedMayHaveAnyLengthAndWhatFollowsIsRead() throws IOException {
    says("x".repeat(3 * 1024 * 1024) + "\nand then");
    near.skip(LONG);
    assertThat(near.read()).hasValue("and then");
  }

  @Test
  void theEndOfTheStreamEndsWhatIsSkipped() throws IOException {
    far.close();
    near.skip(LONG);
    assertThat(near.read()).isEmpty();
  }

  @Test
  void aLimitHoldsFromNowOn() throws IOException {
    says("a".repeat(1000) + "\n" + "b".repeat(1000));
    assertThat(near.read().orElseThrow()).hasSize(1000);
    near.limit(999);
    assertThatThrownBy(near::read).isInstanceOf(Lines.TooLongException.class);
  }
}
