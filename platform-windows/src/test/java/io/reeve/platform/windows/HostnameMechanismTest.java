package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HostnameMechanismTest {
  private static final RegistryKey OURS = RegistryKey.machine("SOFTWARE\\Reeve");
  private final MemoryRegistry registry = new MemoryRegistry();
  private String named = "OLD-PC";
  private int renamed;
  private boolean inDomain;

  private final MachineName name =
      new MachineName() {
        @Override
        public String set() {
          return named;
        }

        @Override
        public String present() {
          return "OLD-PC";
        }

        @Override
        public boolean isInDomain() {
          return inDomain;
        }

        @Override
        public void set(String name) {
          named = name;
          renamed++;
        }

        @Override
        public String serial() {
          return "5CG1234ABC";
        }
      };

  private Mechanism.Point point() throws IOException {
    return new HostnameMechanism(Optional.of(name), Optional.of(registry))
        .bind(new Address("hostname", Map.of()));
  }

  @Test
  void aNameIsSetOnceReadAndPutBack() throws IOException {
    assertThat(point().read()).isEqualTo(Value.of("OLD-PC"));
    var before = point().capture();
    point().write(Value.of("desk-7"));
    point().write(Value.of("desk-7"));
    assertThat(point().read()).isEqualTo(Value.of("desk-7"));
    assertThat(renamed).isEqualTo(1);
    point().restore(before);
    assertThat(named).isEqualTo("OLD-PC");
    assertThat(registry.has(OURS)).isFalse();
  }

  @Test
  void macrosAreWorkedOutOnceAndRepairedToTheSame() throws IOException {
    point().write(Value.of("PC-%RAND:4%"));
    var first = named;
    assertThat(first).matches("PC-\\d{4}");
    assertThat(point().read()).isEqualTo(Value.of("PC-%RAND:4%"));
    named = "CHANGED";
    assertThat(point().read()).isEqualTo(Value.of("CHANGED"));
    point().write(Value.of("PC-%RAND:4%"));
    assertThat(named).isEqualTo(first);
    point().write(Value.of("%SERIAL%"));
    assertThat(named).isEqualTo("5CG1234ABC");
  }

  @Test
  void aMachineOfADomainIsLeftAlone() {
    inDomain = true;
    assertThatThrownBy(() -> point().write(Value.of("desk-7")))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("domain");
    assertThat(named).isEqualTo("OLD-PC");
  }

  @Test
  void whatIsNoNameIsRefusedAndForgottenWhenNobodyAsks() throws IOException {
    assertThatThrownBy(() -> point().write(Value.of("a b"))).hasMessageContaining("a b");
    assertThatThrownBy(() ->
            new HostnameMechanism(Optional.of(name), Optional.of(registry))
                .bind(new Address("hostname", Map.of("x", "y"))))
        .isInstanceOf(IllegalArgumentException.class);
    point().write(Value.of("desk-7"));
    point().write(Value.absent());
    assertThat(named).isEqualTo("desk-7");
    assertThat(registry.has(OURS)).isFalse();
  }
}
