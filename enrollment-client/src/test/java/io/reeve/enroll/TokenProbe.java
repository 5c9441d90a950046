package io.reeve.enroll;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.security.Signature;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/// Runs in a JVM of its own, because a PKCS#11 library takes its settings from the environment and
/// because a restart is part of what is tested. Prints `name=value` lines.
final class TokenProbe {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private TokenProbe() {}

  public static void main(String[] args) throws Exception {
    var folder = Path.of(args[0]);
    var keys =
        DeviceKeys.pkcs11(
            folder.resolve("token.cfg"), folder.resolve("pin"), folder.resolve("keys.p12"));
    for (int i = 1; i < args.length; i++) {
      step(keys, folder, args[i]);
    }
    System.exit(0);
  }

  private static void step(DeviceKeys keys, Path folder, String step) throws Exception {
    switch (step) {
      case "enrol-RSA" -> enrol(keys, DeviceKeys.KeySpec.rsa(2048));
      case "enrol-EC" -> enrol(keys, new DeviceKeys.KeySpec("EC", 256));
      case "tls" -> tls(keys);
      case "abandon" -> keys.generate(new DeviceKeys.KeySpec("EC", 256)).close();
      case "crash" -> {
        keys.generate(new DeviceKeys.KeySpec("EC", 256));
        Runtime.getRuntime().halt(0);
      }
      case "forget" -> keys.forget();
      case "state" -> state(keys, folder);
      default -> throw new IllegalArgumentException(step);
    }
  }

  private static void enrol(DeviceKeys keys, DeviceKeys.KeySpec spec) throws Exception {
    var pki = new Pki();
    try (var candidate = keys.generate(spec)) {
      var csr =
          new JcaPKCS10CertificationRequest(
              Csr.make(candidate.publicKey(), candidate.privateKey(), "d", "d", "SHA256"));
      print(
          "csr",
          csr.isSignatureValid(
              new JcaContentVerifierProviderBuilder().build(csr.getSubjectPublicKeyInfo())));
      var certificate = pki.client("CN=device " + spec.algorithm(), csr.getPublicKey());
      candidate.install(List.of(certificate, pki.issuing), Map.of("client.secret", "s3cret"));
    }
    var identity = keys.identity().orElseThrow();
    for (var protocol : Tls.PROTOCOLS) {
      var context = Tls.context(Trust.only(List.of(pki.root)), Optional.of(identity));
      print(protocol, TlsPair.subjectSeen(pki, context, protocol));
    }
    var blob = RenewalBlob.make(csr(keys), identity);
    print(
        "renewal",
        new CMSSignedData(blob)
            .verifySignatures(
                _ -> new JcaSimpleSignerInfoVerifierBuilder().build(identity.certificate())));
  }

  private static byte[] csr(DeviceKeys keys) throws Exception {
    var identity = keys.identity().orElseThrow();
    return Csr.make(identity.certificate().getPublicKey(), identity.key(), "d", "d", "SHA256");
  }

  private static void tls(DeviceKeys keys) throws Exception {
    var identity = keys.identity().orElseThrow();
    var data = "x".getBytes(StandardCharsets.UTF_8);
    var signature = Signature.getInstance(Csr.signatureAlgorithm("SHA256", identity.key()));
    signature.initSign(identity.key());
    signature.update(data);
    var signed = signature.sign();
    var check = Signature.getInstance(Csr.signatureAlgorithm("SHA256", identity.key()));
    check.initVerify(identity.certificate());
    check.update(data);
    print("signs", check.verify(signed));
  }

  private static void state(DeviceKeys keys, Path folder) throws Exception {
    var identity = keys.identity();
    print(
        "identity",
        identity.map(it -> it.certificate().getSubjectX500Principal().getName()).orElse("none"));
    print("leaves", identity.map(it -> it.key().getEncoded() != null).orElse(false));
    print("secret", keys.secret("client.secret").orElse("none"));
    print("where", keys.where());
    var provider = Security.getProvider("SunPKCS11-agent");
    var store = KeyStore.getInstance("PKCS11", provider);
    store.load(null, Files.readString(folder.resolve("pin")).strip().toCharArray());
    print("aliases", Collections.list(store.aliases()).size());
    print("file", Files.exists(folder.resolve("keys.p12")));
  }

  private static void print(String name, Object value) {
    OUT.println(name + "=" + value);
  }
}
