package io.reeve.enroll;

import io.reeve.enroll.DeviceKeys.KeySpec;
import io.reeve.enroll.xml.XmlElement;
import java.util.Map;
import java.util.Optional;

/// What kind of key and signature a service wants, from its GetPolicies answer.
///
/// @param key the key to make
/// @param hash to sign the request with, as `SHA256`
record KeyPolicy(KeySpec key, String hash) {
  /// Where the service says nothing. The specification's SHA-1 is not taken: no service insists on
  /// it without saying so.
  static final KeyPolicy DEFAULT = new KeyPolicy(KeySpec.rsa(2048), "SHA256");

  private static final String EC = "1.2.840.10045.2.1";
  private static final Map<String, String> HASHES =
      Map.of(
          "1.3.14.3.2.29", "SHA1",
          "1.3.14.3.2.26", "SHA1",
          "1.2.840.113549.1.1.5", "SHA1",
          "2.16.840.1.101.3.4.2.1", "SHA256",
          "1.2.840.113549.1.1.11", "SHA256",
          "2.16.840.1.101.3.4.2.2", "SHA384",
          "1.2.840.113549.1.1.12", "SHA384",
          "2.16.840.1.101.3.4.2.3", "SHA512",
          "1.2.840.113549.1.1.13", "SHA512");

  /// Reads the answer's first policy.
  ///
  /// @param attestation whether both sides speak a version that knows of attestation
  /// @throws RefusedException when it points to an identifier it does not list, or wants what
  ///   cannot be given
  static KeyPolicy read(XmlElement envelope, boolean attestation) throws RefusedException {
    var response =
        envelope
            .find("GetPoliciesResponse")
            .orElseThrow(() -> broken("it has no GetPoliciesResponse"));
    var attributes =
        response.at("response", "policies", "policy").flatMap(policy -> policy.child("attributes"));
    if (attributes.isEmpty()) {
      return DEFAULT;
    }
    var key = attributes.get().child("privateKeyAttributes");
    if (attestation) {
      refuseAttestation(attributes.get());
    }
    return new KeyPolicy(key(response, key), hash(response, attributes.get()));
  }

  private static KeySpec key(XmlElement response, Optional<XmlElement> attributes)
      throws RefusedException {
    var algorithm = oid(response, attributes, "algorithmOIDReference").orElse("");
    int least = number(attributes, "minimalKeyLength").orElse(0);
    if (algorithm.equals(EC)) {
      return new KeySpec("EC", least <= 256 ? 256 : least <= 384 ? 384 : 521);
    }
    if (least > KeySpec.MOST_RSA_BITS) {
      throw broken(
          "it wants a key of " + least + " bits, over the limit of " + KeySpec.MOST_RSA_BITS);
    }
    return KeySpec.rsa(Math.max(least, DEFAULT.key().bits()));
  }

  private static String hash(XmlElement response, XmlElement attributes) throws RefusedException {
    var oid = oid(response, Optional.of(attributes), "hashAlgorithmOIDReference");
    if (oid.isEmpty()) {
      return DEFAULT.hash();
    }
    return Optional.ofNullable(HASHES.get(oid.get()))
        .orElseThrow(() -> broken("it wants the hash " + oid.get() + ", which nobody here knows"));
  }

  /// The identifier a reference points to; empty when there is no reference.
  private static Optional<String> oid(
      XmlElement response, Optional<XmlElement> attributes, String name) throws RefusedException {
    var reference = number(attributes, name);
    if (reference.isEmpty()) {
      return Optional.empty();
    }
    var wanted = String.valueOf(reference.get());
    var oid =
        response.child("oIDs").stream()
            .flatMap(oids -> oids.all("oID"))
            .filter(it ->
                it.child("oIDReferenceID").filter(id -> id.trimmed().equals(wanted)).isPresent())
            .flatMap(it -> it.child("value").stream())
            .map(XmlElement::trimmed)
            .findFirst();
    return Optional.of(
        oid.orElseThrow(
            () -> broken("its " + name + " " + wanted + " is not among its identifiers")));
  }

  private static Optional<Integer> number(Optional<XmlElement> parent, String name)
      throws RefusedException {
    var text =
        parent.flatMap(it -> it.child(name)).map(XmlElement::trimmed).filter(it -> !it.isEmpty());
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Integer.parseUnsignedInt(text.get()));
    } catch (NumberFormatException _) {
      throw broken("its " + name + " is no number: '" + text.get() + "'");
    }
  }

  private static void refuseAttestation(XmlElement attributes) throws RefusedException {
    var behaviour =
        attributes
            .at("attestation", "attestationFailureBehavior")
            .or(() -> attributes.at("privateKeyAttributes", "AttestationFailureBehavior"))
            .map(XmlElement::trimmed)
            .orElse("");
    if (behaviour.equalsIgnoreCase("FailOnError")) {
      throw new RefusedException(
          Hresult.DEVICE_NOT_SUPPORTED,
          "the service takes only devices whose hardware attests their key, and this agent cannot",
          "ask the service's administrator to let this kind of device in without attestation");
    }
  }

  private static RefusedException broken(String why) {
    return RefusedException.broken("the policy answer of the service", why);
  }
}
