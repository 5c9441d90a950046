package io.reeve.core.agent;

import io.reeve.core.tree.AccountPort;
import io.reeve.enroll.DeviceKeys;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.Identity;
import io.reeve.enroll.KeyHomeException;
import io.reeve.enroll.RenewalState;
import io.reeve.store.History;
import io.reeve.store.LocalStore;
import io.reeve.store.Notes;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// The enrolment of this machine: account and renewal in the store's notes, key and secrets in
/// their home. Used on the loop's thread only, but for the keys, which are safe from any.
final class Enrolment implements AccountPort {
  private static final String ACCOUNT = "account/";
  private static final String RENEWAL = "renewal/";
  private static final String DEVICE_ID = "device/id";
  private static final String LEAVING = "enrolment/leaving";
  private static final String HARDWARE_ID = "device/hardware-id";

  private final LocalStore store;
  private final Notes notes;
  private final DeviceKeys keys;
  private boolean renewing;

  Enrolment(LocalStore store, DeviceKeys keys) {
    this.store = store;
    this.notes = store.notes();
    this.keys = keys;
  }

  /// The account; empty when this machine is not enrolled.
  Optional<DmAccount> current() {
    var map = below(ACCOUNT);
    return map.isEmpty() ? Optional.empty() : Optional.of(DmAccount.fromMap(map));
  }

  /// The account of an enrolled machine.
  @Override
  public DmAccount account() {
    return current().orElseThrow(() -> new IllegalStateException("this machine is not enrolled"));
  }

  /// A parm of `DMClient/Provider/{id}` in the provisioning document, however its name is spelt:
  /// what nothing but another enrolment changes. A renewal keeps it, and no node writes it.
  Optional<String> pinned(String parm) {
    return current()
        .flatMap(account ->
            account.dmClient().entrySet().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(parm))
                .map(Map.Entry::getValue)
                .findFirst());
  }

  /// Remembers a new enrolment, whose identity is installed already.
  void begin(DmAccount account) {
    store.transaction(() -> {
      write(ACCOUNT, account.toMap());
      write(RENEWAL, RenewalState.INITIAL.toMap());
      notes.remove(LEAVING);
    });
    renewing = false;
  }

  @Override
  public void change(DmAccount account, Map<String, String> secrets) throws IOException {
    try {
      if (!secrets.isEmpty()) {
        keys.keep(secrets);
      }
    } catch (KeyHomeException e) {
      throw new IOException(e.getMessage(), e);
    }
    store.transaction(() -> write(ACCOUNT, account.toMap()));
  }

  @Override
  public Optional<String> secret(String name) throws IOException {
    try {
      return keys.secret(name);
    } catch (KeyHomeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public RenewalState renewal() {
    return RenewalState.fromMap(below(RENEWAL));
  }

  /// Remembers how a renewal went.
  void renewed(DmAccount account, RenewalState state) {
    store.transaction(() -> {
      write(ACCOUNT, account.toMap());
      write(RENEWAL, state.toMap());
    });
    renewing = false;
  }

  @Override
  public Optional<String> thumbprint() {
    try {
      var der = identity().certificate().getEncoded();
      return Optional.of(
          HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("SHA-1").digest(der)));
    } catch (KeyHomeException | CertificateEncodingException e) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  /// The installed identity.
  ///
  /// @throws KeyHomeException when it is not there
  Identity identity() throws KeyHomeException {
    return keys.identity()
        .orElseThrow(() ->
            new KeyHomeException(
                "the device's key is gone: " + keys.where(),
                "run 'reeve unenroll', then enrol again"));
  }

  /// Where the private key lives, in a sentence.
  String keyHome() {
    return keys.where();
  }

  /// The id this device enrols with: made once, kept over enrolments.
  String deviceId() {
    return notes
        .get(DEVICE_ID)
        .orElseGet(() -> {
          var id = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
          notes.put(DEVICE_ID, id);
          return id;
        });
  }

  @Override
  public String hardwareId() {
    return notes.get(HARDWARE_ID).orElse("");
  }

  /// Keeps the hardware id: it is read once, so that the same machine stays the same to the
  /// service.
  String hardwareId(String read) {
    return notes
        .get(HARDWARE_ID)
        .orElseGet(() -> {
          notes.put(HARDWARE_ID, read);
          return read;
        });
  }

  @Override
  public void renew() {
    renewing = true;
  }

  /// Asks for the enrolment to be ended once the session there is, or the next, is over. Whoever
  /// asks for it is remembered.
  void unenroll() {
    notes.put(LEAVING, History.asker());
  }

  /// Who asked for the end of the enrolment.
  Optional<String> endAskedBy() {
    return notes.get(LEAVING);
  }

  /// Whether the service asked for a renewal since the last one.
  boolean renewalAsked() {
    return renewing;
  }

  /// Whether the service ended the enrolment. Kept over restarts, for the service asks only once.
  boolean leaving() {
    return notes.get(LEAVING).isPresent() && current().isPresent();
  }

  /// Forgets account, identity and secrets. The device keeps its ids.
  ///
  /// @throws KeyHomeException when the key cannot be removed; the account is forgotten all the same
  void end() throws KeyHomeException {
    store.transaction(() -> {
      below(ACCOUNT).keySet().forEach(name -> notes.remove(ACCOUNT + name));
      below(RENEWAL).keySet().forEach(name -> notes.remove(RENEWAL + name));
      notes.remove(LEAVING);
    });
    renewing = false;
    keys.forget();
  }

  private Map<String, String> below(String prefix) {
    var map = new TreeMap<String, String>();
    notes
        .startingWith(prefix)
        .forEach((name, text) -> map.put(name.substring(prefix.length()), text));
    return map;
  }

  private void write(String prefix, Map<String, String> map) {
    below(prefix).keySet().stream()
        .filter(name -> !map.containsKey(name))
        .forEach(name -> notes.remove(prefix + name));
    map.forEach((name, text) -> notes.put(prefix + name, text));
  }
}
