package io.reeve.platform.windows;

import io.reeve.core.spi.KeyHome;
import io.reeve.platform.windows.MachineKeys.Keeper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `windows-my`: the device's key as a key of the machine that Windows does not let out, with its
/// certificate in the machine's own store. `hardware` says whether the TPM keeps it.
///
/// @param signing how Java comes to the key of a certificate of the store
record WindowsMy(MachineKeys keys, MachineCertificates certificates, Signing signing)
    implements KeyHome {
  private static final String STORE = "Windows-MY-LOCALMACHINE";
  private static final Map<String, List<Keeper>> KEEPERS =
      Map.of(
          "if-there", List.of(Keeper.TPM, Keeper.SOFTWARE),
          "required", List.of(Keeper.TPM),
          "never", List.of(Keeper.SOFTWARE));

  static WindowsMy of(Win32 windows) {
    return new WindowsMy(
        new NativeMachineKeys(windows), new NativeMachineCertificates(windows), WindowsMy::key);
  }

  /// How Java comes to a private key by the name of its certificate.
  @FunctionalInterface
  interface Signing {
    /// Empty when there is no such certificate, or its key is gone.
    Optional<PrivateKey> key(String name) throws IOException;
  }

  /// By the provider SunMSCAPI, which asks Windows to sign.
  private static Optional<PrivateKey> key(String name) throws IOException {
    try {
      var store = KeyStore.getInstance(STORE);
      store.load(null, null);
      return store.getKey(name, null) instanceof PrivateKey key
          ? Optional.of(key)
          : Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IOException(
          STORE + " cannot be used (it needs Java's module jdk.crypto.mscapi): " + e.getMessage(),
          e);
    }
  }

  @Override
  public String type() {
    return "windows-my";
  }

  @Override
  public Map<String, List<String>> choices() {
    return Map.of("hardware", List.of("if-there", "required", "never"));
  }

  @Override
  public Vault open(Map<String, String> chosen) throws IOException {
    var hardware = chosen.getOrDefault("hardware", "if-there");
    var keepers =
        Optional.ofNullable(KEEPERS.get(hardware))
            .orElseThrow(() -> new IllegalArgumentException("hardware: " + hardware));
    if (keepers.equals(List.of(Keeper.TPM))) {
      requireTpm();
    }
    return new WindowsVault(keys, certificates, signing, keepers);
  }

  private void requireTpm() throws IOException {
    try {
      keys.require(Keeper.TPM);
    } catch (IOException e) {
      throw new IOException(
          "hardware is required, and Windows cannot use a TPM here: " + e.getMessage(), e);
    }
  }
}
