package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.reeve.core.files.Certificates;
import io.reeve.core.files.Checks;
import io.reeve.core.files.Details;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.PendingException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Authorities of the system's keychain. The value is the certificate (DER, base64).
///
/// Parameters: `sha1`; `store`, `root` when missing, or `intermediate`. Since macOS 11 nobody, not
/// even root, makes an authority trusted without an administrator: it goes into a profile for one
/// to approve, and counts when this Mac trusts it. An intermediate one needs no trust of its own.
final class CaCertificateMechanism implements Mechanism {
  private static final Pattern SHA1 = Pattern.compile("[0-9A-Fa-f]{40}");
  private static final Pattern STORE = Pattern.compile("root|intermediate");
  private static final String PAYLOAD = "com.apple.security.root";
  private static final String CONTENT = "PayloadContent";

  private final Tools tools;
  private final Profiles profiles;

  CaCertificateMechanism(Tools tools, Profiles profiles) {
    this.tools = tools;
    this.profiles = profiles;
  }

  @Override
  public String name() {
    return "ca-certificate";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var sha1 = Checks.parameter(address, "sha1", SHA1).toLowerCase(Locale.ROOT);
    boolean root =
        Checks.optional(address, "store").isEmpty()
            || Checks.parameter(address, "store", STORE).equals("root");
    tools.live("keychain");
    return new Place(sha1, root);
  }

  private final class Place implements Point {
    private final String sha1;
    private final boolean root;
    private final Keychain keychain = new Keychain(tools);

    Place(String sha1, boolean root) {
      this.sha1 = sha1;
      this.root = root;
    }

    private String profile() {
      return "root-" + sha1;
    }

    private Optional<String> kept() throws IOException {
      return Optional.ofNullable(keychain.certificates().get(sha1));
    }

    @Override
    public Value read() throws IOException {
      var certificate = kept();
      return certificate.isPresent() && (!root || keychain.trusts(certificate.get()))
          ? Value.of(certificate.get())
          : Value.absent();
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        take();
        return;
      }
      var bytes = Certificates.named(sha1, value.wire());
      if (value.sameAs(read())) {
        return;
      }
      if (!root) {
        keychain.add(Base64.getEncoder().encodeToString(bytes));
        return;
      }
      var settings = PropertyList.JSON.createObjectNode();
      settings.set(CONTENT, JsonNodeFactory.instance.binaryNode(bytes));
      profiles.make(profile(), PAYLOAD, settings);
      if (!value.sameAs(read())) {
        throw new PendingException(profiles.waiting(profile()));
      }
    }

    private void take() throws IOException {
      if (root) {
        profiles.make(profile(), PAYLOAD, PropertyList.JSON.createObjectNode());
      } else if (kept().isPresent()) {
        keychain.remove(sha1);
      }
    }

    /// Whether we asked for it, or it was there.
    @Override
    public Snapshot capture() throws IOException {
      var asked = profiles.settings(profile()).path(CONTENT);
      var text = root ? Optional.of(asked.asText()).filter(each -> !each.isEmpty()) : kept();
      return new Snapshot(read(), Details.of(List.of(text)));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      var was = Details.parse(before.detail(), 1).getFirst();
      write(was.<Value>map(Value::of).orElse(Value.absent()));
    }

    @Override
    public Set<Path> files() {
      return Set.of(keychain.path(), profiles.file(profile()));
    }
  }
}
