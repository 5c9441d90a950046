package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.firewall.FirewallPolicy;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Over what a real ufw wrote and a real iptables-save told.
final class UfwBackendTest {
  @TempDir Path root;
  private final List<List<String>> ran = new ArrayList<>();
  private String four = Captured.text("ufw-iptables-save.txt");
  private Instant now = Instant.parse("2026-11-20T08:00:00Z");

  @BeforeEach
  void ufw() throws IOException {
    Scratch.file(root, "/etc/ufw/ufw.conf", "ENABLED=yes\n");
    Scratch.file(root, "/etc/default/ufw", "IPV6=yes\nDEFAULT_INPUT_POLICY=\"DROP\"\n");
    Scratch.file(root, "/etc/ufw/user.rules", Captured.text("ufw-user.rules"));
    Scratch.file(root, "/etc/ufw/user6.rules", Captured.text("ufw-user6.rules"));
    Scratch.file(root, "/proc/sys/net/ipv6/conf/all/forwarding", "0\n");
  }

  private UfwBackend backend() {
    return new UfwBackend(host());
  }

  private Host host() {
    Commands commands =
        (arguments, _) -> {
          ran.add(arguments);
          return new Commands.Result(
              0,
              switch (arguments.getFirst()) {
                case "/usr/sbin/iptables-save" -> four;
                case "/usr/sbin/ip6tables-save" -> Captured.text("ufw-ip6tables-save.txt");
                default -> "";
              },
              "");
        };
    var clock =
        new Clock() {
          @Override
          public Instant instant() {
            return now;
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    return new Host(root, commands, new Xattrs(), clock);
  }

  private static FirewallPolicy policy(String... fields) {
    var values = new TreeMap<String, String>();
    for (var field : fields) {
      values.put("rule/it/" + field.split("=")[0], field.split("=")[1]);
    }
    values.put("rule/it/enabled", "true");
    return new FirewallPolicy(values);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "direction=IN action=allow protocol=6 local-ports=22",
        "direction=IN action=block protocol=6 local-ports=80,443 remote-addresses=10.0.0.0/8",
        "direction=IN action=allow protocol=17 local-ports=53,60-70 local-addresses=10.1.1.1"
            + " remote-ports=1000-2000 remote-addresses=192.168.1.7",
        "direction=IN action=allow protocol=47 remote-addresses=10.0.0.1",
        "direction=IN action=allow protocol=50 remote-addresses=10.0.0.1",
        "direction=OUT action=allow protocol=51 remote-addresses=10.9.0.0/16",
        "direction=OUT action=block protocol=6 remote-ports=25 remote-addresses=2001:db8::/32",
      })
  void aRuleIsInForceWhileTheKernelHasItsLines(String fields) throws IOException {
    var standing = backend().standing(policy(fields.split(" ")));
    assertThat(standing.rules()).containsExactly("it");
    assertThat(standing.keys())
        .isEqualTo(Map.of("enabled", "true", "inbound", "block", "outbound", "allow"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-A ufw-user-input -p tcp -m tcp --dport 22 -j ACCEPT",
        "-A ufw-before-input -j ufw-user-input",
        "-A INPUT -j ufw-before-input"
      })
  void aRuleThatNoPacketGetsToIsNotInForce(String line) throws IOException {
    four = four.replace(line + "\n", "");
    var policy = policy("direction=IN", "action=allow", "protocol=6", "local-ports=22");
    assertThat(backend().standing(policy).rules()).isEmpty();
  }

  @Test
  void aLookAsksEachFamilyOnceHoweverManyRulesThereAre() throws IOException {
    backend().standing(policy("direction=IN", "action=allow", "protocol=6", "local-ports=22"));
    assertThat(ran)
        .containsExactlyInAnyOrder(
            List.of("/usr/sbin/iptables-save", "-t", "filter"),
            List.of("/usr/sbin/ip6tables-save", "-t", "filter"));
  }

  @Test
  void whatIsInTheFilesAndWasTakenOutOfTheKernelIsLoadedAgain() throws IOException {
    var policy = policy("direction=IN", "action=allow", "protocol=6", "local-ports=22");
    var notes = new FirewallMemory.FirewallNotes(new TreeMap<>(), () -> {});
    backend().apply(policy, notes);
    assertThat(ran).doesNotContain(List.of("/usr/sbin/ufw", "reload"));
    four = four.replace("-A ufw-user-input -p tcp -m tcp --dport 22 -j ACCEPT\n", "");
    backend().apply(policy, notes);
    assertThat(ran).last().isEqualTo(List.of("/usr/sbin/ufw", "reload"));
  }

  /// As the old iptables, of whose changes the kernel does not tell.
  private static final class Silent implements FirewallBackend {
    private int looks;

    @Override
    public String name() {
      return "silent";
    }

    @Override
    public boolean isInCharge(SavedFirewall saved) {
      return true;
    }

    @Override
    public List<Object> stamp() {
      return List.of();
    }

    @Override
    public boolean isSilent() {
      return true;
    }

    @Override
    public Optional<String> refusal(Map<String, String> fields) {
      return Optional.empty();
    }

    @Override
    public Optional<String> staysOn() {
      return Optional.empty();
    }

    @Override
    public Standing standing(FirewallPolicy policy) {
      looks++;
      return new Standing(Map.of("enabled", "true"), Set.of(), Map.of());
    }

    @Override
    public void apply(FirewallPolicy policy, Notes notes) {}
  }

  @Test
  void whatCannotTellOfItsChangesIsLookedAtOnceForAPass() throws IOException {
    var silent = new Silent();
    var firewall = new Firewall(host(), List.of(silent));
    for (var key : List.of("enabled", "inbound", "outbound")) {
      var _ = firewall.value(key);
    }
    assertThat(silent.looks).isEqualTo(1);
    now = now.plus(Duration.ofSeconds(3));
    var _ = firewall.value("enabled");
    assertThat(silent.looks).isEqualTo(2);
    firewall.settle();
    var _ = firewall.value("enabled");
    assertThat(silent.looks).isEqualTo(3);
  }
}
