package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.local.SelfTestReport;
import io.reeve.core.local.SelfTestReport.Trial;
import io.reeve.core.local.SelfTestReport.Trial.Attempt;
import io.reeve.core.local.SelfTestReport.Trial.Result;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.PendingException;
import io.reeve.core.spi.Table;
import io.reeve.policy.Address;
import io.reeve.policy.Catalog;
import io.reeve.policy.ProblemsException;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SelfTestTest {
  private static final String ROW =
      """
      {"settings": [{
        "id": "demo.word",
        "uri": "./Device/Vendor/Reeve/Demo/Word",
        "format": "chr",
        "category": "demo",
        "tier": 1,
        "sentence": "A word.",
        "on": {
          "linux": [{"mechanism": "word", "parameters": {}}],
          "macos": {"none": "a demo"},
          "windows": {"none": "a demo"}
        },
        "examples": {"good": ["new"], "bad": []}
      }]}
      """;

  @TempDir Path root;

  private final List<Path> roots = new ArrayList<>();

  @FunctionalInterface
  private interface Read {
    Value read() throws IOException;
  }

  @Test
  void whatIsReadIsNotInTheReport() throws Exception {
    var tested = test(() -> Value.of("a secret"), false);
    assertThat(of(tested, Attempt.READ))
        .usingRecursiveComparison()
        .ignoringFields("millis")
        .isEqualTo(new Trial(Attempt.READ, "demo.word", "word", Result.OK, "", 0));
    assertThat(tested.toString()).doesNotContain("a secret");
  }

  @Test
  void aMachineThatLacksThePlaceIsNotAFailure() throws Exception {
    var tested = test(() -> reject(new NotApplicableException("there are no words here")), false);
    assertThat(of(tested, Attempt.READ))
        .extracting(Trial::result, Trial::text)
        .containsExactly(Result.NOT_APPLICABLE, "there are no words here");
  }

  @Test
  void whatTakesLongerHasBegunAndIsWell() throws Exception {
    var tested = test(() -> reject(new PendingException("looking for words")), false);
    assertThat(of(tested, Attempt.READ).result()).isEqualTo(Result.OK);
  }

  @Test
  void aFailureADefectAndALibraryThatCannotBeLoadedAreToldAndTheRestGoesOn() throws Exception {
    assertThat(of(test(() -> reject(new IOException("it broke")), false), Attempt.READ).text())
        .isEqualTo("IOException");
    var defect =
        test(
            () -> {
              throw new UnsatisfiedLinkError("no words in java.library.path");
            },
            false);
    assertThat(of(defect, Attempt.READ).result()).isEqualTo(Result.FAILED);
    assertThat(of(defect, Attempt.READ).text()).isEqualTo("a defect: UnsatisfiedLinkError");
    assertThat(of(defect, Attempt.WATCH).result()).isEqualTo(Result.OK);
  }

  /// A reader of JSON quotes what it could not read.
  @Test
  void whatAMessageQuotesIsNotInTheReport() throws Exception {
    var cause = new IllegalStateException("Unrecognized token 'hunter2'");
    var tested = test(() -> reject(new IOException("bad line: hunter2", cause)), false);
    assertThat(tested.toString()).doesNotContain("hunter2");
    assertThat(of(tested, Attempt.READ).text())
        .isEqualTo("IOException, because of IllegalStateException");
  }

  @Test
  void whatDoesNotEndIsGivenUp() throws Exception {
    var never = new CountDownLatch(1);
    var tested =
        test(
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              return Value.absent();
            },
            false,
            Duration.ofSeconds(1));
    assertThat(of(tested, Attempt.READ).text()).isEqualTo("it did not end within 1 s");
  }

  @Test
  void writingIsDoneInAFolderOfItsOwnThatIsThenGone() throws Exception {
    var tested = test(() -> Value.absent(), true);
    assertThat(of(tested, Attempt.WRITE).result()).isEqualTo(Result.OK);
    assertThat(roots).hasSize(2).first().isEqualTo(root);
    assertThat(roots.getLast()).isNotEqualTo(root).doesNotExist();
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void everyTableOfTheSystemIsRead() throws Exception {
    assertThat(test(() -> Value.absent(), false).trials())
        .filteredOn(trial -> trial.what() == Attempt.TABLE)
        .extracting(Trial::name)
        .contains("os_version", "broken");
  }

  private static Value reject(IOException e) throws IOException {
    throw e;
  }

  private SelfTestReport test(Read read, boolean write) throws ProblemsException {
    return test(read, write, Duration.ofMinutes(1));
  }

  private SelfTestReport test(Read read, boolean write, Duration patience)
      throws ProblemsException {
    return new SelfTest(
            new Words(read), Catalog.parse(Map.of("Demo.json", ROW)), Clock.systemUTC(), patience)
        .run(root, write);
  }

  private static Trial of(SelfTestReport tested, Attempt what) {
    return tested.trials().stream().filter(trial -> trial.what() == what).findFirst().orElseThrow();
  }

  /// A platform with one mechanism, whose place in a scratch root is a file.
  private final class Words extends BarePlatform {
    private final Read read;

    Words(Read read) {
      this.read = read;
    }

    @Override
    public List<Mechanism> mechanisms(Host host) {
      roots.add(host.root());
      return List.of(new Word(host, host.root().equals(root) ? read : () -> inFile(host)));
    }

    @Override
    public List<Table<?>> tables(Host host) {
      return List.of(new Broken());
    }
  }

  private static Path file(Host host) {
    return host.path("/word");
  }

  private static Value inFile(Host host) throws IOException {
    return Files.exists(file(host)) ? Value.of(Files.readString(file(host))) : Value.absent();
  }

  private record Word(Host host, Read source) implements Mechanism, Mechanism.Point {
    @Override
    public String name() {
      return "word";
    }

    @Override
    public Point bind(Address address) {
      return this;
    }

    @Override
    public Value read() throws IOException {
      return source.read();
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        Files.deleteIfExists(file(host));
      } else {
        Files.writeString(file(host), value.wire());
      }
    }
  }

  private static final class Broken implements Table<Broken.Row> {
    record Row(String word) {}

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public Class<Row> row() {
      return Row.class;
    }

    @Override
    public List<Row> read() throws IOException {
      throw new IOException("no words");
    }
  }
}
