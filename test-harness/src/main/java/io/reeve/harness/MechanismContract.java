package io.reeve.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.files.Draft;
import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every mechanism promises, as tests. An implementation's test class implements this
/// interface and gives the mechanism over places of its own; JUnit makes a new instance for each
/// test, so each test starts from the same state.
///
/// ```java
/// final class SysctlMechanismTest implements MechanismContract {
///   @TempDir Path root;
///   public Mechanism mechanism() { return new SysctlMechanism(TestHost.at(root)); }
///   public Address address() { return new Address("sysctl", Map.of("key", "kernel.sysrq")); }
///   public List<Value> values() { return List.of(Value.of("0"), Value.of("1")); }
///   public List<Address> badAddresses() { return List.of(new Address("sysctl", Map.of())); }
///   public Optional<Path> scratch() { return Optional.of(root); }
/// }
/// ```
public interface MechanismContract {
  /// The mechanism under test. Called several times in a test: each call may give a new object, all
  /// over the same places, as after a restart of the agent.
  Mechanism mechanism() throws IOException;

  /// A place that is not set when a test starts.
  Address address();

  /// Two or more different values the place can hold.
  List<Value> values();

  /// Another place, best in the same file or object, and not set when a test starts. Empty when the
  /// mechanism has one place only.
  default Optional<Address> neighbour() {
    return Optional.empty();
  }

  /// Addresses that binding must refuse.
  List<Address> badAddresses();

  /// What the place reads as while nobody has set it: absent, but for places that always have a
  /// value, such as a kernel parameter or the host's name.
  default Value unset() {
    return Value.absent();
  }

  /// The folder in which everything the mechanism writes lives; its files are compared byte for
  /// byte, with mode, owner and time. Empty when the mechanism writes no files.
  default Optional<Path> scratch() {
    return Optional.empty();
  }

  @Test
  default void thePlaceStartsUnset() throws IOException {
    assertThat(read(address())).isEqualTo(unset());
  }

  @Test
  default void whatIsWrittenIsReadBack() throws IOException {
    for (var value : values()) {
      write(address(), value);
      assertThat(read(address())).isEqualTo(value);
    }
  }

  @Test
  default void bindingAndReadingTouchNothing() throws IOException {
    var before = files();
    read(address());
    mechanism().bind(address()).capture();
    assertThat(files()).isEqualTo(before);
  }

  @Test
  default void writingTwiceIsWritingOnce() throws IOException {
    write(address(), values().getFirst());
    var once = files();
    write(address(), values().getFirst());
    assertThat(files()).isEqualTo(once);
    assertThat(read(address())).isEqualTo(values().getFirst());
  }

  @Test
  default void absentRemoves() throws IOException {
    write(address(), values().getFirst());
    write(address(), Value.absent());
    assertThat(read(address())).isEqualTo(unset());
  }

  @Test
  default void removingWhatIsNotThereChangesNothing() throws IOException {
    var before = files();
    write(address(), Value.absent());
    assertThat(files()).isEqualTo(before);
    assertThat(read(address())).isEqualTo(unset());
  }

  @Test
  default void anUnsetPlaceIsRestoredExactly() throws IOException {
    var before = files();
    var snapshot = mechanism().bind(address()).capture();
    write(address(), values().getFirst());
    restore(address(), snapshot);
    assertThat(read(address())).isEqualTo(unset());
    assertThat(untimed(files())).isEqualTo(untimed(before));
  }

  @Test
  default void aSetPlaceIsRestoredExactly() throws IOException {
    write(address(), values().getFirst());
    var before = files();
    var snapshot = mechanism().bind(address()).capture();
    write(address(), values().getLast());
    restore(address(), snapshot);
    assertThat(read(address())).isEqualTo(values().getFirst());
    assertThat(untimed(files())).isEqualTo(untimed(before));
  }

  @Test
  default void aRemovedPlaceIsRestoredExactly() throws IOException {
    write(address(), values().getFirst());
    var before = files();
    var snapshot = mechanism().bind(address()).capture();
    write(address(), Value.absent());
    restore(address(), snapshot);
    assertThat(read(address())).isEqualTo(values().getFirst());
    assertThat(untimed(files())).isEqualTo(untimed(before));
  }

  @Test
  default void restoringTwiceIsRestoringOnce() throws IOException {
    var snapshot = mechanism().bind(address()).capture();
    write(address(), values().getFirst());
    restore(address(), snapshot);
    restore(address(), snapshot);
    assertThat(read(address())).isEqualTo(unset());
  }

  @Test
  default void neighboursAreUntouched() throws IOException {
    if (neighbour().isEmpty()) {
      return;
    }
    var other = neighbour().orElseThrow();
    assertThat(read(other)).isEqualTo(unset());
    write(other, values().getLast());
    write(address(), values().getFirst());
    assertThat(read(other)).isEqualTo(values().getLast());
    write(address(), Value.absent());
    assertThat(read(other)).isEqualTo(values().getLast());
  }

  @Test
  default void restoringOneLeavesTheNeighbour() throws IOException {
    if (neighbour().isEmpty()) {
      return;
    }
    var other = neighbour().orElseThrow();
    var snapshot = mechanism().bind(address()).capture();
    write(address(), values().getFirst());
    write(other, values().getLast());
    restore(address(), snapshot);
    assertThat(read(address())).isEqualTo(unset());
    assertThat(read(other)).isEqualTo(values().getLast());
  }

  /// A pass writes the entries of many places as one, by a [Draft].
  @Test
  default void writtenTogetherIsAsWrittenOneAfterTheOther() throws IOException {
    if (neighbour().isEmpty() || !mechanism().isOfEntries()) {
      return;
    }
    var one = address();
    var other = neighbour().orElseThrow();
    var before = untimed(files());
    var snapshot = mechanism().bind(one).capture();
    var otherSnapshot = mechanism().bind(other).capture();
    write(one, values().getFirst());
    write(other, values().getLast());
    var after = untimed(files());
    together(one, p -> p.restore(snapshot), other, p -> p.restore(otherSnapshot));
    assertThat(untimed(files())).isEqualTo(before);
    together(one, p -> p.write(values().getFirst()), other, p -> p.write(values().getLast()));
    assertThat(untimed(files())).isEqualTo(after);
    assertThat(read(one)).isEqualTo(values().getFirst());
    assertThat(read(other)).isEqualTo(values().getLast());
  }

  /// Something that is done at a place.
  @FunctionalInterface
  interface Step {
    /// Does it.
    void at(Mechanism.Point point) throws IOException;
  }

  private void together(Address one, Step step, Address other, Step otherStep) throws IOException {
    var mechanism = mechanism();
    var draft = new Draft<Address>();
    var point = mechanism.bind(one);
    var otherPoint = mechanism.bind(other);
    draft.edit(one, () -> step.at(point));
    draft.edit(other, () -> otherStep.at(otherPoint));
    assertThat(draft.write()).isEmpty();
    mechanism.settle(List.of(one, other));
  }

  @Test
  default void aBadAddressIsRefused() throws IOException {
    for (var bad : badAddresses()) {
      assertThatThrownBy(() -> mechanism().bind(bad))
          .as("binding %s", bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("(?s).{10,}");
    }
  }

  @Test
  default void theNameIsTheOneInTheAddress() throws IOException {
    assertThat(mechanism().name()).isEqualTo(address().mechanism());
  }

  private Value read(Address address) throws IOException {
    return mechanism().bind(address).read();
  }

  private void write(Address address, Value value) throws IOException {
    var mechanism = mechanism();
    mechanism.bind(address).write(value);
    mechanism.settle(List.of(address));
  }

  private void restore(Address address, Mechanism.Snapshot snapshot) throws IOException {
    var mechanism = mechanism();
    mechanism.bind(address).restore(snapshot);
    mechanism.settle(List.of(address));
  }

  private static List<FileState> untimed(List<FileState> files) {
    return files.stream().map(FileState::untimed).toList();
  }

  private List<FileState> files() throws IOException {
    var folder = scratch();
    return folder.isEmpty() ? List.of() : FileState.below(folder.orElseThrow());
  }
}
