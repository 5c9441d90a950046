package io.reeve.platform.linux;

import com.sun.jna.LastErrorException;
import io.reeve.core.firewall.FirewallFields;
import io.reeve.core.firewall.FirewallPolicy;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A table of our own, `inet reeve`, through libnftables; other tables are not touched.
///
/// What is in force is found by comparing the kernel's listing with a rehearsal: the same text,
/// loaded into a network namespace that nobody is in and that ends with the listing. So neither the
/// kernel's nor the library's way of writing things has to be known, and a line that somebody added
/// or changed shows.
final class OwnTable implements FirewallBackend {
  static final String NAME = "own";
  private static final int NEW_NETWORK = 0x40000000;

  private final Host host;
  private final FirewallUnit unit;
  private Map<String, NftListing> rehearsed = Map.of();

  OwnTable(Host host) {
    this.host = host;
    this.unit = new FirewallUnit(host);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isInCharge(SavedFirewall saved) {
    return true;
  }

  @Override
  public List<Object> stamp() {
    return List.of(unit.isInstalled());
  }

  @Override
  public Optional<String> refusal(Map<String, String> fields) {
    return FirewallFields.refusal(fields, "Linux");
  }

  @Override
  public Optional<String> staysOn() {
    return Optional.empty();
  }

  private void check() throws NotApplicableException {
    if (!Nftables.isInstalled()) {
      throw new NotApplicableException("libnftables.so.1 is not installed (package nftables)");
    }
    if (!host.isScratch() && !Files.isExecutable(host.path(FirewallUnit.NFT))) {
      throw new NotApplicableException(
          FirewallUnit.NFT
              + " is not installed (package nftables): without it the firewall would not come back"
              + " before the network after a restart");
    }
  }

  @Override
  public Standing standing(FirewallPolicy policy) throws IOException {
    check();
    if (policy.isEmpty()) {
      return new Standing(Map.of(), Set.of(), Map.of());
    }
    var expected = rehearsal(NftRuleset.of(policy));
    var actual = listing();
    var others = ForeignChains.parse(Nftables.run("list ruleset"));
    boolean whole = expected.hasFrameOf(actual) && unit.isInstalled();
    var keys = new HashMap<String, String>();
    if (whole) {
      policy.value("enabled").ifPresent(value -> keys.put("enabled", value));
      keys.putAll(defaults(policy, actual, others));
    }
    var rules = new HashSet<String>();
    var same = whole ? expected.sameIn(actual) : Set.<String>of();
    for (var rule : policy.rules()) {
      if (same.contains(rule.tag()) || policy.isOff()) {
        rules.add(rule.name());
      }
    }
    return new Standing(keys, rules, others.overruled(policy.rules()));
  }

  /// What becomes of packets that no rule is about: what our chains do, but for what another table
  /// drops in any case.
  private static Map<String, String> defaults(
      FirewallPolicy policy, NftListing actual, ForeignChains others) {
    var values = new HashMap<String, String>();
    Map.of("inbound", "input", "outbound", "output")
        .forEach((key, chain) -> {
          var wanted = policy.value(key);
          var drops = "drop".equals(actual.policies().get(chain)) || others.dropsAll(chain);
          wanted.ifPresent(
              value -> values.put(key, policy.isOff() ? value : drops ? "block" : "allow"));
        });
    return values;
  }

  private static NftListing listing() throws IOException {
    try {
      return NftListing.parse(Nftables.run("list table inet reeve"));
    } catch (OsException e) {
      if (e.getMessage() != null && e.getMessage().contains("No such file or directory")) {
        return NftListing.NONE;
      }
      throw e;
    }
  }

  /// What the kernel lists after these commands where there was nothing before.
  private NftListing rehearsal(String commands) throws IOException {
    var known = rehearsed.get(commands);
    if (known == null) {
      known = NftListing.parse(rehearse(commands));
      rehearsed = Map.of(commands, known);
    }
    return known;
  }

  private static String rehearse(String commands) throws IOException {
    var task =
        new FutureTask<>(() -> {
          LibC.C.unshare(NEW_NETWORK);
          Nftables.run(commands);
          return Nftables.run("list table inet reeve");
        });
    // A thread of its own: it stays in the namespace until it ends, and the namespace with it.
    Thread.ofPlatform().daemon().name("reeve-nft-rehearsal").start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while rehearsing the firewall", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OsException refused) {
        throw refused;
      }
      var code = e.getCause() instanceof LastErrorException error ? error.getErrorCode() : 0;
      var failure = new OsException("unshare", code, "no network namespace for a rehearsal");
      failure.initCause(e);
      throw failure;
    }
  }

  @Override
  public void apply(FirewallPolicy policy, Notes notes) throws IOException {
    if (!policy.isEmpty()) {
      check();
    }
    if (Nftables.isInstalled()) {
      Nftables.run(NftRuleset.of(policy));
    }
  }
}
